"""Several posts of one person: one account, one post in use at a time, with its role and scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.domain import commands
from chalicelib.kernel.actors import Actor, Role
from chalicelib.messages.application.messaging import ContactBook
from chalicelib.messages.domain.messages import Book
from chalicelib.runtime.services import services
from chalicelib.staff.application.invitations import InvitationDesk
from chalicelib.staff.application.officer_sessions import OfficerDesk
from tests.support.api import Answer
from tests.support.cases import INTAKE, LEADER
from tests.support.directory import make_officer
from tests.support.people import PASSWORD, set_password
from tests.support.rules import ADMINISTRATOR
from tests.support.whole_api import WholeApi, whole_api

SIGN_IN = "/v1/officer/sessions"
ELSEWHERE = "so-y-te"


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        desk = replace(api.people.officer_desk, directory=api.office.directory)
        services().register_value(OfficerDesk, desk)
        inviting = replace(api.people.invitation_desk, directory=api.office.directory)
        services().register_value(InvitationDesk, inviting)
        set_password(desk, "o1", PASSWORD)
        yield api


def give(api: WholeApi, id: str = "o1", by: Actor = ADMINISTRATOR, **more: Any) -> Answer:
    body = {"agency": ELSEWHERE, "role": "leader", **more}
    return api.send("POST", f"/v1/admin/officers/{id}/posts", body, api.token(by))


def sign_in(api: WholeApi, username: str = "user.o1") -> Any:
    login = {"username": username, "password": PASSWORD}
    session = api.send("POST", SIGN_IN, login).body["session_id"]
    otp = {"otp": api.people.code_of(f"F#{session}")}
    return api.send("POST", f"{SIGN_IN}/{session}/verify", otp).body


def refresh(api: WholeApi, opened: Any, **post: str) -> Answer:
    body = {"refresh_token": opened["refresh_token"], **post}
    return api.send("POST", f"{SIGN_IN}/refresh", body)


def own(api: WholeApi, opened: Any) -> Any:
    return api.send("GET", "/v1/officer/me", token=opened["access_token"]).body


def test_the_post_in_use_gives_role_and_scope(api: WholeApi) -> None:
    """In the other one, nothing of the first is there; and back."""
    case = api.office.take(api.office.accepted(), INTAKE, commands.Assign("so-xay-dung", "o1")).code
    post = give(api).body["id"]
    first = sign_in(api)
    path = f"/v1/officer/cases/{case}"
    assert api.send("GET", path, token=first["access_token"]).status == 200
    changed = refresh(api, first, post=post)
    assert changed.status == 200
    second = changed.body
    told = second["officer"]
    assert (told["id"], told["role"], told["agency"]) == (post, "leader", ELSEWHERE)
    assert api.send("GET", path, token=second["access_token"]).status == 404
    still = refresh(api, second).body
    assert still["officer"]["id"] == post, "it stays the one in use"
    back = refresh(api, still, post="o1").body
    assert (back["officer"]["role"], back["officer"]["agency"]) == ("officer", "so-xay-dung")
    assert api.send("GET", path, token=back["access_token"]).status == 200


def test_the_account_is_the_same_in_each(api: WholeApi) -> None:
    """Sessions, password and sign-ins are the person's."""
    post = give(api, last_day="2026-12-31").body["id"]
    opened = refresh(api, sign_in(api), post=post).body
    shown = own(api, opened)
    assert (shown["id"], shown["roles"], shown["agency"]) == ("o1", ["leader"], ELSEWHERE)
    assert [(one["id"], one["current"], one["last_day"]) for one in shown["posts"]] == [
        ("o1", False, None),
        (post, True, "2026-12-31"),
    ]
    token = opened["access_token"]
    assert len(api.send("GET", "/v1/officer/me/sessions", token=token).body["items"]) == 1
    wanted = {"present": PASSWORD, "wanted": "mùa lúa chín trên nương"}
    assert api.send("PUT", "/v1/officer/me/password", wanted, token).status == 204
    assert refresh(api, opened).status == 200


def test_nobody_acts_in_a_post_that_is_not_theirs(api: WholeApi) -> None:
    """Nor does the asking use up the token."""
    give(api)
    opened = sign_in(api)
    for other in ("o2", "nobody"):
        answer = refresh(api, opened, post=other)
        assert (answer.status, answer.code) == (404, "post_not_found")
    assert refresh(api, opened).status == 200


def test_a_post_that_ends_leads_back_to_the_first(api: WholeApi) -> None:
    """Its cases go on to colleagues there; the first one's stay."""
    directory = api.office.directory
    post = give(api, role="officer").body["id"]
    opened = refresh(api, sign_in(api), post=post).body
    body = {"officers": [post], "reason": "Thôi kiêm nhiệm."}
    assert api.send("POST", "/v1/admin/revocations", body, api.token(ADMINISTRATOR)).status == 200
    after = refresh(api, opened).body
    assert after["officer"]["id"] == "o1"
    assert [one["id"] for one in own(api, after)["posts"]] == ["o1"]
    again = give(api, role="officer")
    assert (again.status, again.body["id"]) == (201, post)
    back = directory.officer(post)
    assert back
    assert back.active


def test_with_the_account_all_posts_end(api: WholeApi) -> None:
    """And their cases go on."""
    post = give(api, role="officer").body["id"]
    case = api.office.take(api.office.accepted(), INTAKE, commands.Assign(ELSEWHERE, post)).code
    opened = refresh(api, sign_in(api), post=post).body
    body = {"officers": ["o1"], "reason": "Nghỉ hưu."}
    told = api.send("POST", "/v1/admin/revocations", body, api.token(ADMINISTRATOR)).body
    assert [one["outcome"] for one in told["results"]] == ["revoked"]
    gone = api.office.directory.officer(post)
    assert gone
    assert not gone.active
    assert refresh(api, opened).code == "session_ended"
    assert api.office.store.cases[case].officer == "o3", "the colleague there"


def test_whoever_has_it_is_reached_as_the_account_says(api: WholeApi) -> None:
    """By the person's own phone and mail."""
    post = give(api).body["id"]
    first = api.office.directory.officer("o1")
    assert first
    book = ContactBook(_notifier(api))
    contact = book.find(Book.OFFICERS, post)
    assert contact
    assert (contact.phone, contact.email) == (first.phone, first.email)


def _notifier(api: WholeApi) -> Any:
    class Desk:
        directory: Directory = api.office.directory

    return Desk()


def test_the_same_again_changes_nothing_and_another_is_refused(api: WholeApi) -> None:
    """One post for each agency."""
    made = [give(api) for _ in range(2)]
    assert [one.status for one in made] == [201, 201]
    assert made[0].body == made[1].body
    id = made[0].body["id"]
    subjects = [event["subject"] for event in api.office.directory.events]
    assert subjects.count(f"officer#{id}") == 1
    assert give(api, role="officer").code == "post_exists"
    assert give(api, agency="so-xay-dung").code == "post_exists"


def test_what_is_refused(api: WholeApi) -> None:
    """Roles that watch or administer, unknown agencies, a post of a post, a leader who asks."""
    post = give(api).body["id"]
    assert give(api, post).code == "post_of_another"
    path = f"/v1/admin/officers/{post}/invitation"
    assert api.send("POST", path, {}, api.token(ADMINISTRATOR)).code == "post_of_another"
    assert give(api, "l1", agency="nowhere").status == 422
    assert give(api, "l1", role="supervisor").status == 422
    assert give(api, "l1", last_day="2026-08-01").status == 422
    watcher = make_officer("w9", "so-khcn", Role.SUPERVISOR)
    api.office.directory.save_officer(watcher, None)
    assert give(api, "w9").code == "post_not_combined"
    assert give(api, by=LEADER).status == 403
