"""A post that ends with a day: rights are gone at the midnight after it, and the work goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chalicelib.cases.domain import commands
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Unauthenticated
from chalicelib.staff.application.officer_sessions import (
    StartOfficerSignIn,
    start_officer_sign_in,
)
from chalicelib.staff.application.posts import PostDesk, close_ended_posts
from tests.support.api import Answer
from tests.support.cases import INTAKE, LEADER
from tests.support.directory import make_officer
from tests.support.faults import FakeFaults
from tests.support.people import PASSWORD, set_password
from tests.support.posts import MemoryPostMarks
from tests.support.rules import ADMINISTRATOR
from tests.support.whole_api import WholeApi, whole_api

LAST = "2026-08-10"


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def end(api: WholeApi, id: str, day: str | None = LAST, by: Actor = ADMINISTRATOR) -> Answer:
    path = f"/v1/admin/officers/{id}/last-day"
    return api.send("PUT", path, {"last_day": day}, api.token(by))


def assigned(api: WholeApi, officer: str) -> str:
    case = api.office.take(api.office.accepted(), INTAKE, commands.Assign("so-xay-dung", officer))
    return case.code


def officer_of(api: WholeApi, code: str) -> str | None:
    return api.office.store.cases[code].officer


def to_midnight(api: WholeApi, *, seconds_before: int = 0) -> None:
    """From 08:05 of 3 August to the first instant of the 11th, or shortly before it."""
    api.clock.advance(days=7, hours=15, minutes=55, seconds=-seconds_before)


def desk_of(api: WholeApi, marks: MemoryPostMarks, faults: FakeFaults | None = None) -> PostDesk:
    return PostDesk(api.revocation_desk(), marks, faults or FakeFaults())


def run(desk: PostDesk, *, most: int = 1000) -> int | None:
    """As the schedule does it, with time for so many."""
    left = iter(range(most))
    return close_ended_posts(desk, "tick-1", lambda: next(left, None) is not None)


def signs_in(api: WholeApi, username: str) -> bool:
    desk = replace(api.people.officer_desk, directory=api.office.directory)
    command = StartOfficerSignIn(username, PASSWORD, None, f"s-{api.clock.now()}", "c-1")
    try:
        start_officer_sign_in(desk, command)
    except Unauthenticated:
        return False
    return True


def test_at_the_midnight_after_it_nothing_is_theirs(api: WholeApi) -> None:
    """Before anything has run: no sign-in, no new case."""
    set_password(api.people.officer_desk, "o1", PASSWORD)
    answer = end(api, "o1")
    assert (answer.status, answer.body) == (200, {"officer": "o1", "last_day": LAST})
    to_midnight(api, seconds_before=1)
    assert signs_in(api, "user.o1")
    api.clock.advance(seconds=1)
    assert not signs_in(api, "user.o1")
    case = api.office.accepted()
    refused = api.send(
        "POST",
        f"/v1/officer/cases/{case.code}/transitions",
        {"action": "assign", "agency": "so-xay-dung", "officer": "o1"},
        api.token(INTAKE),
        If_Match=f'"{case.version}"',
    )
    assert refused.status == 422


def test_the_run_of_the_next_day_closes_the_account_and_hands_the_cases_over(
    api: WholeApi,
) -> None:
    """Once, by the schedule's name in the audit, with the phone free for others."""
    codes = [assigned(api, "o1"), api.office.in_progress().code]
    end(api, "o1")
    desk = desk_of(api, MemoryPostMarks())
    assert run(desk) == 0
    to_midnight(api)
    before = api.office.directory.find_officer("o1")
    assert before
    assert run(desk) == 1
    assert [officer_of(api, code) for code in codes] == ["o2", "o2"]
    left = api.office.directory.find_officer("o1")
    assert left
    assert (left.active, left.claimed_phone) == (False, None)
    (told,) = [one for one in api.office.directory.events if one["type"] == "officer.revoked"]
    assert "schedule" in str(told["actor"])
    assert run(desk) is None


def test_a_run_without_time_is_finished_by_the_next(api: WholeApi) -> None:
    """Nobody is closed twice, nobody forgotten."""
    for id in ("o1", "o2"):
        end(api, id)
    to_midnight(api)
    desk = desk_of(api, MemoryPostMarks())
    assert run(desk, most=1) == 1
    assert run(desk) is not None
    assert run(desk) is None
    kept = [api.office.directory.find_officer(id) for id in ("o1", "o2")]
    assert [one.active for one in kept if one] == [False, False]


def test_who_cannot_be_closed_keeps_nobody_else(
    api: WholeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault is counted; the account is over all the same."""
    for id in ("o1", "o2"):
        end(api, id)
    to_midnight(api)
    find = api.office.directory.find_officer

    def broken(id: str) -> Any:
        if id == "o1":
            raise ValueError(id)
        return find(id)

    monkeypatch.setattr(api.office.directory, "find_officer", broken)
    faults = FakeFaults()
    assert run(desk_of(api, MemoryPostMarks(), faults)) == 1
    assert [thing for _, thing, _ in faults.noted] == ["o1"]
    seen = api.office.directory.officer("o1")
    assert seen
    assert not seen.active


def test_of_earlier_days_nobody_is_looked_at_again(
    api: WholeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was restored meanwhile stays; the last day of before is gone with it."""
    end(api, "o1")
    to_midnight(api)
    desk = desk_of(api, MemoryPostMarks())
    run(desk)
    path, body = "/v1/admin/officers/o1/restoration", {"reason": "Kéo dài."}
    assert api.send("POST", path, body, api.token(ADMINISTRATOR)).status == 200
    back = api.office.directory.officer("o1")
    assert back
    assert (back.active, back.last_day) == (True, None)
    asked: list[str] = []
    find = api.office.directory.find_officer
    monkeypatch.setattr(
        api.office.directory, "find_officer", lambda id: (asked.append(id), find(id))[1]
    )
    api.clock.advance(days=1)
    assert run(desk) == 0
    assert not asked


def test_a_day_is_taken_back_or_moved(api: WholeApi) -> None:
    """The audit has both days; the same again leaves no line."""
    before = len(api.office.directory.events)
    for day in (LAST, LAST, "2026-09-01", None):
        assert end(api, "o1", day).status == 200
    told = [one["what"]["last_day"] for one in api.office.directory.events[before:]]  # type: ignore[index]
    assert told == [
        {"before": None, "after": LAST},
        {"before": LAST, "after": "2026-09-01"},
        {"before": "2026-09-01", "after": None},
    ]
    to_midnight(api)
    assert run(desk_of(api, MemoryPostMarks())) == 0


def test_what_is_refused(api: WholeApi) -> None:
    """A day that is over, an administrator's end, one's own, another agency's officer."""
    put = api.office.directory.save_officer
    put(make_officer("l8", "so-y-te", Role.LEADER), None)
    answer = end(api, "o1", "2026-08-02")
    assert (answer.status, answer.body["errors"][0]["code"]) == (422, "date_in_past")
    assert end(api, "o1", "2026-08-03").status == 200, "today is the last one"
    second = make_officer("a9", ADMINISTRATOR.agency or "", Role.ADMINISTRATOR)
    put(second, None)
    assert end(api, "a9").code == "administrator_stays"
    assert end(api, LEADER.id, by=LEADER).code == "own_account"
    assert end(api, "l8", by=LEADER).code == "officer_not_found"
    assert end(api, "nobody").code == "officer_not_found"


def test_the_list_of_officers_shows_it(api: WholeApi) -> None:
    """Revoked once it is over."""
    end(api, "o1")

    def shown() -> tuple[str, str]:
        path = "/v1/admin/officers?agency=so-xay-dung"
        items = api.send("GET", path, token=api.token(ADMINISTRATOR)).body["items"]
        return next((one["last_day"], one["state"]) for one in items if one["id"] == "o1")

    assert shown() == (LAST, "active")
    to_midnight(api)
    assert shown() == (LAST, "revoked")


def test_the_day_itself_is_worked() -> None:
    """The post ends with it, not before."""
    officer = make_officer("x", last_day=date(2026, 8, 10))
    days = [date(2026, 8, day) for day in (9, 10, 11)]
    assert [officer.as_of(day).active for day in days] == [True, True, False]
    assert [officer.is_on_duty(day) for day in days] == [True, True, False]
