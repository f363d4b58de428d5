"""How many AWS calls people's own requests make, at a stage that limits networks: counted, never
timed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from itertools import count
from unittest import mock

import boto3
import pytest

from bench.cloud import EARLY, load_directory, settings
from bench.gateway import answer_to, event_of, request
from bench.meter import CallTally, Meter, aside
from bench.people import register
from chalicelib.identity.application.codes import CodeStores, pending_code
from chalicelib.identity.application.sessions import SessionDesk, open_session
from chalicelib.kernel.clock import Clock
from chalicelib.runtime.http import auth
from chalicelib.runtime.http.calls import Access
from chalicelib.runtime.services import services, use
from tests.support.clock import FakeClock
from tests.support.tables import cloud

_NUMBERS = count(1)
_GETS, _PUTS, _CHANGES, _TOGETHER = "GetItem", "PutItem", "UpdateItem", "TransactWriteItems"


@pytest.fixture(scope="module")
def meter() -> Iterator[Meter]:
    """A meter in a warm process."""
    with cloud(), settings(), mock.patch.dict(os.environ, {"ADDRESS_LIMITS": "on"}):
        use(None)  # what was read of the environment before
        services().register_value(Clock, FakeClock(EARLY))
        meter = Meter(boto3.DEFAULT_SESSION._session)
        load_directory()
        register(new_phone())
        sign_in(registered())
        yield meter


def new_phone() -> str:
    return f"+8498{next(_NUMBERS):07d}"


def registered() -> str:
    """The phone of somebody who has an account."""
    phone = new_phone()
    register(phone)
    return phone


def ask_for_code(phone: str) -> tuple[str, dict[str, str]]:
    """The sign-in's id, and what the phone shows."""
    begun = answer_to(event_of(request("POST", "/v1/sessions", {"phone": phone})))
    id = str(begun["session_id"])
    with aside():
        pending = pending_code(services().get(CodeStores), f"S#{id}")
    assert pending
    return id, {"otp": pending.code}


def verify(id: str, answer: dict[str, str]) -> dict[str, str]:
    asked = request("POST", "/v1/sessions/{id}/verify", answer, id=id)
    return answer_to(event_of(asked))


def sign_in(phone: str) -> dict[str, str]:
    return verify(*ask_for_code(phone))


def made(tally: CallTally) -> Counter[str]:
    return Counter(call.operation for call in tally.calls)


def test_a_registration_takes_fourteen_calls(meter: Meter) -> None:
    """All three requests, each under a key of its own: a code is counted with the registration, an
    answer with what it proves. The network is counted alone, since many share it."""
    with meter.counting() as tally:
        register(new_phone())
    calls = made(tally)
    assert calls == Counter({_GETS: 2, _PUTS: 4, _CHANGES: 4, _TOGETHER: 3, "GenerateMac": 1})
    assert calls.total() == 14


def test_a_sign_in_is_verified_by_two_calls(meter: Meter) -> None:
    """The session is read, and written together with what counts answers."""
    pending = ask_for_code(registered())
    with meter.counting() as tally:
        verify(*pending)
    assert made(tally) == Counter({_GETS: 1, _TOGETHER: 1})


def test_a_token_is_checked_without_a_call(meter: Meter) -> None:
    """By its signature alone, in a process that knows the keys."""
    token = sign_in(registered())["access_token"]
    with meter.counting() as tally:
        bearer = auth.authenticate(Access.CITIZEN, {"authorization": f"Bearer {token}"})
    assert bearer.actor.id
    assert not tally.calls


def refresh(opened: dict[str, str]) -> dict[str, str]:
    given = {"refresh_token": opened["refresh_token"]}
    return answer_to(event_of(request("POST", "/v1/sessions/refresh", given)))


def test_a_refresh_takes_one_call(meter: Meter) -> None:
    """The first and each later one: the token brings the session along, and the write over exactly
    that asks that the account is there."""
    opened = sign_in(registered())
    with meter.counting() as tally:
        refresh(refresh(opened))
    assert made(tally) == Counter({_TOGETHER: 2})


def test_a_refresh_after_registering_takes_one_call(meter: Meter) -> None:
    """The session that was opened with the account is no other."""
    opened = open_session(services().get(SessionDesk), register(new_phone()))
    with meter.counting() as tally:
        refresh({"refresh_token": opened.refresh_token})
    assert made(tally) == Counter({_TOGETHER: 1})


def test_a_token_without_its_session_takes_two_calls(meter: Meter) -> None:
    """One of before, or one that was cut short: the session is read."""
    token = sign_in(registered())["refresh_token"]
    short = ".".join(token.split(".")[:3])
    with meter.counting() as tally:
        refresh({"refresh_token": short})
    assert made(tally) == Counter({_GETS: 1, _TOGETHER: 1})
