"""Walks by segments: bounded, killed at any page and gone on with, once each."""

from __future__ import annotations

import sqlite3
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Lock

import pytest

from chalicelib.kernel.isolation import Isolation
from operations.marks import Mark, MarkBook, MarksInUse
from operations.scans import PER_BATCH, BatchWriter
from operations.walks import Segment, Visit, Walker

NOW = datetime(2026, 8, 3, 3, tzinfo=UTC)
THINGS, PAGE = 97, 7


class Killed(BaseException):
    """The machine goes off."""


def segments(of: int) -> list[Segment[int]]:
    """Whole numbers, each in one segment."""

    def read(number: int, mark: Mark, _isolation: Isolation) -> tuple[Sequence[int], Mark]:
        left = [n for n in range(number, THINGS, of) if mark is None or n > mark]
        return left[:PAGE], left[PAGE - 1] if len(left) > PAGE else None

    return [
        Segment(str(n), lambda mark, isolation, n=n: read(n, mark, isolation)) for n in range(of)
    ]


class Work:
    """Sums up what it sees, and is killed at some page or at the keeping of it."""

    def __init__(self, book: MarkBook, dies: Callable[[], bool] = lambda: False) -> None:
        self.book, self.dies, self.seen = book, dies, Counter[int]()
        with book.together() as db:
            db.execute("CREATE TABLE IF NOT EXISTS sums (n INTEGER PRIMARY KEY, times INTEGER)")

    def visit(self, visit: Visit[int]) -> Sequence[int]:
        if self.dies():
            raise Killed
        self.seen.update(visit.items)
        return visit.items

    def keep(self, numbers: Sequence[int]) -> None:
        with self.book.together() as db:
            for n in numbers:
                sql = "INSERT INTO sums VALUES (?, 1) ON CONFLICT DO UPDATE SET times = times + 1"
                db.execute(sql, (n,))
                if n % 5 == 0 and self.dies():
                    raise Killed

    def sums(self) -> dict[int, int]:
        with self.book.together() as db:
            return dict(db.execute("SELECT n, times FROM sums"))

    def go(self) -> None:
        Walker(self.book).go("numbers", segments(self.book.segments), self.visit, self.keep)


def begun(file: Path | None = None, of: int = 4, now: datetime = NOW) -> MarkBook:
    book = MarkBook(file)
    book.begin({"of": "numbers"}, of, now, timedelta(days=1))
    return book


@pytest.mark.parametrize("of", [1, 4])
def test_everything_is_seen_once(of: int) -> None:
    """However many segments."""
    work = Work(begun(of=of))
    work.go()
    assert work.sums() == dict.fromkeys(range(THINGS), 1)
    assert work.book.things("numbers") == THINGS
    work.go()
    assert work.seen.total() == THINGS


@pytest.mark.parametrize("at", range(1, 20, 3))
@pytest.mark.parametrize("of", [1, 4])
def test_killed_at_any_moment_it_goes_on_there(tmp_path: Path, of: int, at: int) -> None:
    """With the number of segments that it began with; sums are those of a run without a kill."""
    lock, calls, file = Lock(), count(1), tmp_path / "marks"

    def dies() -> bool:
        with lock:
            return next(calls) % at == 0 and next(calls) < 200

    runs = 0
    while True:
        runs += 1
        book = begun(file, of if runs == 1 else 9)
        assert book.segments == of
        work = Work(book, dies)
        try:
            work.go()
        except Killed:
            book._db.close()
            continue
        break
    assert runs > 1
    assert work.sums() == dict.fromkeys(range(THINGS), 1)


def test_a_page_in_a_thread_and_no_more_is_held() -> None:
    """Counted by the objects that are alive: four threads hold four pages of seven."""
    lock, alive, most = Lock(), 0, 0

    class Thing:
        def __init__(self) -> None:
            nonlocal alive, most
            with lock:
                alive += 1
                most = max(most, alive)

        def __del__(self) -> None:
            nonlocal alive
            with lock:
                alive -= 1

    def things(part: Segment[int]) -> Segment[Thing]:
        def read(mark: Mark, isolation: Isolation) -> tuple[Sequence[Thing], Mark]:
            numbers, behind = part.read(mark, isolation)
            return [Thing() for _ in numbers], behind

        return Segment(part.name, read)

    book = begun(of=4)
    Walker(book).go("things", [things(one) for one in segments(4)], lambda visit: len(visit.items))
    assert alive == 0
    assert most <= 2 * 4 * PAGE


def test_what_was_left_out_before_the_kill_is_known_after_it(tmp_path: Path) -> None:
    """Else the command would end with 0."""
    kills = iter([False, True, False])

    def work(visit: Visit[int]) -> None:
        if next(kills, False):
            raise Killed
        with visit.isolation.of(f"thing {visit.items[0]}"):
            raise ValueError

    book = begun(tmp_path / "marks", of=1)
    with pytest.raises(Killed):
        Walker(book).go("numbers", segments(1), work)
    book._db.close()
    book = begun(tmp_path / "marks")
    assert book.left_out() == ("thing 0",)
    Walker(book).go("numbers", segments(1), work)
    assert book.left_out() == tuple(f"thing {n}" for n in range(0, THINGS, PAGE))


def test_a_fault_that_is_nobodys_own_ends_the_walk_and_leaves_its_page_unmarked() -> None:
    """The others end their pages; whoever begins again does it."""
    book, away = begun(of=4), iter([True])

    def work(visit: Visit[int]) -> Sequence[int]:
        if 8 in visit.items and next(away, False):
            raise ConnectionError
        return visit.items

    seen = Counter[int]()
    with pytest.raises(ConnectionError):
        Walker(book).go("numbers", segments(4), work, seen.update)
    assert 8 not in seen
    Walker(book).go("numbers", segments(4), work, seen.update)
    assert seen == Counter(range(THINGS))


def test_marks_of_something_else_or_of_long_ago_are_not_gone_on_with(tmp_path: Path) -> None:
    """Nor those of which another process makes use."""
    file, task = tmp_path / "marks", {"of": "numbers"}
    book = MarkBook(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert book.begin(task, 2, NOW) is None
    with pytest.raises(MarksInUse):
        MarkBook(file)
    assert book.begin(task, 3, NOW + timedelta(hours=1), timedelta(hours=1)) == NOW
    assert book.segments == 2
    assert book.begin(task, 3, NOW + timedelta(hours=2), timedelta(hours=1)) is None
    assert book.segments == 3
    book.note("kept", 1)
    assert book.begin({"of": "letters"}, 3, NOW) is None
    assert book.noted("kept") is None
    book.finish()
    assert not file.exists()


def test_what_goes_wrong_inside_is_not_half_written() -> None:
    """Marks and sums come together or not at all."""
    book = MarkBook()

    def half() -> None:
        with book.together() as db:
            book.note("kept", 1)
            db.execute("INSERT INTO left_out VALUES ('a', 'b', NULL)")

    with pytest.raises(sqlite3.IntegrityError):
        half()
    assert book.noted("kept") is None


class Table:
    """Takes some of each batch."""

    def __init__(self, taken: Iterator[int]) -> None:
        self.taken, self.items, self.sizes = taken, list[int](), list[int]()

    def batch_write_item(self, RequestItems: dict) -> dict:  # noqa: N803 - boto3's word
        (requests,) = RequestItems.values()
        self.sizes.append(len(requests))
        taken = next(self.taken, PER_BATCH)
        self.items += [one["PutRequest"]["Item"] for one in requests[:taken]]
        left = requests[taken:]
        return {"UnprocessedItems": {"table": left} if left else {}}


def test_what_a_table_leaves_over_is_written_again() -> None:
    """In whole batches, after waits that grow while nothing is taken; nothing twice."""
    table, waits = Table(iter([10, 0, 0, 25])), list[float]()
    BatchWriter(table, "table", waits.append).put([{"n": n} for n in range(60)])
    assert sorted(one["n"] for one in table.items) == list(range(60))
    assert table.sizes == [25, 25, 25, 25, 25]
    assert len(waits) == 3
    assert max(waits) <= 0.2
