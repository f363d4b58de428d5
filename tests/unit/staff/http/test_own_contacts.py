"""Officers change their own phone or mail: confirmed where they are and where they go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.kernel.channels import Channel
from tests.support.api import Answer
from tests.support.people import OFFICER, PASSWORD, set_password
from tests.support.people_api import PeopleApi, people_api

SIGN_IN, CONTACT = "/v1/officer/sessions", "/v1/officer/me/contact"
LOGIN = {"username": OFFICER.username, "password": PASSWORD}
PHONE, MAIL = "+84987654321", "may.moi@lc.example"
WRONG = "000000"


@pytest.fixture
def api() -> Iterator[PeopleApi]:
    with people_api() as api:
        set_password(api.people.officer_desk, OFFICER.id, PASSWORD)
        yield api


def sign_in(api: PeopleApi) -> Any:
    session = api.send("POST", SIGN_IN, LOGIN).body["session_id"]
    otp = {"otp": api.people.code_of(f"F#{session}")}
    return api.send("POST", f"{SIGN_IN}/{session}/verify", otp).body


def begin(api: PeopleApi, mine: Any, **body: str) -> Answer:
    return api.send("POST", CONTACT, body, mine["access_token"])


def sent(api: PeopleApi, change: str) -> dict[str, tuple[Channel, str, str]]:
    """Way, address and code of both messages."""
    new = api.people.proofs.find(change)
    assert new
    old = api.people.proofs.find(str(new.beside))
    assert old
    return {
        name: (one.destination.channel, one.destination.address, one.code.digits)
        for name, one in {"old": old, "new": new}.items()
    }


def confirm(api: PeopleApi, mine: Any, change: str, **codes: str) -> Answer:
    given = {f"otp_{name}": one[2] for name, one in sent(api, change).items()}
    path = f"{CONTACT}/{change}/verify"
    return api.send("POST", path, {**given, **codes}, mine["access_token"])


def refreshed(api: PeopleApi, opened: Any) -> Answer:
    return api.send("POST", f"{SIGN_IN}/refresh", {"refresh_token": opened["refresh_token"]})


def present(api: PeopleApi) -> tuple[str | None, str]:
    officer = api.people.roster.records[OFFICER.id]
    return officer.phone, officer.email


def test_a_phone_is_changed_by_the_codes_of_both(api: PeopleApi) -> None:
    """The next sign-in's code goes to the new one; all other sessions end, and it is audited
    without the number."""
    mine, other = sign_in(api), sign_in(api)
    begun = begin(api, mine, phone="0987 654 321")
    assert (begun.status, begun.body["old_channel"]) == (202, "sms")
    change = begun.body["change_id"]
    way = {name: one[:2] for name, one in sent(api, change).items()}
    assert way == {"old": (Channel.SMS, OFFICER.phone), "new": (Channel.SMS, PHONE)}
    assert present(api)[0] == OFFICER.phone
    assert confirm(api, mine, change).status == 204
    assert present(api) == (PHONE, OFFICER.email)
    shown = api.send("GET", "/v1/officer/me", token=mine["access_token"])
    assert (shown.body["phone"], shown.body["email"]) == (PHONE, OFFICER.email)
    assert refreshed(api, other).code == "session_ended"
    assert refreshed(api, mine).status == 200
    session = api.send("POST", SIGN_IN, LOGIN).body["session_id"]
    asked = api.people.officer_sessions.find(session)
    assert asked
    assert asked.challenge
    assert asked.challenge.destination
    assert asked.challenge.destination.address == PHONE
    told = api.people.roster.events
    assert [event["type"] for event in told] == ["factor.changed"]
    assert PHONE not in str(told)


def test_a_mail_address_is_changed_by_the_codes_of_both(api: PeopleApi) -> None:
    """Each of them gets its own."""
    mine = sign_in(api)
    change = begin(api, mine, email=MAIL).body["change_id"]
    way = {name: one[:2] for name, one in sent(api, change).items()}
    assert way == {"old": (Channel.EMAIL, OFFICER.email), "new": (Channel.EMAIL, MAIL)}
    assert confirm(api, mine, change).status == 204
    assert present(api) == (OFFICER.phone, MAIL)


def test_a_first_phone_is_confirmed_by_mail(api: PeopleApi) -> None:
    """There is no phone that could say so."""
    api.people.roster.records[OFFICER.id] = replace(OFFICER, phone=None)
    mine = sign_in(api)
    change = begin(api, mine, phone=PHONE).body["change_id"]
    assert sent(api, change)["old"][:2] == (Channel.EMAIL, OFFICER.email)
    assert confirm(api, mine, change).status == 204
    assert present(api)[0] == PHONE


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"otp_old": WRONG}, ["/otp_old"]),
        ({"otp_new": WRONG}, ["/otp_new"]),
        ({"otp_old": WRONG, "otp_new": WRONG}, ["/otp_old", "/otp_new"]),
    ],
)
def test_one_code_alone_changes_nothing(
    api: PeopleApi, wrong: dict[str, str], fields: list[str]
) -> None:
    """Whichever it is; the wrong one is named and told to the audit."""
    mine = sign_in(api)
    change = begin(api, mine, phone=PHONE).body["change_id"]
    answer = confirm(api, mine, change, **wrong)
    assert (answer.status, answer.code) == (422, "wrong_code")
    assert [fault["pointer"] for fault in answer.body["errors"]] == fields
    assert present(api)[0] == OFFICER.phone
    assert api.people.credentials.events[-1]["type"] == "code.wrong"
    assert confirm(api, mine, change).status == 204


def test_codes_are_guessed_ten_times_a_day(api: PeopleApi) -> None:
    """Whatever is begun meanwhile; the right ones come too late then."""
    mine = sign_in(api)
    change = begin(api, mine, phone=PHONE).body["change_id"]
    codes = [confirm(api, mine, change, otp_new=WRONG).code for _ in range(11)]
    assert codes == ["wrong_code"] * 10 + ["too_many_wrong_codes"]
    assert confirm(api, mine, change).code == "too_many_wrong_codes"
    assert present(api)[0] == OFFICER.phone


def test_no_more_than_ten_changes_are_begun_in_a_day(api: PeopleApi) -> None:
    """Each sends a code to somebody who may be a stranger."""
    mine = sign_in(api)
    codes = [begin(api, mine, phone=f"098765432{n % 10}").status for n in range(11)]
    assert codes == [202] * 10 + [429]


def test_the_codes_are_good_for_five_minutes_and_once(api: PeopleApi) -> None:
    """A change that is over says so, and changes nothing."""
    mine = sign_in(api)
    late = begin(api, mine, phone=PHONE).body["change_id"]
    api.people.clock.advance(minutes=5)
    assert confirm(api, mine, late).code == "code_expired"
    change = begin(api, mine, email=MAIL).body["change_id"]
    assert confirm(api, mine, change).status == 204
    assert confirm(api, mine, change).code == "code_used"
    assert present(api) == (OFFICER.phone, MAIL)


def test_of_two_changes_the_second_no_longer_knows_the_present_address(api: PeopleApi) -> None:
    """Its old code went to a phone that is not the present one any more."""
    mine = sign_in(api)
    first = begin(api, mine, phone=PHONE).body["change_id"]
    second = begin(api, mine, phone="0987654322").body["change_id"]
    assert confirm(api, mine, first).status == 204
    assert confirm(api, mine, second).code == "contact_change_not_found"
    assert present(api)[0] == PHONE


def test_a_run_that_was_cut_off_is_finished_by_the_next(
    api: PeopleApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The phone stood already; the sessions still end, and the codes serve no more."""
    mine, other = sign_in(api), sign_in(api)
    change = begin(api, mine, phone=PHONE).body["change_id"]
    put = api.people.credentials.put

    def dies(*_: Any, **__: Any) -> bool:
        raise TimeoutError

    monkeypatch.setattr(api.people.credentials, "put", dies)
    assert confirm(api, mine, change).status == 500
    assert present(api)[0] == PHONE
    monkeypatch.setattr(api.people.credentials, "put", put)
    assert confirm(api, mine, change).status == 204
    assert refreshed(api, other).code == "session_ended"
    assert confirm(api, mine, change).code == "code_used"


def test_a_colleagues_phone_is_refused_at_the_end(api: PeopleApi) -> None:
    """Not before: who begins learns nothing of whose it is."""
    colleague = replace(OFFICER, id="U2", username="x", phone=PHONE, email="x@lc.example")
    api.people.roster.records[colleague.id] = colleague
    mine = sign_in(api)
    begun = begin(api, mine, phone=PHONE)
    assert begun.status == 202
    answer = confirm(api, mine, begun.body["change_id"])
    assert (answer.status, answer.code) == (409, "phone_taken")
    assert present(api)[0] == OFFICER.phone


def test_somebody_elses_change_is_not_there(api: PeopleApi) -> None:
    """Nor one of another form, nor the proof of the present address by itself."""
    mine = sign_in(api)
    change = begin(api, mine, phone=PHONE).body["change_id"]
    kept = api.people.proofs.find(change)
    assert kept
    vars(api.people.proofs)["_aggregates"][change] = replace(kept, holder="U9")
    for id in (change, str(kept.beside), "x"):
        path = f"{CONTACT}/{id}/verify"
        codes = {"otp_old": WRONG, "otp_new": WRONG}
        answer = api.send("POST", path, codes, mine["access_token"])
        assert (answer.status, answer.code) == (404, "contact_change_not_found"), id


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({}, ("/email", "one_contact")),
        ({"phone": PHONE, "email": MAIL}, ("/email", "one_contact")),
        ({"phone": "0912000001"}, ("/phone", "already_yours")),
        ({"email": OFFICER.email}, ("/email", "already_yours")),
        ({"phone": "02143840034"}, ("/phone", "phone_not_mobile")),
        ({"email": "may@"}, ("/email", "email_form")),
    ],
)
def test_what_is_no_change_is_refused_at_its_field(
    api: PeopleApi, body: dict[str, str], fault: tuple[str, str]
) -> None:
    """No code goes out."""
    answer = begin(api, sign_in(api), **body)
    assert answer.status == 422
    assert [(one["pointer"], one["code"]) for one in answer.body["errors"]] == [fault]
    assert not api.people.proofs.events


def test_a_sign_in_is_answered_by_no_code_of_a_change(api: PeopleApi) -> None:
    """They are kinds of their own, whatever phone the code went to."""
    mine = sign_in(api)
    change = begin(api, mine, phone=PHONE).body["change_id"]
    session = api.send("POST", SIGN_IN, LOGIN).body["session_id"]
    for _, _, digits in sent(api, change).values():
        answer = api.send("POST", f"{SIGN_IN}/{session}/verify", {"otp": digits})
        assert answer.code == "wrong_code"
    codes = {"otp": WRONG}
    assert api.send("POST", f"{SIGN_IN}/{change}/verify", codes).code == "session_not_found"


def test_the_same_request_again_sends_nothing_anew(api: PeopleApi) -> None:
    """Under one key."""
    mine = sign_in(api)
    changes = [
        api.send("POST", CONTACT, {"phone": PHONE}, mine["access_token"], Idempotency_Key="k-1")
        for _ in range(2)
    ]
    assert len({answer.body["change_id"] for answer in changes}) == 1
    assert len(api.people.proofs.events) == 2
