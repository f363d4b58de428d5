"""Cases that fail, in the store: put off, stuck, unreadable; the fake and DynamoDB alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import boto3

from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.cases import DynamoCaseStore
from chalicelib.cases.application.ports import Card, CaseStore, DueCase, Queue, StuckCase
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.pages import Page
from tests.support.cases import FakeCaseStore, Office
from tests.support.clock import NOW
from tests.support.keys import make_sealer
from tests.support.tables import cloud, make_table


def _put_off(store: CaseStore, office: Office, fault: str = "Invalid") -> bool:
    """The one case that is due, or will be."""
    due = next(iter(store.due(office.clock.now() + timedelta(days=400), 1)))
    return store.put_off(due, fault, office.clock.now())


def test_what_is_put_off_is_due_later_each_time(store: CaseStore, office: Office) -> None:
    """A minute after the first failure, two after the second; and the case is as it was."""
    case, now = office.in_progress(), office.clock.now()
    for minutes in (1, 2):
        assert _put_off(store, office)
        due = list(store.due(now + timedelta(days=400), 5))
        assert [(one.code, one.at - now) for one in due] == [
            (case.code, timedelta(minutes=minutes))
        ]
    assert store.find(case.code) == case


def test_a_case_is_put_off_only_from_the_instant_that_was_seen(
    store: CaseStore, office: Office
) -> None:
    """Whoever was first counts; a case that is gone is nobody's."""
    office.in_progress()
    now = office.clock.now()
    due = next(iter(store.due(now + timedelta(days=400), 1)))
    assert store.put_off(due, "Invalid", now)
    assert not store.put_off(due, "Invalid", now)
    assert not store.put_off(DueCase("LC-260803-00000", now), "Invalid", now)


def test_what_fails_three_times_is_stuck_until_it_is_written(
    store: CaseStore, office: Office
) -> None:
    """The last to fail first; a write or a rescheduling takes it off the list."""
    for leave in (
        lambda case: store.save(replace(case, version=case.version + 1), case, None, "test"),
        lambda case: store.reschedule(case, None),
    ):
        case = office.in_progress()
        for failures in (1, 2, 3):
            assert store.stuck(10, None).items == ()
            office.clock.advance(minutes=5)
            assert _put_off(store, office, f"Fault{failures}")
        now = office.clock.now()
        later = now + timedelta(minutes=4)
        assert store.stuck(10, None).items == (StuckCase(case.code, 3, "Fault3", now, later),)
        assert leave(case)
        assert store.stuck(10, None).items == ()
        assert list(store.due(later, 10)) == []


def test_a_change_of_the_index_tells_the_stream_nothing(emulator_endpoint: str) -> None:
    """The event went with the write that it tells of: its image must not tell it once more."""
    with cloud(emulator_endpoint):
        table = make_table("CasesTable")
        store = DynamoCaseStore(table, CaseDocuments(make_sealer()))
        office = Office(store=store)  # type: ignore[arg-type]

        def told(case: Case) -> bool:
            key = {"id": {"S": case.code}}
            return "event" in boto3.client("dynamodb").get_item(TableName=table, Key=key)["Item"]

        put_off, rescheduled = office.submit(), office.submit()
        assert told(put_off)
        assert told(rescheduled)
        store.put_off(DueCase(put_off.code, _next_at(store, put_off)), "Invalid", NOW)
        store.reschedule(rescheduled, NOW)
        assert not told(put_off)
        assert not told(rescheduled)


def _next_at(store: CaseStore, case: Case) -> datetime:
    due = store.due(NOW + timedelta(days=400), 10)
    return next(one.at for one in due if one.code == case.code)


def test_a_card_that_cannot_be_read_is_named_and_the_page_comes(
    store: CaseStore, office: Office
) -> None:
    """The first and the middle one of a queue of five."""
    cases = [office.assigned() for _ in range(5)]
    codes = [card.code for card in _queue(store).items]
    _spoil(store, {codes[0], codes[2]})
    page = _queue(store)
    assert [card.code for card in page.items] == [codes[1], codes[3], codes[4]]
    assert page.unreadable == (codes[0], codes[2])
    assert len(cases) == len(codes)


def _queue(store: CaseStore) -> Page[Card]:
    return store.page(Queue.AGENCY, "so-xay-dung", limit=10, position=None)


def _spoil(store: CaseStore, codes: set[str]) -> None:
    """As if the cards had been written under keys that are gone."""
    if isinstance(store, FakeCaseStore):
        store.unreadable = codes
        return
    assert isinstance(store, DynamoCaseStore)
    table = store.item(_any_case(store, codes), None).Meta.table_name
    for code in codes:
        boto3.client("dynamodb").update_item(
            TableName=table,
            Key={"id": {"S": code}},
            UpdateExpression="SET card = :card",
            ExpressionAttributeValues={":card": {"B": b"not an envelope"}},
        )


def _any_case(store: CaseStore, codes: set[str]) -> Case:
    case = store.find(next(iter(codes)))
    assert case
    return case
