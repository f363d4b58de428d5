"""What is done with passkeys: the acts of which the audit has lines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.kernel.actors import Actor
from chalicelib.staff.adapters.webauthn_checks import WebauthnChecks
from chalicelib.staff.application.ports import MadePasskey
from chalicelib.staff.domain.passkeys import new_challenge, new_passkey_id
from tests.support import office_acts
from tests.support.account_acts import refuse
from tests.support.asking import AskedOffice
from tests.support.authenticator import ORIGIN, Authenticator
from tests.support.people import OFFICER as SIGNING_IN
from tests.support.people import PASSWORD, People, set_password
from tests.support.rules import ADMINISTRATOR

KEYS, CONFIRM = "/v1/officer/me/passkeys", "/v1/officer/me/passkeys/confirm"
PROOF, WRONG = {"password": PASSWORD}, {"password": "x" * 12}


def give(people: People, officer: str, device: Authenticator) -> str:
    """A passkey of this device, added before the story begins; its id."""
    known = people.credentials.find(officer)
    assert known
    challenge, id = new_challenge(), new_passkey_id()
    body = device.make(challenge)
    made = MadePasskey(body["client_data"], body["attestation"])
    one = WebauthnChecks(ORIGIN).make(challenge, made, id, body["name"], people.clock.now())
    assert one
    kept = (*known.passkeys, one)
    assert people.credentials.put(replace(known, version=known.version + 1, passkeys=kept))
    people.credentials.events.clear()
    return id


def _show(office: AskedOffice, device: Authenticator, origin: str = ORIGIN) -> Any:
    give(office.api.people, SIGNING_IN.id, device)
    device.origin = origin
    login = {"username": SIGNING_IN.username, "password": PASSWORD}
    begun = office.api.send("POST", "/v1/officer/sessions", login).body
    path = f"/v1/officer/sessions/{begun['session_id']}/passkey"
    return office.api.send("POST", path, device.sign(begun["passkey"]["challenge"]))


def sign_in(office: AskedOffice) -> Actor:
    assert _show(office, Authenticator()).status == 200
    return Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)


def sign_wrongly(office: AskedOffice) -> Actor:
    answer = _show(office, Authenticator(), "https://office.example.evil")
    assert answer.code == "wrong_passkey"
    return Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)


def _administrator(office: AskedOffice) -> None:
    set_password(office.api.people.officer_desk, ADMINISTRATOR.id, PASSWORD)
    office.api.people.credentials.events.clear()


def begin_wrongly(office: AskedOffice) -> Actor:
    _administrator(office)
    refuse(office, ADMINISTRATOR, "POST", KEYS, WRONG)
    return ADMINISTRATOR


def _begin(office: AskedOffice) -> str:
    _administrator(office)
    begun = office_acts.ask(office, ADMINISTRATOR, "POST", KEYS, PROOF)
    return str(begun.body["challenge"])


def add(office: AskedOffice) -> Actor:
    body = Authenticator().make(_begin(office))
    office_acts.ask(office, ADMINISTRATOR, "POST", CONFIRM, body)
    return ADMINISTRATOR


def add_wrongly(office: AskedOffice) -> Actor:
    _begin(office)
    refuse(office, ADMINISTRATOR, "POST", CONFIRM, Authenticator().make(new_challenge()))
    return ADMINISTRATOR


def remove(office: AskedOffice) -> Actor:
    _administrator(office)
    id = give(office.api.people, ADMINISTRATOR.id, Authenticator())
    office_acts.ask(office, ADMINISTRATOR, "POST", f"{KEYS}/{id}/removal", PROOF)
    return ADMINISTRATOR


def remove_wrongly(office: AskedOffice) -> Actor:
    _administrator(office)
    id = give(office.api.people, ADMINISTRATOR.id, Authenticator())
    refuse(office, ADMINISTRATOR, "POST", f"{KEYS}/{id}/removal", WRONG)
    return ADMINISTRATOR
