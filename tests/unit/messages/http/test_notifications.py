"""The bell over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Bearer, Cursors, Tokens
from chalicelib.messages.application.bell import BellDesk
from chalicelib.messages.application.notifications import notify
from chalicelib.runtime.services import use
from tests.support.api import Api, make_services
from tests.support.clock import NOW, FakeClock
from tests.support.keys import make_cursors, make_tokens
from tests.support.listing import tampered
from tests.support.notifier import make_event, make_notifier

LIST = "/v1/me/notifications"


@pytest.fixture
def api() -> Iterator[Api]:
    """Three notifications of the citizen c1."""
    notifier = make_notifier()
    for number, action in enumerate(["accept", "start", "close"], start=1):
        event = make_event(action, number, at=NOW + timedelta(minutes=number), officer=None)
        notify(notifier.desk, event)
    use(
        make_services(
            {
                Clock: FakeClock(),
                Tokens: make_tokens(),
                Cursors: make_cursors(),
                BellDesk: BellDesk(notifier.messages),
            }
        )
    )
    yield Api()
    use(None)


def token(role: Role = Role.CITIZEN, who: str = "c1") -> str:
    return make_tokens().issue_access(Bearer(Actor(role, who), "s1"), NOW).token


def test_a_line_of_the_bell_has_everything_that_the_app_shows(api: Api) -> None:
    """Newest first; instants in the province's zone."""
    answer = api.send("GET", LIST, token=token())
    assert answer.status == 200
    newest = answer.body["items"][0]
    assert {k: newest[k] for k in ("at", "kind", "title", "case", "urgent", "read")} == {
        "at": "2026-08-03T08:08:00+07:00",
        "kind": "closed",
        "title": "Phản ánh LC-260803-7K3QX đã kết thúc",
        "case": "LC-260803-7K3QX",
        "urgent": False,
        "read": False,
    }
    assert newest["text"]
    assert len(newest["id"]) == 26


def test_pages_follow_by_an_opaque_cursor(api: Api) -> None:
    """Each line once; the last page says so."""
    first = api.send("GET", f"{LIST}?limit=2", token=token()).body
    second = api.send("GET", f"{LIST}?limit=2&cursor={first['next_cursor']}", token=token()).body
    assert [item["kind"] for item in first["items"] + second["items"]] == [
        "closed",
        "started",
        "accepted",
    ]
    assert second["next_cursor"] is None


def test_a_cursor_is_no_good_to_somebody_else(api: Api) -> None:
    """Nor after being tampered with."""
    cursor = api.send("GET", f"{LIST}?limit=1", token=token()).body["next_cursor"]
    for stranger, text in ((token(who="c2"), cursor), (token(), tampered(cursor))):
        answer = api.send("GET", f"{LIST}?cursor={text}", token=stranger)
        assert (answer.status, answer.code) == (400, "bad_cursor")


def test_reading_marks_everything_up_to_there(api: Api) -> None:
    """The next list shows what is new."""
    ids = [item["id"] for item in api.send("GET", LIST, token=token()).body["items"]]
    answer = api.send("POST", f"{LIST}/read", {"up_to": ids[1]}, token=token())
    assert (answer.status, answer.body) == (200, {"up_to": ids[1]})
    items = api.send("GET", LIST, token=token()).body["items"]
    assert [item["read"] for item in items] == [False, True, True]


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, [("/up_to", "missing")]),
        ({"up_to": 5}, [("/up_to", "wrong_type")]),
        ({"up_to": "latest"}, [("/up_to", "wrong_form")]),
        ({"up_to": "0" * 26, "all": True}, [("/all", "unknown_field")]),
    ],
)
def test_what_is_wrong_with_a_mark_is_named(api: Api, body, faults) -> None:
    """422 with pointer and code."""
    answer = api.send("POST", f"{LIST}/read", body, token=token())
    assert (answer.status, answer.faults) == (422, faults)


@pytest.mark.parametrize(("method", "path"), [("GET", LIST), ("POST", f"{LIST}/read")])
def test_the_bell_is_the_citizens_own(api: Api, method, path) -> None:
    """Nobody without a token, and no officer."""
    assert api.send(method, path).status == 401
    officer = token(Role.OFFICER, "o1")
    assert api.send(method, path, {"up_to": "0" * 26}, token=officer).status == 403
