"""Pages of every stored list: what the fakes promise, DynamoDB keeps, with one query each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any
from unittest import mock

import boto3
import pytest
from botocore.session import get_session

from bench.meter import Meter
from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.cases import DynamoCaseStore
from chalicelib.cases.application.listing import NOBODY
from chalicelib.cases.application.ports import Queue
from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.cases.domain import commands
from chalicelib.kernel.pages import Page, Position
from chalicelib.messages.adapters.message_policy_file import load_message_policy
from chalicelib.messages.adapters.messages import DynamoMessageStore
from chalicelib.messages.domain import messages
from chalicelib.messages.domain.messages import Channel, MessageStatus
from tests.support.cases import CITIZEN, INTAKE, FakeCaseStore, Office
from tests.support.keys import make_sealer
from tests.support.messages import NOON, MemoryMessageStore, make_message
from tests.support.tables import cloud, make_table

LIMITS = range(1, 6)


@dataclass
class Lists:
    """The stores of one kind, and how to take an item from them behind their back."""

    cases: Any = field(default_factory=FakeCaseStore)
    messages: Any = field(default_factory=MemoryMessageStore)
    tables: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        self.office = Office(store=self.cases)

    def drop_case(self, code: str) -> None:
        """As if it had left the list."""
        if self.tables is None:
            del self.cases.cases[code]
            self.cases.failing.pop(code, None)
        else:
            boto3.client("dynamodb").delete_item(TableName=self.tables[0], Key={"id": {"S": code}})

    def drop_message(self, recipient: str, id: str) -> None:
        """As if it had been seen to."""
        if self.tables is None:
            del self.messages.items[recipient, id]
        else:
            key = {"recipient": {"S": recipient}, "id": {"S": id}}
            boto3.client("dynamodb").delete_item(TableName=self.tables[1], Key=key)


@dataclass(frozen=True)
class Stored:
    """A list: `add` puts the nth item into it and returns its id."""

    name: str
    add: Callable[[Lists, int], str]
    drop: Callable[[Lists, str], None]
    read: Callable[[Lists, int, Position | None], Page[Any]]
    id_of: Callable[[Any], str]


def _queue(queue: Queue, key: str, add: Callable[[Office], str]) -> Stored:
    def put(lists: Lists, _number: int) -> str:
        return add(lists.office)

    def read(lists: Lists, limit: int, position: Position | None) -> Page[Any]:
        return lists.cases.page(queue, key, limit=limit, position=position)  # type: ignore[no-any-return]

    return Stored(f"{queue}: {key}", put, Lists.drop_case, read, lambda card: str(card.code))


def _submit(office: Office) -> str:
    return office.submit().code


def _assign(office: Office) -> str:
    return office.assigned().code


def _escalated(office: Office) -> str:
    case = office.assigned()
    office.clock.advance(days=14)
    let_time_pass(office.desk, case.code, "test")
    return case.code


def _unmanned(office: Office) -> str:
    return office.take(office.accepted(), INTAKE, commands.Assign("ubnd-02647")).code


def _ring(lists: Lists, number: int) -> str:
    message = make_message(
        recipient=CITIZEN.id,
        id=f"bell#{number:026d}",
        channel=Channel.BELL,
        status=MessageStatus.SENT,
        next_at=None,
    )
    lists.messages.claim(message)
    return message.id


def _fail(lists: Lists, number: int) -> str:
    """By threes of the same instant: the place of an item is more than its instant."""
    message = make_message(recipient=f"A{number}")
    lists.messages.claim(message)
    at = NOON + timedelta(hours=number // 3)
    lists.messages.save(messages.ended(message, at, MessageStatus.FAILED, "refused"))
    return message.recipient


def _stick(lists: Lists, number: int) -> str:
    """By threes of the same instant, too."""
    code, now = lists.office.submit().code, NOON + timedelta(hours=number // 3)
    for _ in range(3):
        due = lists.cases.due(lists.office.clock.now() + timedelta(days=99), 99)
        lists.cases.put_off(next(one for one in due if one.code == code), "Invalid", now)
    return code


BELL = Stored(
    "bell",
    _ring,
    lambda lists, id: lists.drop_message(CITIZEN.id, id),
    lambda lists, limit, position: lists.messages.bell(CITIZEN.id, limit, position),
    lambda message: str(message.id),
)
ATTENTION = Stored(
    "attention",
    _fail,
    lambda lists, recipient: lists.drop_message(recipient, make_message().id),
    lambda lists, limit, position: lists.messages.attention(limit, position),
    lambda message: str(message.recipient),
)
STUCK = Stored(
    "stuck",
    _stick,
    Lists.drop_case,
    lambda lists, limit, position: lists.cases.stuck(limit, position),
    lambda case: str(case.code),
)
LISTS = (
    _queue(Queue.REPORTER, CITIZEN.id, _submit),
    _queue(Queue.OFFICER, "o1", _assign),
    _queue(Queue.AGENCY, "intake", _submit),
    _queue(Queue.AGENCY, "so-xay-dung", _assign),
    _queue(Queue.OVERDUE, "overdue", _escalated),
    _queue(Queue.ESCALATED, "escalated", _escalated),
    _queue(Queue.OFFICER, NOBODY, _unmanned),
    BELL,
    ATTENTION,
    STUCK,
)
each_list = pytest.mark.parametrize("stored", LISTS, ids=lambda stored: stored.name)


@contextmanager
def _on_tables(endpoint: str | None) -> Iterator[Lists]:
    with cloud(endpoint):
        cases, mail = make_table("CasesTable"), make_table("MessagesTable")
        yield Lists(
            DynamoCaseStore(cases, CaseDocuments(make_sealer())),
            DynamoMessageStore(mail, make_sealer(), load_message_policy()),
            (cases, mail),
        )


@pytest.fixture(params=["memory", "moto", "emulator"])
def lists(request: pytest.FixtureRequest) -> Iterator[Lists]:
    if request.param == "memory":
        yield Lists()
        return
    on_emulator = request.param == "emulator"
    endpoint = request.getfixturevalue("emulator_endpoint") if on_emulator else None
    with _on_tables(endpoint) as lists:
        yield lists


def _ids(stored: Stored, page: Page[Any]) -> list[str]:
    return [stored.id_of(item) for item in page.items]


def _pages(
    stored: Stored, lists: Lists, limit: int, position: Position | None = None
) -> Iterator[list[str]]:
    while True:
        page = stored.read(lists, limit, position)
        yield _ids(stored, page)
        position = page.position
        if position is None:
            return


@each_list
def test_pages_are_the_list_cut(stored: Stored, lists: Lists) -> None:
    """Of nothing to five items: everything once, in order, and no empty page behind the last."""
    put: set[str] = set()
    for count in range(6):
        whole = _ids(stored, stored.read(lists, 100, None))
        assert (len(whole), set(whole)) == (count, put)
        for limit in LIMITS:
            pages = list(_pages(stored, lists, limit))
            assert pages == ([whole[at : at + limit] for at in range(0, count, limit)] or [[]])
        put.add(stored.add(lists, count))


@each_list
def test_a_list_may_change_between_pages(stored: Stored, lists: Lists) -> None:
    """The item that was shown last goes, and the next one; others come: the rest follows."""
    for number in range(5):
        stored.add(lists, number)
    first = stored.read(lists, 2, None)
    gone = _ids(stored, stored.read(lists, 100, None))[1:3]
    for number in range(5, 8):
        stored.add(lists, number)
    whole = _ids(stored, stored.read(lists, 100, None))
    for id in gone:
        stored.drop(lists, id)
    rest = [id for id in whole[whole.index(gone[0]) :] if id not in gone]
    pages = list(_pages(stored, lists, 2, first.position))
    assert pages == [rest[at : at + 2] for at in range(0, len(rest), 2)]


def test_a_page_takes_one_query() -> None:
    """Also the last one, one that is exactly full, and one of nothing."""
    session = get_session()
    connected = mock.patch("pynamodb.connection.base.get_session", return_value=session)
    with _on_tables(None) as lists, connected:
        meter = Meter(session)
        for stored, count in product(LISTS, range(4)):
            with meter.counting() as tally:
                page = stored.read(lists, 2, None)
            assert [call.operation for call in tally.calls] == ["Query"], (stored, count)
            if page.position is not None:
                with meter.counting() as tally:
                    stored.read(lists, 2, page.position)
                assert [call.operation for call in tally.calls] == ["Query"], (stored, count)
            stored.add(lists, count)
