"""How many AWS calls a sign-in of an officer makes, on every way: counted, never timed; and
that its limits are exact in the table too."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from unittest import mock

import boto3
import pytest

from bench.cloud import EARLY, load_directory, settings
from bench.meter import Meter
from chalicelib.agencies.application.ports import Directory, DirectoryStore
from chalicelib.identity.application.codes import CodeStores, pending_code
from chalicelib.identity.application.limits import Origin
from chalicelib.identity.application.sign_ins import CodeAnswer, TokenPair
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ids import new_seed
from chalicelib.runtime.services import services, use
from chalicelib.staff.adapters.webauthn_checks import WebauthnChecks
from chalicelib.staff.application.factors import AppProof, FactorDesk, begin_app, confirm_app
from chalicelib.staff.application.officer_sessions import (
    OfficerCodeSent,
    OfficerDesk,
    StartOfficerSignIn,
    finish_officer_sign_in,
    refresh_officer_session,
    start_officer_sign_in,
)
from chalicelib.staff.application.own_passkeys import (
    PasskeyDesk,
    begin_passkey,
    confirm_passkey,
)
from chalicelib.staff.application.passwords import PasswordDesk, set_password
from chalicelib.staff.application.ports import MadePasskey, ShownPasskey
from chalicelib.staff.domain.factors import AppFactor, code_at, step_of
from tests.support.audit import OPERATOR
from tests.support.authenticator import ORIGIN, Authenticator
from tests.support.clock import FakeClock
from tests.support.directory import make_officer, put_officer
from tests.support.people import CHEAP, PASSWORD
from tests.support.tables import cloud

HERE, AGENCY = "198.51.100.7", "so-xay-dung"
WAYS = {
    Channel.SMS: make_officer("way-sms", AGENCY),
    Channel.EMAIL: make_officer("way-email", AGENCY, phone=None),
    None: make_officer("way-app", AGENCY),
}
"""By what the first answer says; None: the officer's app."""
NAME, TOGETHER, NETWORK, WRITE = "GetItem", "BatchGetItem", "UpdateItem", "TransactWriteItems"


@pytest.fixture(scope="module")
def meter() -> Iterator[Meter]:
    """A meter in a warm process of a stage that limits networks."""
    with cloud(), settings(), mock.patch.dict(os.environ, {"ADDRESS_LIMITS": "on"}):
        use(None)  # what was read of the environment before
        services().register_value(Clock, FakeClock(EARLY))
        meter = Meter(boto3.DEFAULT_SESSION._session)
        load_directory()
        enter_everybody()
        for way in WAYS:  # what is remembered is remembered from here on
            sign_in(way)
        yield meter


def enter_everybody() -> None:
    """With a password each, and an app for one."""
    store = services().get(DirectoryStore)
    cheap = replace(services().get(PasswordDesk), cost=CHEAP)
    for officer in WAYS.values():
        put_officer(store, officer)
        set_password(cheap, officer.id, PASSWORD, OPERATOR)
    store.announce()
    desk, who = services().get(FactorDesk), Actor(Role.OFFICER, WAYS[None].id, AGENCY)
    begun = begin_app(desk, who, AppProof(password=PASSWORD), "c-1")
    confirm_app(desk, who, shown(begun.app), "c-1")
    APPS.append(begun.app)


APPS: list[AppFactor] = []
"""The one app there is."""


def shown(app: AppFactor) -> str:
    """What the app shows now."""
    return code_at(app, step_of(services().get(Clock).now()))


def desk() -> OfficerDesk:
    """Whose passwords cost nothing to look at."""
    return replace(services().get(OfficerDesk), cost=CHEAP, passkeys=WebauthnChecks(ORIGIN))


def add_passkey(device: Authenticator) -> None:
    """To the one who has an app: from then on it is asked for instead."""
    keys = replace(services().get(PasskeyDesk), checks=WebauthnChecks(ORIGIN))
    who = Actor(Role.ADMINISTRATOR, WAYS[None].id, AGENCY)
    begun = begin_passkey(keys, who, PASSWORD, "c-1")
    body = device.make(begun.challenge)
    made = MadePasskey(body["client_data"], body["attestation"])
    confirm_passkey(keys, who, made, body["name"], "c-1")


def finish_by(sent: OfficerCodeSent, device: Authenticator) -> str:
    """The new session's id."""
    assert sent.passkey
    shown, given = (
        ShownPasskey(**device.sign(sent.passkey)),
        CodeAnswer("", new_seed(), Origin(HERE)),
    )
    return finish_officer_sign_in(desk(), sent.id, given, shown=shown).tokens.session


def start(way: Channel | None, password: str = PASSWORD, address: str = HERE) -> OfficerCodeSent:
    username = WAYS[way].username
    command = StartOfficerSignIn(username, password, address, new_seed(), "c-1")
    return start_officer_sign_in(desk(), command)


def code_for(way: Channel | None, sent: OfficerCodeSent) -> str:
    """As it arrives, or as the app shows it."""
    if way is None:
        return shown(APPS[0])
    pending = pending_code(services().get(CodeStores), f"F#{sent.id}")
    assert pending
    assert pending.channel is way
    return pending.code


def finish(sent: OfficerCodeSent, otp: str) -> TokenPair:
    """The new session's tokens."""
    given = CodeAnswer(otp, new_seed(), Origin(HERE))
    return finish_officer_sign_in(desk(), sent.id, given).tokens


def sign_in(way: Channel | None) -> TokenPair:
    later()
    sent = start(way)
    return finish(sent, code_for(way, sent))


def later() -> None:
    """An app shows another code, and the directory is remembered anew."""
    clock = services().get(Clock)
    assert isinstance(clock, FakeClock)
    clock.advance(minutes=1)
    services().get(Directory).officer(WAYS[None].id)


def counted(meter: Meter, act: Callable[[], object]) -> list[str]:
    """The operations that it takes."""
    with meter.counting() as tally:
        act()
    return [call.operation for call in tally.calls]


@pytest.mark.parametrize("way", WAYS)
def test_each_request_of_a_sign_in_takes_four_calls(meter: Meter, way: Channel | None) -> None:
    """Whose name it is; what is counted of it with the password; the network; and one write. Then
    the session, the credentials, the network, and one write again."""
    later()
    begun: list[OfficerCodeSent] = []
    assert counted(meter, lambda: begun.append(start(way))) == [NAME, TOGETHER, NETWORK, WRITE]
    assert begun[0].channel is way
    otp = code_for(way, begun[0])
    assert counted(meter, lambda: finish(begun[0], otp)) == ["GetItem"] * 3 + [WRITE]


def test_a_refresh_takes_one_call(meter: Meter) -> None:
    """The token brings the session along; who the officer is is remembered."""
    opened = [sign_in(Channel.EMAIL)]

    def refresh() -> None:
        pair = opened[-1]
        opened.append(refresh_officer_session(desk(), pair.refresh_token, new_seed()).tokens)

    assert [counted(meter, refresh) for _ in range(2)] == [["PutItem"]] * 2


@pytest.mark.parametrize("way", WAYS)
def test_what_is_wrong_costs_little_more(meter: Meter, way: Channel | None) -> None:
    """As many calls for a wrong password; one more for a wrong code: the network's count."""
    later()
    wrong = counted(meter, lambda: refusal(lambda: start(way, "x" * 12)))
    assert wrong == [NAME, TOGETHER, NETWORK, WRITE]
    sent = start(way)
    wrong = counted(meter, lambda: refusal(lambda: finish(sent, "x")))
    assert wrong == ["GetItem"] * 3 + [WRITE, NETWORK]


def test_a_passkey_takes_as_many_calls_as_a_code(meter: Meter) -> None:
    """Kept with the credentials, its challenge with the sign-in: read and written anyway. What it
    signed opens once, whoever else comes at the same moment."""
    later()
    device, begun = Authenticator(), list[OfficerCodeSent]()
    add_passkey(device)
    try:
        assert counted(meter, lambda: begun.append(start(None))) == [NAME, TOGETHER, NETWORK, WRITE]
        finished = counted(meter, lambda: finish_by(begun[0], device))
        assert finished == ["GetItem"] * 3 + [WRITE]
        sent = start(None)
        assert sent.passkey
        shown = ShownPasskey(**device.sign(sent.passkey))

        def replay(_: int) -> str:
            given = CodeAnswer("", new_seed(), Origin(HERE))
            return refusal(lambda: finish_officer_sign_in(desk(), sent.id, given, shown=shown))

        with ThreadPoolExecutor(8) as pool:
            told = Counter(pool.map(replay, range(8)))
        assert told["done"] == 1
        assert set(told) <= {"done", "code_used", "wrong_passkey", "too_busy"}
    finally:
        store = desk().credentials
        known = store.find(WAYS[None].id)
        assert known
        assert store.put(replace(known, version=known.version + 1, passkeys=()))


def test_no_number_of_passwords_at_once_gets_past_the_lock(meter: Meter) -> None:
    """Nor past the day's count of codes: of forty right and wrong ones at once no more than five
    wrong ones are told, and each right one that is told sent a code."""
    assert meter
    later()
    begin = Barrier(40)

    def guess(number: int) -> str:
        begin.wait()
        password = PASSWORD if number % 10 == 0 else "x" * 12
        return refusal(lambda: start(Channel.SMS, password, "203.0.113.9"))

    with ThreadPoolExecutor(40) as pool:
        told = Counter(pool.map(guess, range(40)))
    assert told["wrong_credentials"] <= 5 * (1 + told["done"])
    assert set(told) <= {"wrong_credentials", "signing_in_locked", "done", "too_busy"}
    assert told["signing_in_locked"] > 0


def test_no_number_of_codes_at_once_gets_past_its_count(meter: Meter) -> None:
    """Five wrong ones a sign-in, whoever comes first; then the right one opens nothing."""
    assert meter
    later()
    sent, begin = start(Channel.EMAIL), Barrier(20)

    def guess(_: int) -> str:
        begin.wait()
        return refusal(lambda: finish(sent, "x"))

    with ThreadPoolExecutor(20) as pool:
        told = Counter(pool.map(guess, range(20)))
    assert told["wrong_code"] == 5
    assert set(told) <= {"wrong_code", "code_locked", "too_busy"}
    assert refusal(lambda: finish(sent, code_for(Channel.EMAIL, sent))) == "code_locked"


def refusal(act: Callable[[], object]) -> str:
    """The code of it, or `done`."""
    try:
        act()
    except DomainError as error:
        return error.code
    return "done"
