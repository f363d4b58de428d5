"""One thing that is broken does not keep the others of its list from being done.

Wherever a loop goes over other people's things (cases, messages, recipients, lines of a list), each
of them is worked on inside `Isolation.of`. A fault of the thing's own is logged, counted and kept
in `broken`; what then becomes of the thing (tried again later, named, left out) is for the loop to
say. A passing fault is nobody's own and goes on up, so that the whole comes again as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from chalicelib.kernel.faults import Broken, Faults, Work
from chalicelib.kernel.pages import Page

T = TypeVar("T")
R = TypeVar("R")


class BrokenThings(Exception):
    """Of several things some could not be done; the others are."""

    def __init__(self, broken: list[Broken]) -> None:
        super().__init__(", ".join(f"{one.thing}: {one.kind}" for one in broken))
        self.broken = tuple(broken)


class Isolation:
    """One piece of work over many things."""

    def __init__(self, faults: Faults, work: Work) -> None:
        self._faults = faults
        self._work = work
        self.broken: list[Broken] = []

    @property
    def things(self) -> tuple[str, ...]:
        """What could not be worked on."""
        return tuple(one.thing for one in self.broken)

    @contextmanager
    def of(self, thing: str) -> Iterator[None]:
        """Work on one thing; raises passing faults only. `thing` is a code or an id."""
        try:
            yield
        except Exception as fault:  # see the module's text
            if self._faults.is_passing(fault):
                raise
            self._keep(thing, fault)

    def page(self, found: Page[T], name: Callable[[T], str], read: Callable[[T], R]) -> Page[R]:
        """The page of what is made of each item; what cannot be made is named in its place."""
        made: list[R] = []
        for item in found.items:
            try:
                made.append(read(item))
            except Exception as fault:  # as `of`, which costs a page of a hundred as much again
                if self._faults.is_passing(fault):
                    raise
                self._keep(name(item), fault)
        unreadable = (*found.unreadable, *self.things)
        return Page(tuple(made), found.end, found.more, unreadable)

    def _keep(self, thing: str, fault: Exception) -> None:
        self.broken.append(Broken(thing, fault))
        self._faults.note(self._work, self.broken[-1])

    def finish(self) -> None:
        """Raise BrokenThings if there were any: for what must come again until all is done."""
        if self.broken:
            raise BrokenThings(self.broken)
