"""How far a command has come, in one small file: a command that was killed goes on from there.

The file is an SQLite database that its owner alone may read. It holds marks (of each segment of
each walk), notes, what was left out, and whatever sums a command makes meanwhile, each page's
together with its mark in one transaction: a kill at any moment leaves a page done and marked, or
neither noted nor marked, and then the page is done again. It goes when the command has ended.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any

from chalicelib.kernel.faults import Broken
from chalicelib.kernel.instants import load, store

Mark = Any
"""Plain JSON: behind what the next page of a segment begins. None: at its beginning."""
_TASK, _SEGMENTS, _BEGUN = "task", "segments", "begun"
_TABLES = """
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS marks (
    walk TEXT, segment TEXT, mark TEXT NOT NULL, over INTEGER NOT NULL, things INTEGER NOT NULL,
    PRIMARY KEY (walk, segment));
CREATE TABLE IF NOT EXISTS left_out (
    walk TEXT, thing TEXT, kind TEXT NOT NULL, PRIMARY KEY (walk, thing));
"""


class MarksInUse(Exception):
    """Another process goes on from the same marks at this moment; the message names the file."""


@dataclass(frozen=True)
class SegmentMark:
    """How far one segment came."""

    mark: Mark = None
    over: bool = False
    """Whether nothing is left of it."""


class MarkBook:
    """The marks of one command. Safe to use from several threads."""

    def __init__(self, file: Path | None = None) -> None:
        """None: in memory, for what need not outlive its process. Raises MarksInUse."""
        self._file = file
        self._lock = RLock()
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        self._db = sqlite3.connect(
            file or ":memory:", timeout=0, check_same_thread=False, isolation_level=None
        )
        try:
            # Held until the process ends, however it ends.
            self._db.executescript("PRAGMA locking_mode=EXCLUSIVE; PRAGMA synchronous=NORMAL;")
            self._db.executescript(f"BEGIN EXCLUSIVE; {_TABLES} COMMIT;")
        except sqlite3.OperationalError:
            raise MarksInUse(f"another run is going on ({file})") from None

    @contextmanager
    def together(self) -> Iterator[sqlite3.Connection]:
        """All that is written inside, or nothing of it."""
        with self._lock:
            if self._db.in_transaction:
                yield self._db
                return
            self._db.execute("BEGIN")
            try:
                yield self._db
            except BaseException:  # a kill too: nothing stays half written
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def begin(
        self,
        task: Mapping[str, Any],
        segments: int,
        now: datetime,
        good_for: timedelta | None = None,
    ) -> datetime | None:
        """Go on with the same task, or begin it; since when it is going on, None: since now.

        What was begun of another task, or longer ago than it is good for, is forgotten. Whoever
        goes on keeps to the number of segments with which it began.
        """
        wanted = json.loads(json.dumps(dict(task)))
        begun = load(self.noted(_BEGUN)) if self.noted(_TASK) == wanted else None
        if begun is not None and (good_for is None or now - begun <= good_for):
            return begun
        self.forget()
        with self.together():
            self.note(_TASK, wanted)
            self.note(_SEGMENTS, segments)
            self.note(_BEGUN, store(now))
        return None

    @property
    def segments(self) -> int:
        """Into how many each table falls."""
        return int(self.noted(_SEGMENTS) or 1)

    def forget(self) -> None:
        """All of it."""
        with self.together() as db:
            made = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (name,) in made:
                db.execute(f'DELETE FROM "{name}"')

    def restart(self) -> None:
        """Forget all but which task it is, and in how many segments."""
        with self.together():
            kept = {name: self.noted(name) for name in (_TASK, _SEGMENTS, _BEGUN)}
            self.forget()
            for name, value in kept.items():
                if value is not None:
                    self.note(name, value)

    def finish(self) -> None:
        """The command has ended: nothing is to be gone on with."""
        with self._lock:
            self._db.close()
            if self._file is not None:
                self._file.unlink(missing_ok=True)

    def note(self, name: str, value: Any) -> None:
        """Keep this under that name."""
        with self.together() as db:
            db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, json.dumps(value)))

    def noted(self, name: str) -> Any:
        """What was kept under that name, or None."""
        with self._lock:
            found = self._db.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
        return json.loads(found[0]) if found else None

    def once(self, name: str, do: Callable[[], None]) -> None:
        """Do it unless it was done; killed in its midst it is done again from its beginning."""
        if self.noted(name) is None:
            do()
            self.note(name, True)

    def of(self, walk: str, segment: str) -> SegmentMark:
        """How far that segment came."""
        asked = "SELECT mark, over FROM marks WHERE walk = ? AND segment = ?"
        with self._lock:
            found = self._db.execute(asked, (walk, segment)).fetchone()
        return SegmentMark(json.loads(found[0]), bool(found[1])) if found else SegmentMark()

    def pass_page(
        self, walk: str, segment: str, behind: Mark, things: int, broken: Iterable[Broken]
    ) -> None:
        """A page is done; None: it was the segment's last."""
        with self.together() as db:
            db.execute(
                "INSERT INTO marks VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                " mark = excluded.mark, over = excluded.over, things = things + excluded.things",
                (walk, segment, json.dumps(behind), behind is None, things),
            )
            rows = [(walk, one.thing, one.kind) for one in broken]
            db.executemany("INSERT OR REPLACE INTO left_out VALUES (?, ?, ?)", rows)

    def things(self, walk: str) -> int:
        """How many the walk has seen so far."""
        with self._lock:
            asked = "SELECT COALESCE(SUM(things), 0) FROM marks WHERE walk = ?"
            return int(self._db.execute(asked, (walk,)).fetchone()[0])

    @property
    def any_passed(self) -> bool:
        """Whether any page was done."""
        with self._lock:
            return self._db.execute("SELECT 1 FROM marks LIMIT 1").fetchone() is not None

    def left_out(self, *walks: str) -> tuple[str, ...]:
        """Codes and ids of what could not be done in these walks (in any, if none is named), in
        this run or before it was killed."""
        asked = "SELECT walk, thing FROM left_out ORDER BY rowid"
        with self._lock:
            found = self._db.execute(asked).fetchall()
        return tuple(dict.fromkeys(thing for walk, thing in found if not walks or walk in walks))
