"""A member of a team helps a person to an account: the person's own code makes it."""

from __future__ import annotations

from datetime import date

from chalicelib.campaign.domain.counts import CountPlace
from tests.support.api import Answer
from tests.support.campaign import COMMUNE, HAMLET, TEAM, strike_off
from tests.support.cases import CITIZEN, STRANGER
from tests.support.good_bodies import ACCOUNT, VISIT
from tests.support.people import PHONE, make_account
from tests.support.whole_api import WholeApi

PERSON = "0912000001"


def begin(api: WholeApi, hamlet: str = "tổ dân phố số 5") -> Answer:
    body = {"phone": PERSON, "hamlet": hamlet}
    return api.send("POST", "/v1/team/registrations", body, api.token(CITIZEN))


def complete(api: WholeApi, registration: str) -> Answer:
    """By the person."""
    otp = {"otp": api.people.code_of(f"R#{registration}")}
    proven = api.send("POST", f"/v1/registrations/{registration}/verify", otp)
    return api.send("POST", "/v1/accounts", ACCOUNT, proven.body["registration_token"])


def test_the_persons_own_code_completes_it_and_both_are_known(api: WholeApi) -> None:
    """The person sees who helped, where and when; team and hamlet are counted once."""
    begun = begin(api)
    assert begun.status == 202
    assert begun.body.keys() == {"registration_id", "expires_at", "resend_after"}
    made = complete(api, begun.body["registration_id"])
    assert made.status == 201
    me = api.send("GET", "/v1/me", token=made.body["access_token"])
    helper = api.people.accounts.find(CITIZEN.id)
    assert helper
    assert me.body["helped_by"] == {
        "name": helper.full_name,
        "commune_code": COMMUNE,
        "hamlet": HAMLET,
        "at": "2026-08-03T08:05:00+07:00",
    }
    for _ in range(2):
        api.campaign.count()
    day = date(2026, 8, 3)
    assert api.campaign.counts.cells[CountPlace(day, COMMUNE)]["assisted"] == 1
    assert api.campaign.counts.cells[CountPlace(day, COMMUNE, TEAM, HAMLET)] == {"assisted": 1}


def test_who_helped_may_say_so_on_the_visit(api: WholeApi) -> None:
    """Another member who claims the same account is told."""
    complete(api, begin(api).body["registration_id"])
    api.campaign.count()
    entry = {**VISIT, "result": "account_made", "phone": PERSON}
    sent = api.send("POST", "/v1/team/visits", {"entries": [entry]}, api.token(CITIZEN))
    assert sent.body["results"][0] == {
        "client_id": VISIT["client_id"],
        "status": "counted",
        "code": None,
    }


def test_who_made_the_account_alone_was_helped_by_nobody(api: WholeApi) -> None:
    """And says so."""
    begun = api.send("POST", "/v1/registrations", {"phone": PERSON})
    made = complete(api, begun.body["registration_id"])
    me = api.send("GET", "/v1/me", token=made.body["access_token"])
    assert me.body["helped_by"] is None


def test_only_members_help_and_only_in_their_commune(api: WholeApi) -> None:
    """No code is sent otherwise."""
    answer = begin(api, "Thôn Xa")
    assert (answer.status, answer.faults) == (422, [("/hamlet", "hamlet_not_of_commune")])
    api.people.accounts.store.put(make_account(STRANGER.id, "+84912345679"))
    body = {"phone": PERSON, "hamlet": HAMLET}
    stranger = api.send("POST", "/v1/team/registrations", body, api.token(STRANGER))
    assert (stranger.status, stranger.code) == (403, "not_a_team_member")
    strike_off(api.imports, PHONE)
    assert begin(api).status == 403
    assert api.people.registrations.events == []


def test_a_phone_that_has_an_account_is_answered_alike(api: WholeApi) -> None:
    """Who helps learns nothing of whom they help."""
    api.people.accounts.store.put(make_account("B1", "+84912000001"))
    assert begin(api).status == 202


def test_the_same_request_begins_it_once(api: WholeApi) -> None:
    """A phone in a dead spot sends it twice."""
    body = {"phone": PERSON, "hamlet": HAMLET}
    sent = [
        api.send(
            "POST", "/v1/team/registrations", body, api.token(CITIZEN), Idempotency_Key="help-1"
        ).body
        for _ in range(2)
    ]
    assert sent[0] == sent[1]
    assert len(api.people.registrations.events) == 1
