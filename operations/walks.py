"""Going through much: by segments at the same time, page by page, from marks, with a bar.

What is gone through falls into segments (of a table, of a backup's part) that several threads go
through at once; a thread holds one page at a time, so memory is bounded by pages. After each page
its mark is kept (`operations/marks.py`): whoever is killed, and begun again, goes on there. So the
work on a page must be such that the same page done again changes nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import cached_property
from threading import Event
from typing import Any, Generic, TypeVar

from chalicelib.kernel.isolation import Isolation
from operations.clients import threaded_client
from operations.faults import told
from operations.marks import Mark, MarkBook
from operations.progress import ProgressBar

T = TypeVar("T")
R = TypeVar("R")
Read = Callable[[Mark, Isolation], tuple[Sequence[T], Mark]]
"""The page behind a mark, and the mark behind that page: None where nothing follows. The isolation
keeps what cannot be read."""


@dataclass(frozen=True)
class Segment(Generic[T]):
    """One of those that a walk goes through at the same time."""

    name: str
    read: Read[T]


@dataclass(frozen=True)
class Visit(Generic[T]):
    """One page of one segment. The isolation keeps what cannot be worked on."""

    segment: str
    items: Sequence[T]
    isolation: Isolation


@dataclass
class Walker:
    """Goes through one thing after the other, for one command."""

    marks: MarkBook = field(default_factory=MarkBook)
    progress: ProgressBar = field(default_factory=ProgressBar)
    _stopping: Event = field(default_factory=Event)

    @property
    def at_once(self) -> int:
        """How many threads, and into how many segments a table falls."""
        return self.marks.segments

    @cached_property
    def dynamodb(self) -> Any:
        """One client for all threads and tables."""
        return threaded_client("dynamodb", self.at_once)

    @cached_property
    def s3(self) -> Any:
        """The same of the bucket."""
        return threaded_client("s3", self.at_once)

    def go(
        self,
        name: str,
        segments: Iterable[Segment[T]],
        work: Callable[[Visit[T]], R],
        keep: Callable[[R], None] | None = None,
        total: int = 0,
    ) -> None:
        """Go through what is left of all segments; what the walk has done it does not do again.

        `keep` is given what `work` came to, inside the transaction of the page's mark. The first
        fault that is not kept ends the walk, after the pages that others are at; it is raised.
        """
        left = [one for one in segments if not self.marks.of(name, one.name).over]
        self.progress.start(name, total, self.marks.things(name))
        try:
            with ThreadPoolExecutor(self.at_once) as pool:
                going = [pool.submit(self._go, name, one, work, keep) for one in left]
                try:
                    wait(going, return_when=FIRST_EXCEPTION)
                finally:  # a key of the keyboard too
                    self._stopping.set()
                    wait(going)
        finally:
            self._stopping.clear()
            self.progress.finish()
        for one in going:
            one.result()

    def _go(
        self,
        name: str,
        segment: Segment[T],
        work: Callable[[Visit[T]], R],
        keep: Callable[[R], None] | None,
    ) -> None:
        mark: Any = self.marks.of(name, segment.name).mark
        while not self._stopping.is_set():
            isolation = told()
            items, mark = segment.read(mark, isolation)
            done = work(Visit(segment.name, items, isolation))
            with self.marks.together():
                if keep is not None:
                    keep(done)
                self.marks.pass_page(name, segment.name, mark, len(items), isolation.broken)
            self.progress.step(len(items))
            if mark is None:
                return
