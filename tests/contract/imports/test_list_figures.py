"""What lists cost, of each kind: calls counted to the last one, memory that does not grow with the
rows, and each row there once, however often the worker is killed.

What 50,000 rows take is measured by `python -m bench.lists`, and stands in docs/lists.md.
"""

from __future__ import annotations

import random
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from bench.lists import row_of
from bench.meter import Meter
from chalicelib.agencies.application.ports import DirectoryStore
from chalicelib.imports.adapters.list_files import TableFiles
from chalicelib.imports.application.ports import ListEntries, ListFiles
from chalicelib.imports.application.starting import ListDesk, StartImport, start_import
from chalicelib.imports.application.working import WorkDesk, work_off
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ImportMode, ImportState, ListImport
from chalicelib.imports.domain.reading import read_list
from chalicelib.kernel.actors import Role
from chalicelib.kernel.ids import sortable_id
from chalicelib.kernel.keys import Hasher, KeyPurpose, Sealer
from chalicelib.runtime.dynamodb.session import share_session
from chalicelib.runtime.services import Services
from operations.first_load import load
from tests.support.actors import central
from tests.support.clock import NOW
from tests.support.list_files import known, list_csv, list_xlsx
from tests.support.samples import empty_product_on_moto, keep_session

ROWS, ROWS_A_PIECE, KILLS = 240, 120, 10
MOST_CALLS_A_ROW = 1.2
BY = central(Role.ADMINISTRATOR, "a1")
CALLS = {
    ListKind.AGENCIES: 36,
    ListKind.OFFICERS: 288,
    ListKind.OFFICIALS: 76,
    ListKind.TEAM_MEMBERS: 65,
    ListKind.ELIGIBLE_CITIZENS: 65,
}
"""Of table, bucket and KMS, for so many rows in two pieces; in pieces of a thousand it is less."""
BYTES_A_ROW = 1_000


class Killed(BaseException):
    """The process is gone: nothing of it catches that."""


class Wire:
    """Counts what is asked of AWS, and is cut off before or after a call where the test says."""

    def __init__(self) -> None:
        share_session()
        session = boto3.DEFAULT_SESSION._session
        self.meter, self.left = Meter(session), -1
        session.register("before-call", self._burn)
        session.register("after-call", self._burn)

    def _burn(self, **_: Any) -> None:
        self.left -= 1
        if self.left == 0:
            raise Killed


@pytest.fixture
def product(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setattr("chalicelib.imports.application.working.ROWS_A_PIECE", ROWS_A_PIECE)
    keep_session(monkeypatch)
    with empty_product_on_moto() as product:
        product.register_value(Wire, Wire())  # before any client is made
        load(product, ())
        product.get(Sealer).seal(b"", "a process's keys are known")
        product.get(Hasher).hash(KeyPurpose.USERNAME, "of names too")
        yield product


@pytest.fixture
def wire(product: Services) -> Wire:
    return product.get(Wire)


def rows(kind: ListKind, count: int = ROWS) -> list[list[str]]:
    return [row_of(kind, n) for n in range(count)]


def begin(product: Services, kind: ListKind) -> ListImport:
    upload = sortable_id(NOW, kind.value)
    product.get(ListFiles).put(upload, BY.id, list_csv(kind, *rows(kind)))
    command = StartImport(BY, kind, upload, ImportMode.GOOD_ROWS, False, kind.value, "c-1")
    return start_import(product.get(ListDesk), command)


def left_behind(product: Services, kind: ListKind) -> tuple[int, set[Any]]:
    """How many are there now, and how often each was written."""
    store, entries = product.get(DirectoryStore), product.get(ListEntries)
    if kind is ListKind.AGENCIES:
        made = [one for one in store.find_agencies() if one.id.startswith("hoi-quan-chung-")]
        return len(made), {1}
    if kind is ListKind.OFFICERS:
        found = store.find_by_usernames([f"cb{n}" for n in range(ROWS)])
        return len(found), {one.version for one in found.values()}
    scopes = ("so-xay-dung", "so-y-te", "so-noi-vu", "02647")
    there = [one for scope in scopes for one in entries.of(kind, scope)]
    return len(there), {len(one.spells) for one in there}


def test_each_row_costs_so_many_calls(product: Services, wire: Wire) -> None:
    """Of each list, to the last one: whoever adds one says so here."""
    counted, seen = {}, {}
    for kind in CALLS:
        started = begin(product, kind)
        with wire.meter.counting() as tally:
            while work_off(product.get(WorkDesk), started.id):
                pass
        calls = Counter(
            call.operation
            for call in tally.calls
            if not str(call.parameters.get("TableName")).startswith("Ledger")
        )  # the clock that moves, here alone
        counted[kind], seen[kind] = calls.total(), calls
        assert left_behind(product, kind) == (ROWS, {1})
    assert counted == CALLS, seen
    assert max(counted.values()) <= MOST_CALLS_A_ROW * ROWS


def test_killed_ten_times_each_row_is_there_once(product: Services, wire: Wire) -> None:
    """Before or after any call of table, bucket or KMS; the numbers are right too."""
    wrong = []
    for kind in CALLS:
        started, chance, kills = begin(product, kind), random.Random(f"2026-{kind}"), 0
        desk, goes_on = product.get(WorkDesk), True
        while goes_on:
            wire.left = chance.randrange(1, CALLS[kind] // 8) if kills < KILLS else -1
            try:
                goes_on = work_off(desk, started.id)
            except Killed:
                kills += 1
        wire.left = -1
        done = desk.records.find(started.id)
        assert done
        told = kills, done.state, done.rows, done.good, done.bad
        right = KILLS, ImportState.DONE, ROWS, ROWS, 0
        if (told, left_behind(product, kind)) != (right, (ROWS, {1})):
            wrong.append((kind, told, left_behind(product, kind)))
    assert wrong == []


def most_held(data: bytes, kind: ListKind) -> int:
    """The most bytes that are held while the file is read, row by row."""
    known_ones = known()
    tracemalloc.start()
    try:
        for row in read_list(kind, TableFiles().open(kind, data), known_ones).rows:
            assert not row.faults
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("make", [list_csv, list_xlsx], ids=["csv", "xlsx"])
def test_a_long_file_is_held_as_a_file_and_not_as_rows(make: Any) -> None:
    """Each row more costs its text, and what is remembered so that it comes once: with 50,000 that
    is 50 MB at most. All later steps hold a piece of a thousand rows."""
    kind = ListKind.ELIGIBLE_CITIZENS
    files = [make(kind, *rows(kind, count)) for count in (1_000, 3_000)]
    most_held(files[0], kind)  # what is imported and remembered by then is nobody's
    short, long = (most_held(data, kind) for data in files)
    assert (long - short) / 2_000 < BYTES_A_ROW
