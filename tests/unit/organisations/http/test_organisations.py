"""Organisations over HTTP: asked for, confirmed, represented."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.kernel.actors import Actor, Role
from chalicelib.organisations.application.organisations import ASKED_A_DAY, INVITED_A_DAY
from chalicelib.uploads.domain.uploads import ExaminationResult, MediaType
from tests.support.actors import central
from tests.support.cases import CITIZEN, INTAKE, OFFICER, STRANGER
from tests.support.clock import NOW
from tests.support.organisations import BRANCH, NUMBER, OTHER_NUMBER
from tests.support.people import claims_of, make_account
from tests.support.uploads import make_upload
from tests.support.whole_api import WholeApi, send_as, whole_api

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
NAME = "Công ty TNHH MTV Apatit Việt Nam"
THEIR_PHONE, UNKNOWN_PHONE = "+84912345679", "+84912345671"
DESK = "/v1/admin/organisations"


@pytest.fixture
def api() -> Iterator[WholeApi]:
    """Two persons with accounts."""
    with whole_api() as api:
        account = make_account(STRANGER.id, THEIR_PHONE)
        created = AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c-1")
        assert api.people.accounts.create(account, claims_of(account), created) == account
        yield api


def document(api: WholeApi, who: Actor = CITIZEN) -> str:
    """A licence that came and was found clean."""
    id = f"01J000000000000000000001{len(api.office.uploads.uploads):02d}"
    sent = make_upload(id, who.id, media_type=MediaType.PDF)
    api.office.uploads.add(sent)
    api.office.uploads.conclude(id, ExaminationResult(NOW))
    return id


def ask(api: WholeApi, who: Actor = CITIZEN, number: str = NUMBER, **changes: Any) -> Any:
    body = {"number": number, "name": NAME, "evidence": [document(api, who)], **changes}
    return send_as(api, who, "POST", "/v1/organisations", **body)


def decide(api: WholeApi, confirm: bool = True, number: str = NUMBER, **more: Any) -> Any:
    path = f"{DESK}/{number}/decision"
    return send_as(api, more.pop("who", INTAKE), "POST", path, confirm=confirm, **more)


def mine(api: WholeApi, who: Actor = CITIZEN) -> Any:
    answer = send_as(api, who, "GET", "/v1/me/organisations")
    assert answer.status == 200, answer.body
    return answer.body["items"]


def invite(api: WholeApi, phone: str, who: Actor = CITIZEN) -> Any:
    path = f"/v1/organisations/{NUMBER}/representatives"
    return send_as(api, who, "POST", path, phone=phone)


def remove(api: WholeApi, account: str, who: Actor = CITIZEN) -> Any:
    return send_as(api, who, "DELETE", f"/v1/organisations/{NUMBER}/representatives/{account}")


def told(answer: Any) -> tuple[int, str]:
    return answer.status, answer.body["code"]


def confirmed(api: WholeApi) -> None:
    assert ask(api).status == 201
    assert decide(api).status == 200


def test_an_organisation_waits_until_the_desk_has_seen_its_document(api: WholeApi) -> None:
    """Whoever asked finds it on their list all the while; nobody else does."""
    asked = ask(api)
    assert (asked.status, asked.body["state"], asked.body["name"]) == (201, "waiting", NAME)
    assert mine(api) == [asked.body]
    assert mine(api, STRANGER) == []
    waiting = send_as(api, INTAKE, "GET", f"{DESK}?state=waiting").body["items"]
    assert [(one["number"], one["phone_end"]) for one in waiting] == [(NUMBER, "678")]
    assert waiting[0]["evidence"] == [{"number": 1, "kind": "application/pdf"}]
    seen = send_as(api, INTAKE, "GET", f"{DESK}/{NUMBER}/evidence/1")
    assert (seen.status, seen.headers["Location"][:8]) == (303, "https://")
    done = decide(api)
    assert (done.status, done.body["state"], done.body["decided_by"]) == (200, "confirmed", "i1")
    assert send_as(api, INTAKE, "GET", f"{DESK}?state=waiting").body["items"] == []
    assert [one["state"] for one in mine(api)] == ["confirmed"]


def test_who_is_refused_is_told_why_and_may_ask_again(api: WholeApi) -> None:
    """So may anybody else: the number is nobody's."""
    assert ask(api).status == 201
    without = decide(api, confirm=False)
    assert [(one["pointer"], one["code"]) for one in without.body["errors"]] == [
        ("/reason", "missing")
    ]
    assert decide(api, confirm=False, reason="Giấy tờ mờ.").status == 200
    assert [(one["state"], one["reason"]) for one in mine(api)] == [("refused", "Giấy tờ mờ.")]
    assert ask(api, STRANGER).status == 201
    assert mine(api) == []
    assert [one["reason"] for one in mine(api, STRANGER)] == [None]
    assert told(ask(api)) == (409, "organisation_taken")


def test_a_decision_is_made_once(api: WholeApi) -> None:
    """The same again by the same person changes nothing; another finds nothing to decide."""
    assert ask(api).status == 201
    first = decide(api)
    assert decide(api).body == first.body
    assert told(decide(api, who=ADMINISTRATOR)) == (409, "organisation_decided")
    other = decide(api, confirm=False, reason="Nhầm.")
    assert told(other) == (409, "organisation_decided")


def test_what_was_looked_at_is_what_is_decided_on(api: WholeApi) -> None:
    """Who names the version of before is told that it changed."""
    assert ask(api).status == 201
    assert decide(api, confirm=False, reason="Giấy tờ mờ.").status == 200
    assert ask(api).status == 201
    assert decide(api, seen=1).status == 412
    assert decide(api, seen=3).status == 200


def test_of_many_who_ask_at_once_one_is_heard(api: WholeApi) -> None:
    """The others are told that it is there; no file of theirs is used up."""
    files = {who.id: document(api, who) for who in (CITIZEN, STRANGER)}

    def one(who: Actor) -> int:
        return int(ask(api, who, evidence=[files[who.id]]).status)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(one, [CITIZEN, STRANGER] * 3))
    assert sorted(answers) == [201, *[409] * 5]
    used = [api.office.uploads.uploads[id].attached_to for id in files.values()]
    assert sorted(used, key=str) == [NUMBER, None]


def test_a_request_that_is_repeated_asks_once(api: WholeApi) -> None:
    """Under its key it gets its answer, also where the answer had been lost."""
    body = {"number": NUMBER, "name": NAME, "evidence": [document(api)]}
    token = api.token(CITIZEN)
    first = api.send("POST", "/v1/organisations", body, token, Idempotency_Key="ask-1")
    again = api.send("POST", "/v1/organisations", body, token, Idempotency_Key="ask-1")
    assert (first.status, again.status) == (201, 201)
    assert again.body == first.body
    assert len(api.organisations.events) == 1


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"number": "5300100275"}, [("/number", "organisation_number_check")]),
        ({"number": "010190000123"}, [("/number", "organisation_number_form")]),
        ({"number": 5300100276}, [("/number", "wrong_type")]),
        ({"evidence": []}, [("/evidence", "too_short")]),
        ({"evidence": ["01J00000000000000000000009"]}, [("/evidence/0", "unknown_upload")]),
        ({"name": " "}, [("/name", "blank")]),
    ],
)
def test_each_fault_is_told_at_its_field(
    api: WholeApi, changes: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    """And nothing is left of the request."""
    answer = ask(api, **changes)
    assert answer.status == 422, answer.body
    assert [(one["pointer"], one["code"]) for one in answer.body["errors"]] == faults
    assert mine(api) == []


def test_somebody_elses_file_is_no_evidence(api: WholeApi) -> None:
    """As with cases: it is as if it were not there."""
    answer = ask(api, evidence=[document(api, STRANGER)])
    assert answer.body["errors"][0]["code"] == "unknown_upload"


def test_a_branch_is_an_organisation_of_its_own(api: WholeApi) -> None:
    """Beside the one whose number it begins with."""
    assert ask(api).status == 201
    assert ask(api, STRANGER, BRANCH).status == 201


def test_an_account_asks_for_so_many_a_day(api: WholeApi) -> None:
    """Numbers of bodies are public: nobody takes them all. What is refused does not count."""
    numbers = [NUMBER, BRANCH, OTHER_NUMBER, "0100233488"]
    assert len(numbers) == ASKED_A_DAY.most + 1
    assert ask(api, evidence=[]).status == 422
    for number in numbers[:-1]:
        assert ask(api, number=number).status == 201
    full = ask(api, number=numbers[-1])
    assert told(full) == (429, "too_many_organisations")
    assert (full.body["limit"], full.body["again_at"]) == (3, "2026-08-04T00:00:00+07:00")
    api.clock.advance(days=1)
    assert ask(api, number=numbers[-1]).status == 201


def test_a_representative_is_invited_by_phone_and_removed(api: WholeApi) -> None:
    """Both are equal: the one who came may remove the one who was there."""
    confirmed(api)
    invited = invite(api, "0912345679")
    assert invited.status == 201
    people = [
        (one["account"], one["phone_end"], one["me"]) for one in invited.body["representatives"]
    ]
    assert people == [(CITIZEN.id, "678", True), (STRANGER.id, "679", False)]
    assert [one["number"] for one in mine(api, STRANGER)] == [NUMBER]
    assert remove(api, CITIZEN.id, STRANGER).status == 204
    assert mine(api) == []
    assert told(remove(api, STRANGER.id)) == (404, "organisation_not_found")
    assert told(remove(api, CITIZEN.id, STRANGER)) == (404, "representative_not_found")
    assert told(remove(api, STRANGER.id, STRANGER)) == (409, "last_representative")


def test_whether_a_phone_has_an_account_is_not_told(api: WholeApi) -> None:
    """The answer has the same form, and a second invitation changes nothing; the account that is
    made with the phone represents it."""
    confirmed(api)
    known, unknown = invite(api, "0912345679").body, invite(api, "0912345671").body
    assert unknown["representatives"][2].keys() == known["representatives"][1].keys()
    assert invite(api, "0912345671").body == unknown
    guest = unknown["representatives"][2]["account"]
    assert api.people.guest_desk.guests.find(guest).phone == UNKNOWN_PHONE  # type: ignore[union-attr]
    assert [one["number"] for one in mine(api, Actor(Role.CITIZEN, guest))] == [NUMBER]


def test_nobody_is_invited_before_it_is_confirmed(api: WholeApi) -> None:
    """Nor into one that the caller does not represent: that one is not there."""
    assert ask(api).status == 201
    assert told(invite(api, "0912345679")) == (409, "organisation_not_confirmed")
    assert decide(api).status == 200
    assert told(invite(api, "0912345671", STRANGER)) == (404, "organisation_not_found")
    landline = invite(api, "02143840888")
    assert landline.body["errors"][0] | {"message": ""} == {
        "pointer": "/phone",
        "code": "phone_not_mobile",
        "message": "",
    }


def test_of_two_who_leave_at_once_one_stays(api: WholeApi) -> None:
    """There is always somebody to ask."""
    confirmed(api)
    assert invite(api, "0912345679").status == 201
    with ThreadPoolExecutor(2) as pool:
        gone = pool.map(lambda who: remove(api, who.id, who).status, (CITIZEN, STRANGER))
    assert sorted(gone) == [204, 409]
    assert len(mine(api)) + len(mine(api, STRANGER)) == 1


def test_invitations_are_bounded_by_the_day(api: WholeApi) -> None:
    """However often somebody is removed in between."""
    confirmed(api)
    for number in range(INVITED_A_DAY.most):
        invited = invite(api, f"09123450{number:02d}")
        assert invited.status == 201
        assert remove(api, invited.body["representatives"][1]["account"]).status == 204
    assert told(invite(api, "0912345099")) == (429, "too_many_invitations")


def test_others_of_the_office_have_nothing_to_decide(api: WholeApi) -> None:
    """Whether or not there is such an organisation."""
    assert ask(api).status == 201
    for number in (NUMBER, OTHER_NUMBER):
        assert told(decide(api, number=number, who=OFFICER)) == (403, "organisations_not_allowed")
    assert told(decide(api, number=OTHER_NUMBER)) == (404, "organisation_not_found")
    assert told(decide(api, number="x")) == (404, "organisation_not_found")
    gone = send_as(api, INTAKE, "GET", f"{DESK}/{NUMBER}/evidence/2")
    assert told(gone) == (404, "attachment_not_found")


def test_what_happened_is_told_without_names_and_phones(api: WholeApi) -> None:
    """The audit names the number, persons by id, and the desk's words sealed."""
    confirmed(api)
    invite(api, "0912345679")
    remove(api, STRANGER.id)
    kinds = [event["type"] for event in api.organisations.events]
    assert kinds == [
        "organisation.asked",
        "organisation.decided",
        "representative.invited",
        "representative.removed",
    ]
    assert {event["subject"] for event in api.organisations.events} == {f"organisations#{NUMBER}"}
    told = str(api.organisations.events)
    assert NAME not in told
    assert "345679" not in told
