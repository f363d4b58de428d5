"""Cursors that nobody can make up; the pages themselves: test_lists.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import central
from tests.support.cases import CITIZEN, INTAKE, STRANGER
from tests.support.listing import tampered
from tests.support.whole_api import WholeApi, whole_api

MINE = "/v1/me/cases"
INBOX = "/v1/officer/inbox?queue=intake"


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        for _ in range(7):
            api.office.submit()
            api.clock.advance(minutes=1)
        yield api


def cursor_of(api: WholeApi, path: str, actor: Actor) -> str:
    answer = api.send("GET", path, token=api.token(actor))
    return str(answer.body["next_cursor"])


def test_the_page_size_may_change_on_the_way(api: WholeApi) -> None:
    """It is no part of what the list is."""
    cursor = cursor_of(api, f"{MINE}?limit=2", CITIZEN)
    page = api.send("GET", f"{MINE}?limit=5&cursor={cursor}", token=api.token(CITIZEN)).body
    assert len(page["items"]) == 5


def test_what_is_not_asked_for_counts_as_its_default(api: WholeApi) -> None:
    """`queue=mine` and nothing are the same list."""
    for _ in range(3):
        api.office.assigned()
    officer = Actor(Role.OFFICER, "o1", "so-xay-dung")
    cursor = cursor_of(api, "/v1/officer/inbox?limit=1", officer)
    path = f"/v1/officer/inbox?queue=mine&limit=1&cursor={cursor}"
    assert api.send("GET", path, token=api.token(officer)).status == 200


def test_a_cursor_is_good_for_its_own_list_only(api: WholeApi) -> None:
    """Not for another reader, route or filter, and not after it was changed: 400."""
    cursor = cursor_of(api, f"{INBOX}&limit=2", INTAKE)
    colleague = central(Role.INTAKE, "i2")
    tries = [
        (f"{INBOX}&cursor={cursor}", colleague),
        (f"/v1/officer/inbox?queue=agency&cursor={cursor}", INTAKE),
        (f"/v1/officer/inbox?cursor={cursor}", INTAKE),
        (f"{MINE}?cursor={cursor}", CITIZEN),
        (f"/v1/me/notifications?cursor={cursor}", CITIZEN),
        (f"{INBOX}&cursor={tampered(cursor)}", INTAKE),
        (f"{INBOX}&cursor={cursor[1:]}", INTAKE),
        (f"{INBOX}&cursor={cursor}x", INTAKE),
        (f"{INBOX}&cursor=", INTAKE),
        (f"{INBOX}&cursor=%F0%9F%95%B3", INTAKE),
        (f"{INBOX}&cursor=null", INTAKE),
        (f"{INBOX}&cursor={cursor}&cursor={cursor}", INTAKE),
    ]
    for path, actor in tries:
        answer = api.send("GET", path, token=api.token(actor))
        assert (answer.status, answer.code) == (400, "bad_cursor"), path


def test_a_cursor_shows_nothing(api: WholeApi) -> None:
    """Neither codes nor people; and two of the same place look different."""
    one, two = (cursor_of(api, f"{MINE}?limit=2", CITIZEN) for _ in range(2))
    assert one != two
    assert CITIZEN.id not in one
    stranger = api.send("GET", MINE, token=api.token(STRANGER)).body
    assert stranger == {"items": [], "unreadable": [], "next_cursor": None}
