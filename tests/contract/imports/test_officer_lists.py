"""Lists of officers in the table: what they cost, and that each row is there once, however often
the worker is killed."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from pynamodb.connection import Connection

from chalicelib.imports.application.office_landings import OfficerLanding
from chalicelib.imports.application.working import work_off
from chalicelib.imports.domain.kinds import ListKind
from localstack.bare_cloud import make_table
from tests.contract.agencies.test_directory import make_store
from tests.support.directory import make_directory
from tests.support.imports import Imports
from tests.support.keys import FakeFingerprints
from tests.support.list_files import list_csv
from tests.support.tables import cloud

PEOPLE, MOST_CALLS = 150, 1.2
"""Calls of a row, those of KMS among them: of all that a list takes from its file to its end."""
AGENCIES = ("so-xay-dung", "so-y-te", "so-noi-vu")


class _Killed(Exception):
    """The process is gone."""


def officers(count: int) -> bytes:
    rows = [
        [
            AGENCIES[n % 3],
            f"Nguyễn Văn {'ABCDE'[n % 5]}",
            "Cán bộ xử lý",
            f"0912{n:06d}",
            f"cb{n}@lc.example",
            "",
        ]
        for n in range(count)
    ]
    return list_csv(ListKind.OFFICERS, *rows)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Of the table and of KMS; `fuse` counts down to a kill."""
    counted: Counter[str] = Counter()
    send, hashes = Connection._make_api_call, FakeFingerprints.of

    def count(what: str) -> None:
        counted[what] += 1
        counted["fuse"] -= 1
        if not counted["fuse"]:
            raise _Killed

    def sent(connection: Connection, operation: str, *args: Any, **more: Any) -> Any:
        count(operation)
        return send(connection, operation, *args, **more)

    def hashed(own: FakeFingerprints, *args: Any) -> Any:
        count("GenerateMac")
        return hashes(own, *args)

    monkeypatch.setattr(Connection, "_make_api_call", sent)
    monkeypatch.setattr(FakeFingerprints, "of", hashed)
    monkeypatch.setattr("chalicelib.imports.application.working.ROWS_A_PIECE", 50)
    return counted


def no_posts() -> Any:
    """No row of these lists gives a further post."""
    pytest.fail("asked for a further post")


def worked_off(calls: Counter[str], data: bytes, kills: int = 0) -> tuple[Any, ...]:
    """What the list leaves: its numbers, and who is in the table."""
    office, table = Imports(), make_table("DirectoryTable")
    store = make_store(table)
    landing = OfficerLanding(make_directory(), store, office.clock, no_posts)
    desk = replace(office.work_desk, landings={ListKind.OFFICERS: lambda: landing})
    started, chance, goes_on = office.start(ListKind.OFFICERS, data), random.Random(7), True
    while goes_on:
        calls["fuse"] = chance.randrange(1, 90) if kills else 0
        try:
            goes_on = work_off(desk, started.id)
        except _Killed:
            kills -= 1
    calls["fuse"] = 0
    done = office.records.records[started.id]
    names = [f"cb{n}" for n in range(PEOPLE)]
    people = store.find_by_usernames(names)
    versions = {(one.username, one.agency, one.version) for one in people.values()}
    return versions, done.rows, done.good, done.unchanged, done.bad, done.state


def test_a_list_of_officers_costs_about_a_call_a_row_and_survives_kills(
    calls: Counter[str],
) -> None:
    """A hash of each phone by KMS; all else goes in batches. The same again costs next to
    nothing, since it writes nothing."""
    data = officers(PEOPLE)
    with cloud():
        calm = worked_off(calls, data)
        del calls["fuse"]
        assert calls.total() <= MOST_CALLS * PEOPLE, calls
        assert calls["GenerateMac"] == PEOPLE
        assert worked_off(calls, data, kills=10) == calm
    versions, rows, good = calm[:3]
    assert (len(versions), rows, good) == (PEOPLE, PEOPLE, PEOPLE)
    assert {version for _, _, version in versions} == {1}


def test_one_bad_row_costs_its_neighbours_only(calls: Counter[str]) -> None:
    """Whose phone somebody else has is named with its line, and all others are entered."""
    with cloud():
        office, store = Imports(), make_store(make_table("DirectoryTable"))
        landing = OfficerLanding(make_directory(), store, office.clock, no_posts)
        desk = replace(office.work_desk, landings={ListKind.OFFICERS: lambda: landing})
        rows = officers(60)
        taken = list_csv(
            ListKind.OFFICERS,
            ["so-y-te", "Lò Thị Hoa", "Cán bộ xử lý", "0912000030", "lthoa@lc.example", ""],
        )
        for data in (taken, rows):
            before = calls.total()
            started = office.start(ListKind.OFFICERS, data)
            while work_off(desk, started.id):
                pass
        done = office.records.records[started.id]
    assert (done.good, done.bad) == (59, 1)
    assert [(one.line, one.code) for one in done.faults] == [(32, "phone_taken")]
    assert calls.total() - before <= MOST_CALLS * 60 + 4 * 25
