"""Officers' accounts: the administrators' list, and what the owner sees and changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import central
from tests.support.api import Answer
from tests.support.cases import LEADER, OFFICER
from tests.support.directory import make_officer
from tests.support.people import PASSWORD, set_password
from tests.support.rules import ADMINISTRATOR
from tests.support.whole_api import WholeApi, whole_api

OWN, MINE = "/v1/officer/me/password", "/v1/officer/me"
WANTED = "mùa lúa chín trên nương"


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        set_password(api.people.officer_desk, OFFICER.id, PASSWORD)
        yield api


def listed(api: WholeApi, query: str) -> dict[str, dict[str, object]]:
    answer = api.send("GET", f"/v1/admin/officers?{query}", token=api.token(ADMINISTRATOR))
    assert answer.status == 200, answer.body
    return {one["id"]: one for one in answer.body["items"]}


def change(api: WholeApi, present: str, wanted: str, who: Actor = OFFICER) -> Answer:
    return api.send("PUT", OWN, {"present": present, "wanted": wanted}, api.token(who))


def test_administrators_see_who_has_come_how_far(api: WholeApi) -> None:
    """Role, scope, account, factor; nothing that signs anybody in."""
    path = f"/v1/admin/officers/{LEADER.id}/invitation"
    people = listed(api, "agency=so-xay-dung")
    assert people["o1"]["account"] == "ready"
    assert people["o2"]["account"] == "none"
    assert (people["o1"]["roles"], people["o1"]["scope"]) == (["officer"], "agency")
    assert people["o1"]["last_sign_in_at"] is None
    central = listed(api, "agency=so-khcn")
    assert central["s1"]["scope"] == "province"
    assert "hash" not in str(people)
    assert api.send("POST", path, token=api.token(OFFICER)).code == "wrong_role"


def test_the_list_goes_over_all_agencies_page_by_page(api: WholeApi) -> None:
    """Each once, whatever the size of the pages."""
    whole, cursor, seen = listed(api, "limit=100"), "", []
    while True:
        path = f"/v1/admin/officers?limit=3{cursor}"
        body = api.send("GET", path, token=api.token(ADMINISTRATOR)).body
        seen += [one["id"] for one in body["items"]]
        if body["next_cursor"] is None:
            break
        cursor = f"&cursor={body['next_cursor']}"
    assert seen == list(whole)
    assert {"o1", "o3", "s1", "solo"} <= set(seen)


def test_who_is_revoked_is_told_apart(api: WholeApi) -> None:
    """By the filter and in the line."""
    body = {"officers": ["o2"], "reason": "Nghỉ hưu."}
    api.send("POST", "/v1/admin/revocations", body, api.token(ADMINISTRATOR))
    gone = listed(api, "agency=so-xay-dung&state=revoked")
    assert [(id, one["state"]) for id, one in gone.items()] == [("o2", "revoked")]
    assert "o2" not in listed(api, "agency=so-xay-dung&state=active")


def test_an_agency_that_does_not_exist(api: WholeApi) -> None:
    """404, as in the roster."""
    answer = api.send("GET", "/v1/admin/officers?agency=nowhere", token=api.token(ADMINISTRATOR))
    assert (answer.status, answer.code) == (404, "agency_not_found")


def test_the_owner_sees_the_last_sign_ins(api: WholeApi) -> None:
    """This one and the one before, so that a foreign one is noticed."""
    officer = api.office.directory.officer(OFFICER.id)
    assert officer
    api.people.roster.records[officer.id] = officer
    for _ in range(2):
        body = {"username": officer.username, "password": PASSWORD}
        id = api.send("POST", "/v1/officer/sessions", body).body["session_id"]
        otp = {"otp": api.people.code_of(f"F#{id}")}
        assert api.send("POST", f"/v1/officer/sessions/{id}/verify", otp).status == 200
        api.clock.advance(hours=1)
    mine = api.send("GET", MINE, token=api.token(OFFICER)).body
    assert mine["last_sign_in_at"] == "2026-08-03T09:05:00+07:00"
    assert mine["previous_sign_in_at"] == "2026-08-03T08:05:00+07:00"
    assert (mine["second_factor"], mine["recovery_codes_left"]) == ("sms", 0)


def test_the_owner_changes_the_password(api: WholeApi) -> None:
    """With the present one; then that is good no more."""
    assert change(api, PASSWORD, WANTED).status == 204
    refused = change(api, PASSWORD, "chín con ngựa hồng")
    assert (refused.status, refused.faults) == (422, [("/present", "wrong_password")])


@pytest.mark.parametrize(
    ("wanted", "code"),
    [("ngắn quá", "password_length"), ("Sunshine202608", "password_leaked")],
)
def test_not_any_password_is_taken(api: WholeApi, wanted: str, code: str) -> None:
    """By the same rules as behind an invitation."""
    refused = change(api, PASSWORD, wanted)
    assert (refused.status, refused.faults) == (422, [("/wanted", code)])


def test_whoever_found_a_session_cannot_guess_the_password(api: WholeApi) -> None:
    """Ten wrong ones a day; right ones do not count."""
    for _ in range(10):
        assert change(api, "x" * 12, WANTED).status == 422
    locked = change(api, PASSWORD, WANTED)
    assert (locked.status, locked.code) == (429, "too_many_wrong_passwords")


def test_a_leader_sees_the_own_agency(api: WholeApi) -> None:
    """Without asking for it, and no other."""
    answer = api.send("GET", "/v1/admin/officers?limit=100", token=api.token(LEADER))
    assert {one["agency"] for one in answer.body["items"]} == {"so-xay-dung"}
    assert {"o1", "o2", "l1"} <= {one["id"] for one in answer.body["items"]}
    other = api.send("GET", "/v1/admin/officers?agency=so-y-te", token=api.token(LEADER))
    assert (other.status, other.code) == (404, "agency_not_found")


def test_the_only_administrator_is_told_so(api: WholeApi) -> None:
    """Until there is a second one who is here; nobody else is."""
    directory = api.office.directory
    for one in directory.officers("so-khcn"):
        if one.role is Role.ADMINISTRATOR and one.active:
            gone = replace(one, active=False, version=one.version + 1)
            assert directory.save_officer(gone, one)

    def told(who: Actor) -> object:
        return api.send("GET", MINE, token=api.token(who)).body["only_administrator"]

    assert directory.save_officer(make_officer("adm1", "so-khcn", Role.ADMINISTRATOR), None)
    first = central(Role.ADMINISTRATOR, "adm1")
    assert told(first) is True
    assert told(OFFICER) is False
    assert directory.save_officer(make_officer("adm2", "so-khcn", Role.ADMINISTRATOR), None)
    assert told(first) is False
