"""Lists of officers in the table: what one bad row among many costs. What they cost without any:
`test_list_figures.py`."""

from __future__ import annotations

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

MOST_CALLS = 1.2
"""Of a row, those of KMS among them."""
AGENCIES = ("so-xay-dung", "so-y-te", "so-noi-vu")


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
    """Of the table and of KMS."""
    counted: Counter[str] = Counter()
    send, hashes = Connection._make_api_call, FakeFingerprints.of

    def sent(connection: Connection, operation: str, *args: Any, **more: Any) -> Any:
        counted[operation] += 1
        return send(connection, operation, *args, **more)

    def hashed(own: FakeFingerprints, *args: Any) -> Any:
        counted["GenerateMac"] += 1
        return hashes(own, *args)

    monkeypatch.setattr(Connection, "_make_api_call", sent)
    monkeypatch.setattr(FakeFingerprints, "of", hashed)
    monkeypatch.setattr("chalicelib.imports.application.working.ROWS_A_PIECE", 50)
    return counted


def no_posts() -> Any:
    """No row of these lists gives a further post."""
    pytest.fail("asked for a further post")


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
