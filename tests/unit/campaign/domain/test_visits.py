"""Each entry that a device sends in is judged by itself. Source: docs/handbook.md §10."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from chalicelib.campaign.domain.teams import Hamlets, Team, TeamMember
from chalicelib.campaign.domain.visits import (
    EntryRefused,
    EntryStatus,
    Household,
    VisitEntry,
    VisitResult,
    judged,
    known_of,
    met_before,
)
from chalicelib.kernel.instants import wire
from tests.support.clock import NOW

HAMLETS = Hamlets(["Tổ dân phố số 5", "Thôn Bản Pho"])
MEMBER = TeamMember("A1", "Lù Thị Mây", Team("02647", "Tổ dân phố số 5"), HAMLETS)
ENTRY = VisitEntry("5f0c9a52-3c1b", "2026-08-03T08:05+07:00", "Thôn Bản Pho", "absent")
SECOND = timedelta(seconds=1)


def code_of(entry: VisitEntry, now: datetime = NOW) -> str | None:
    try:
        judged(entry, MEMBER, now, frozenset({84}))
    except EntryRefused as refused:
        return refused.code
    return None


@pytest.mark.parametrize("result", VisitResult)
def test_every_result_is_taken(result: VisitResult) -> None:
    """With the team it is of, and the phone as it is kept."""
    entry = replace(ENTRY, result=result.value, phone="0912 345 678")
    visit = judged(entry, MEMBER, NOW, frozenset({84}))
    assert (visit.result, visit.phone) == (result, "+84912345678")
    assert (visit.commune, visit.team_hamlet, visit.member) == ("02647", "Tổ dân phố số 5", "A1")


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (NOW + timedelta(days=1), None),
        (NOW + timedelta(days=1) + SECOND, "clock_ahead"),
        (NOW - timedelta(days=31), None),
        (NOW - timedelta(days=31) - SECOND, "too_old"),
    ],
)
def test_a_clock_may_be_a_day_ahead_and_a_visit_a_month_late(
    at: datetime, code: str | None
) -> None:
    """Both ends belong to what is taken."""
    assert code_of(replace(ENTRY, at=wire(at))) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"at": "3/8/2026"}, "not_an_instant"),
        ({"at": "2026-08-03T08:05"}, "not_an_instant"),
        ({"hamlet": "Thôn Ở Xã Khác"}, "hamlet_not_of_commune"),
        ({"result": "done"}, "unknown_result"),
        ({"phone": "12"}, "phone_invalid"),
        ({"phone": "+1 202 555 0100"}, "phone_country"),
        ({"phone": "02143 820 000"}, "phone_not_mobile"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said(changes: dict[str, str], code: str) -> None:
    """By a code of its own."""
    assert code_of(replace(ENTRY, **changes)) == code


@pytest.mark.parametrize("written", ["thôn bản pho", "  THÔN  BẢN PHO ", "Thôn, Bản Pho"])
def test_a_hamlet_is_known_however_it_is_written(written: str) -> None:
    """And kept as the lists have it."""
    visit = judged(replace(ENTRY, hamlet=written), MEMBER, NOW, frozenset({84}))
    assert visit.hamlet == "Thôn Bản Pho"


def test_the_day_is_the_local_one_of_the_devices_time() -> None:
    """Whatever offset it is written with."""
    for at in ("2026-08-02T17:00Z", "2026-08-03T00:00+07:00"):
        entry = replace(ENTRY, at=at)
        assert judged(entry, MEMBER, NOW, frozenset({84})).day == date(2026, 8, 3)
    entry = replace(ENTRY, at="2026-08-02T16:59:59Z")
    assert judged(entry, MEMBER, NOW, frozenset({84})).day == date(2026, 8, 2)


def test_a_team_stays_the_same_however_lists_write_its_hamlet() -> None:
    """It is told apart from others by what is compared of the name."""
    visit = judged(ENTRY, MEMBER, NOW, frozenset({84}))
    assert replace(visit, team_hamlet="TỔ DÂN PHỐ SỐ 5").team == visit.team
    assert replace(visit, team_hamlet="Tổ dân phố số 6").team != visit.team


def test_who_sent_a_client_id_may_send_it_again_and_nobody_else() -> None:
    """The same visit is a repetition; another one under the same id is refused."""
    visit = judged(ENTRY, MEMBER, NOW, frozenset({84}))
    later = replace(visit, received_at=NOW + SECOND)
    assert met_before(later, visit).status is EntryStatus.REPEATED
    lists_changed = replace(visit, hamlet="THÔN BẢN PHO")
    assert met_before(lists_changed, visit).status is EntryStatus.REPEATED
    other = met_before(replace(visit, result=VisitResult.LATER), visit)
    assert (other.status, other.code) == (EntryStatus.REFUSED, "client_id_used")
    foreign = met_before(replace(visit, member="A2"), visit)
    assert foreign.code == "client_id_of_another_device"


@pytest.mark.parametrize(
    ("household", "result", "said"),
    [
        (None, "absent", None),
        (Household(frozenset({"Tổ dân phố số 5"})), "absent", "visited_before"),
        (Household(frozenset({"Thôn Bản Pho"})), "absent", "visited_by_another_team"),
        (Household(frozenset({"02647#tổ dân phố số 5"})), "absent", "visited_before"),
        (Household(frozenset({"02683#tổ dân phố số 5"})), "absent", "visited_by_another_team"),
        (Household(account_since=NOW, helper="A1"), "account_made", None),
        (Household(account_since=NOW, helper="A2"), "account_made", "account_made_by_another"),
        (Household(account_since=NOW), "account_made", "account_made_by_another"),
        (Household(account_since=NOW), "has_account", None),
    ],
)
def test_what_is_known_of_a_household_is_said(
    household: Household | None, result: str, said: str | None
) -> None:
    """The visit counts all the same."""
    visit = judged(replace(ENTRY, result=result), MEMBER, NOW, frozenset({84}))
    assert known_of(visit, household) == said
