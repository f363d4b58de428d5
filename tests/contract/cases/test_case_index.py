"""Cases by place and month: what the fake promises, DynamoDB keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import boto3
import pytest

from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.case_index import DynamoCaseIndex
from chalicelib.cases.adapters.cases import DynamoCaseStore
from chalicelib.cases.application.case_index import CaseIndex, last_cases, square_of
from tests.support.case_index import FakeCaseIndex
from tests.support.cases import FakeCaseStore, Office
from tests.support.faults import FakeFaults
from tests.support.keys import make_sealer
from tests.support.tables import cloud, make_table

HERE = (22.4856, 103.9707)


class Both:
    """An office, and the index over its store."""

    def __init__(self, office: Office, index: CaseIndex, table: str | None) -> None:
        self.office = office
        self.index = index
        self.table = table

    def spoil(self, code: str) -> None:
        """Let nobody be able to open the case's document."""
        if self.table is None:
            self.office.store.unreadable.add(code)
            return
        boto3.client("dynamodb").update_item(
            TableName=self.table,
            Key={"id": {"S": code}},
            UpdateExpression="SET body = :x",
            ExpressionAttributeValues={":x": {"B": b"x"}},
        )


@pytest.fixture(params=["memory", "moto", "emulator"])
def both(request: pytest.FixtureRequest) -> Iterator[Both]:
    if request.param == "memory":
        store = FakeCaseStore()
        yield Both(Office(store=store), FakeCaseIndex(store), None)
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        table, documents = make_table("CasesTable"), CaseDocuments(make_sealer())
        office = Office(store=DynamoCaseStore(table, documents))  # type: ignore[arg-type]
        yield Both(office, DynamoCaseIndex(table, documents, FakeFaults()), table)


def test_cases_are_found_by_their_square_and_by_their_commune(both: Both) -> None:
    """The newest first, since an instant, at most so many; also when they are long changed."""
    first = both.office.answered(location=HERE)
    both.office.clock.advance(minutes=5)
    begun = both.office.clock.now()
    second = both.office.submit(location=HERE)
    both.office.clock.advance(minutes=5)
    third = both.office.submit(location=HERE)
    named = both.office.submit(location=None)
    square = square_of(*HERE)
    everything = begun - timedelta(days=84)
    assert both.index.at(square, everything, 10) == [third.code, second.code, first.code]
    assert both.index.at(square, begun, 10) == [third.code, second.code]
    assert both.index.at(square, everything, 2) == [third.code, second.code]
    assert both.index.at(named.commune, everything, 10) == [named.code]


def test_the_last_cases_come_month_by_month(both: Both) -> None:
    """Page by page, across months without any, and not from beyond a year."""
    codes = [both.office.submit().code]
    both.office.clock.advance(days=370)
    for days in (0, 1, 70, 1):
        both.office.clock.advance(days=days)
        codes.append(both.office.submit().code)
    found, position = [], None
    for _ in range(9):
        page = last_cases(both.index, both.office.clock.now(), 2, position)
        found += page.items
        position = page.position
        if position is None:
            break
    assert found == codes[:0:-1]


def test_many_are_read_at_once_and_one_that_is_broken_is_named(both: Both) -> None:
    """In the order asked for; what is not there is left out."""
    cases = [both.office.submit(category="land") for _ in range(3)]
    both.spoil(cases[1].code)
    codes = [cases[2].code, "LC-260803-ZZZZZ", cases[1].code, cases[0].code]
    found, failed = both.index.read(codes)
    assert (list(found), list(failed)) == ([cases[2], cases[0]], [cases[1].code])
    assert both.index.read([]) == ([], ()) or both.index.read([]) == ([], [])


def test_a_case_stays_where_it_was_sent_in(both: Both) -> None:
    """Its index entries are written once."""
    case = both.office.in_progress(location=HERE)
    moved = replace(case, version=case.version + 1)
    assert both.office.store.save(moved, case, None, "test")
    since = both.office.clock.now() - timedelta(days=1)
    assert both.index.at(square_of(*HERE), since, 10) == [case.code]
