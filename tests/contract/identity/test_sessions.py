"""Sessions whose stored form a token brings back: what the fake promises, DynamoDB keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import boto3
import pytest

from chalicelib.identity.adapters.sessions import DynamoSessions
from chalicelib.identity.application.people import PersonItemKind
from chalicelib.identity.application.rotation import SessionStore
from chalicelib.identity.domain import sessions
from chalicelib.identity.domain.sessions import Session
from chalicelib.kernel.together import Refused
from tests.support.clock import NOW
from tests.support.keys import make_sealer
from tests.support.people_stores import FakeSessions
from tests.support.tables import cloud

TABLE = "people-of-contract-tests"
CITIZENS, OFFICERS = PersonItemKind.CITIZEN_SESSION, PersonItemKind.OFFICER_SESSION
OPEN = sessions.open_at_once("S1", "A1", NOW)
NEXT = replace(OPEN, version=2)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def table() -> Iterator[None]:
    with cloud():
        boto3.resource("dynamodb").create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        )
        yield


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> SessionStore:
    if request.param == "memory":
        return FakeSessions(CITIZENS)
    request.getfixturevalue("table")
    return made(CITIZENS)


def made(kind: PersonItemKind) -> DynamoSessions:
    """As a process of its own has it."""
    return DynamoSessions(TABLE, kind, make_sealer())


def put(store: SessionStore, session: Session = OPEN) -> str:
    assert store.put(session, LATER)
    return store.carried(session)


def test_what_was_written_comes_back(store: SessionStore) -> None:
    """And what was read is the same form."""
    carried = put(store)
    assert carried
    assert store.brought("S1", carried) == OPEN
    assert store.find("S1") == OPEN
    assert store.carried(OPEN) == carried


def test_a_form_is_of_its_own_session(store: SessionStore) -> None:
    """Brought for another one it says nothing, as rubbish does."""
    carried = put(store)
    assert store.brought("S2", carried) is None
    for rubbish in ("", "x", ".", "4.", "4.é", "4.AA", carried[:-4], f"3.{carried[2:]}"):
        assert store.brought("S1", rubbish) is None


def test_it_is_written_over_exactly_what_was_brought(store: SessionStore) -> None:
    """Once; then that form is not there any more, and refuses."""
    carried = put(store)
    store.put_over(NEXT, carried, [], LATER)
    assert store.find("S1") == NEXT
    for version in (2, 3):
        with pytest.raises(Refused):
            store.put_over(replace(OPEN, version=version), carried, [], LATER)
    assert store.find("S1") == NEXT


def test_others_that_refuse_keep_it_as_it_was(store: SessionStore) -> None:
    """Whoever asks knows which of them did."""
    carried = put(store)
    other = store.still("S2", OPEN)
    with pytest.raises(Refused) as refused:
        store.put_over(NEXT, carried, [other], LATER)
    assert refused.value.part is other
    assert store.find("S1") == OPEN
    store.put_over(NEXT, carried, [store.still("S2", None)], LATER)
    assert store.find("S1") == NEXT


@pytest.mark.usefixtures("table")
def test_another_process_takes_what_this_one_gave() -> None:
    """Which has neither read nor written it, and gives nothing itself until it has."""
    carried, other = put(made(CITIZENS)), made(CITIZENS)
    assert other.carried(OPEN) == ""
    assert other.brought("S1", carried) == OPEN
    other.put_over(NEXT, carried, [], LATER)
    assert other.brought("S1", other.carried(NEXT)) == NEXT


@pytest.mark.usefixtures("table")
def test_whoever_has_the_keys_makes_no_session() -> None:
    """A form that was sealed well, but never lay there, is written over nothing."""
    put(made(CITIZENS))
    elsewhere = made(CITIZENS)
    elsewhere.item(replace(OPEN, holder="A2"), LATER, None)
    forged = elsewhere.carried(replace(OPEN, holder="A2"))
    store = made(CITIZENS)
    assert store.brought("S1", forged)
    with pytest.raises(Refused):
        store.put_over(replace(NEXT, holder="A2"), forged, [], LATER)
    assert store.find("S1") == OPEN


@pytest.mark.usefixtures("table")
def test_a_citizens_session_is_no_officers() -> None:
    """Under the same id."""
    assert made(OFFICERS).brought("S1", put(made(CITIZENS))) is None


@pytest.mark.usefixtures("table")
def test_a_process_remembers_few() -> None:
    """The last ones; those before are read, should anybody ask."""
    store = made(CITIZENS)
    many = [replace(OPEN, id=f"S{number}") for number in range(40)]
    carried = [put(store, one) for one in many]
    assert all(carried)
    assert [bool(store.carried(one)) for one in many] == [False] * 24 + [True] * 16
