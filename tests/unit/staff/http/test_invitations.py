"""Officers are invited, and set their own password by the link of the mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.keys import Bearer
from tests.support.actors import CENTRAL_AGENCY, central
from tests.support.api import Answer
from tests.support.keys import make_tokens
from tests.support.people import OFFICER, PASSWORD, set_password
from tests.support.people_api import PeopleApi, people_api

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
INVITATION = f"/v1/admin/officers/{OFFICER.id}/invitation"
PAGE = "/officer/invitation"
OWN = "mùa lúa chín trên nương"


@pytest.fixture
def api() -> Iterator[PeopleApi]:
    with people_api() as api:
        yield api


def token(api: PeopleApi) -> str:
    """An administrator's."""
    return make_tokens().issue_access(Bearer(ADMINISTRATOR, "s1"), api.people.clock.now()).token


def invite(api: PeopleApi) -> str:
    """What the link of the mail carries."""
    answer = api.send("POST", INVITATION, token=token(api))
    assert (answer.status, answer.body["officer"]) == (202, OFFICER.id)
    found = api.people.invitations.find(OFFICER.id)
    assert found
    return found.token


def fill_in(api: PeopleApi, link: str, password: str, again: str | None = None) -> Answer:
    """Send the page's form, as a browser does."""
    fields = {"token": link, "lang": "vi", "password": password, "again": again or password}
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    return api.send("POST", PAGE, urlencode(fields).encode(), **form)


def can_sign_in(api: PeopleApi, password: str) -> bool:
    body = {"username": OFFICER.username, "password": password}
    return api.send("POST", "/v1/officer/sessions", body).status == 202


def test_an_officer_sets_a_password_by_the_link(api: PeopleApi) -> None:
    """The page names the account; looking at it uses nothing up; then the password is good."""
    link = invite(api)
    for _ in range(2):
        shown = api.send("GET", f"{PAGE}?token={link}")
        assert shown.status == 200
        assert OFFICER.username in shown.body
    done = fill_in(api, link, OWN)
    assert done.status == 200
    assert "Đã đặt mật khẩu" in done.body
    assert can_sign_in(api, OWN)


def test_a_link_works_once(api: PeopleApi) -> None:
    """Whoever comes second changes nothing, and is told on a page."""
    link = invite(api)
    fill_in(api, link, OWN)
    second = fill_in(api, link, "một mật khẩu của kẻ khác")
    assert second.status == 410
    assert "hết hiệu lực" in second.body
    assert api.send("GET", f"{PAGE}?token={link}").status == 410
    assert can_sign_in(api, OWN)


def test_a_link_that_is_over_sets_nothing(api: PeopleApi) -> None:
    """After its end, taken back, or replaced by a newer one."""
    first = invite(api)
    api.people.clock.advance(minutes=2)
    second = invite(api)
    assert fill_in(api, first, OWN).status == 404
    assert api.send("DELETE", INVITATION, token=token(api)).status == 204
    assert fill_in(api, second, OWN).status == 410
    again = api.send("DELETE", INVITATION, token=token(api))
    assert (again.status, again.code) == (409, "invitation_over")
    third = invite(api)
    api.people.clock.advance(days=7)
    assert fill_in(api, third, OWN).status == 410
    assert api.people.credentials.find(OFFICER.id) is None


def test_who_has_left_is_not_invited_and_uses_no_link(api: PeopleApi) -> None:
    """Nor is who never was here."""
    link = invite(api)
    api.people.roster.records[OFFICER.id] = replace(OFFICER, active=False)
    assert fill_in(api, link, OWN).status == 404
    assert api.send("POST", INVITATION, token=token(api)).code == "officer_left"
    nobody = api.send("POST", "/v1/admin/officers/nobody/invitation", token=token(api))
    assert (nobody.status, nobody.code) == (404, "officer_not_found")


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("ngắn quá", None, "từ 12 đến 200"),
        ("Sunshine202608", None, "đã bị lộ"),
        ("lù thị mây 1990", None, "dễ đoán"),
        (OWN, "mùa lúa chín trên nưong", "không giống nhau"),
        ("", None, "từ 12 đến 200"),
    ],
)
def test_the_form_says_what_is_wrong(
    api: PeopleApi, password: str, again: str | None, said: str
) -> None:
    """The link stays good, and nothing that was typed comes back."""
    link = invite(api)
    answer = fill_in(api, link, password, again)
    assert answer.status == 422
    assert said in answer.body
    assert not password or password not in answer.body
    assert fill_in(api, link, OWN).status == 200


def test_the_page_is_closed_to_scripts_and_to_others(api: PeopleApi) -> None:
    """No script, nothing from elsewhere, nothing kept by browsers or told to other sites."""
    link = invite(api)
    shown = api.send("GET", f"{PAGE}?token={link}")
    policy = shown.headers["Content-Security-Policy"]
    assert "script-src" not in policy
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert shown.headers["Cache-Control"] == "no-store"
    assert "<script" not in shown.body
    assert not re.search(r"(?:src|href)=", shown.body)


def test_the_link_is_in_no_log(api: PeopleApi, caplog: pytest.LogCaptureFixture) -> None:
    """Nor is the password."""
    link = invite(api)
    api.send("GET", f"{PAGE}?token={link}")
    fill_in(api, link, OWN)
    logged = " ".join(str(vars(record)) for record in caplog.records)
    assert link not in logged
    assert OWN not in logged


def test_what_is_told_holds_no_link(api: PeopleApi) -> None:
    """Events name the officer, by whom and until when."""
    link = invite(api)
    fill_in(api, link, OWN)
    (invited,), (set_,) = api.people.invitations.events, api.people.credentials.events
    assert (invited["type"], invited["subject"]) == ("officer.invited", f"officer#{OFFICER.id}")
    assert invited["actor"] == {"role": "administrator", "id": "a1", "agency": CENTRAL_AGENCY}
    assert (set_["type"], set_["subject"]) == ("password.set", f"officer#{OFFICER.id}")
    secret = link.rpartition(".")[2]
    assert secret not in str(invited)
    assert secret not in str(set_)


def test_invited_again_the_old_password_is_good_until_the_new_one_is(api: PeopleApi) -> None:
    """So nobody is locked out by an invitation that they never open."""
    set_password(api.people.officer_desk, OFFICER.id, PASSWORD)
    link = invite(api)
    assert can_sign_in(api, PASSWORD)
    fill_in(api, link, OWN)
    assert not can_sign_in(api, PASSWORD)
    assert can_sign_in(api, OWN)


def test_two_clicks_send_one_mail(api: PeopleApi) -> None:
    """The second is told when it may come again."""
    invite(api)
    again = api.send("POST", INVITATION, token=token(api))
    assert (again.status, again.code) == (429, "invited_just_now")
    assert again.headers["Retry-After"] == "60"


def test_the_page_speaks_english_where_asked_to(api: PeopleApi) -> None:
    """By the address alone: browsers here often ask for English without being asked."""
    link = invite(api)
    assert "New password" in api.send("GET", f"{PAGE}?token={link}&lang=en").body
    shown = api.send("GET", f"{PAGE}?token={link}", Accept_Language="en")
    assert "Mật khẩu mới" in shown.body


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b"{}", "application/json", 415),
        (b"token=x&token=y", "application/x-www-form-urlencoded", 400),
        (b"token=%ff", "application/x-www-form-urlencoded", 400),
        (b"token", "application/x-www-form-urlencoded", 400),
        ("token=ấ".encode(), "application/x-www-form-urlencoded", 400),
        (b"token=x", "application/x-www-form-urlencoded", 422),
        (b"", "application/x-www-form-urlencoded", 422),
        (b"&".join(b"f%d=" % n for n in range(99)), "application/x-www-form-urlencoded", 400),
        (b"token=" + b"x" * 140_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_what_is_no_form_is_refused(api: PeopleApi, body: bytes, media: str, status: int) -> None:
    """As with every other body."""
    assert api.send("POST", PAGE, body, Content_Type=media).status == status


def test_the_invitation_ends_on_its_day(api: PeopleApi) -> None:
    """The administrator is told until when it is good."""
    answer = api.send("POST", INVITATION, token=token(api))
    assert answer.body["expires_at"] == "2026-08-10T08:05:00+07:00"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({}, 202, None),
        ({"role": Role.LEADER}, 202, None),
        ({"role": Role.INTAKE}, 403, "not_yours_to_change"),
        ({"role": Role.ADMINISTRATOR}, 403, "not_yours_to_change"),
        ({"agency": "so-y-te"}, 404, "officer_not_found"),
    ],
)
def test_a_leader_invites_in_the_own_agency(
    api: PeopleApi, change: dict[str, Any], status: int, code: str | None
) -> None:
    """Officers and leaders: whom a leader may enter by a list. Taking back is the same."""
    api.people.roster.records[OFFICER.id] = replace(OFFICER, **change)
    leader = Bearer(Actor(Role.LEADER, "l1", "so-xay-dung"), "s1")
    mine = make_tokens().issue_access(leader, api.people.clock.now()).token
    asked = api.send("POST", INVITATION, token=mine)
    assert (asked.status, asked.code if status > 399 else None) == (status, code)
    back = api.send("DELETE", INVITATION, token=mine)
    assert back.status == (204 if status == 202 else status)
