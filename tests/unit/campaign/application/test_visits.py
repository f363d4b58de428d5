"""Visits come in by the hundred, again and at the same moment: each counts once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.campaign.application import visits
from chalicelib.campaign.application.membership import find_member
from chalicelib.campaign.application.ports import AT_ONCE, HOUSEHOLDS_AT_ONCE
from chalicelib.campaign.application.visits import VisitDesk, visits_of
from chalicelib.campaign.domain.campaign_events import counts_in
from chalicelib.campaign.domain.teams import TeamMember
from chalicelib.campaign.domain.visits import EntryAnswer, EntryStatus, VisitEntry
from chalicelib.kernel.errors import Forbidden
from chalicelib.kernel.instants import local_date, wire
from tests.support.campaign import HAMLET, Campaign, enlist, strike_off
from tests.support.clock import NOW
from tests.support.imports import Imports
from tests.support.people import PHONE, People, make_account

OTHER_PHONE = "+84912345670"


@pytest.fixture
def campaign() -> Campaign:
    """Two members of teams of one commune."""
    campaign = Campaign(People(), Imports())
    for id, phone, hamlet in (("A1", PHONE, HAMLET), ("A2", OTHER_PHONE, "Thôn Bản Pho")):
        campaign.people.accounts.store.put(make_account(id, phone))
        enlist(campaign.imports, phone, hamlet)
    return campaign


def member(campaign: Campaign, id: str = "A1") -> TeamMember:
    return find_member(campaign.membership_desk, id)


def send_visits(desk: VisitDesk, member: TeamMember, sent: list[VisitEntry]) -> list[EntryAnswer]:
    return visits.send_visits(desk, member, sent, "c-1")


def entries(count: int, first: int = 0, **changes: Any) -> list[VisitEntry]:
    return [
        VisitEntry(
            **{
                "client_id": f"visit-{number:04d}",
                "at": wire(NOW + timedelta(minutes=number)),
                "hamlet": HAMLET,
                "result": "absent",
                **changes,
            }
        )
        for number in range(first, first + count)
    ]


def told(answers: list[EntryAnswer]) -> list[tuple[str, str | None]]:
    return [(answer.status.value, answer.code) for answer in answers]


def test_a_day_of_a_team_counts_once_however_often_it_is_sent(campaign: Campaign) -> None:
    """Five hundred in eight writes; the second time every entry is known."""
    sent = entries(500)
    first = send_visits(campaign.visit_desk, member(campaign), sent)
    assert told(first) == [("counted", None)] * 500
    assert campaign.book.writes == [AT_ONCE] * 7 + [500 - 7 * AT_ONCE]
    again = send_visits(campaign.visit_desk, member(campaign), sent)
    assert [answer.client_id for answer in again] == [entry.client_id for entry in sent]
    assert told(again) == [("repeated", None)] * 500
    assert len(campaign.book.visits) == 500


def test_what_is_written_together_is_counted_together(campaign: Campaign) -> None:
    """A phone that was a month on the way has a visit in each hamlet on each day: their counters,
    those of three months and the mark of the letter are what a transaction takes."""
    campaign.people.clock.advance(days=28)  # 31 August: from 31 July to 1 September
    now = campaign.people.clock.now()
    days = [now - timedelta(days=31) + timedelta(days=day) for day in range(33)]
    places = [(at, hamlet) for at in days for hamlet in (HAMLET, "Thôn Bản Pho")]
    sent = [
        entries(1, number, at=wire(at), hamlet=hamlet)[0]
        for number, (at, hamlet) in enumerate(places)
    ]
    assert {one.status for one in send_visits(campaign.visit_desk, member(campaign), sent)} == {
        EntryStatus.COUNTED
    }
    for event in campaign.book.events:
        cells = counts_in(event)
        months = {(place.day.year, place.day.month) for place in cells}
        assert 1 + len(cells) + len(months) <= 100
    campaign.count()
    assert sum(cell.total() for cell in campaign.counts.cells.values()) == 2 * len(sent)


def test_a_send_that_was_cut_off_goes_on_where_it_was(campaign: Campaign) -> None:
    """What came through is repeated, the rest counts, each answered in its place."""
    sent = entries(10)
    send_visits(campaign.visit_desk, member(campaign), sent[3:6])
    answers = told(send_visits(campaign.visit_desk, member(campaign), sent))
    assert [status for status, _ in answers] == [
        *["counted"] * 3,
        *["repeated"] * 3,
        *["counted"] * 4,
    ]


def test_a_phone_that_sends_twice_at_once_counts_once(campaign: Campaign) -> None:
    """Whatever each call is told, every visit is there once and is somebody's `counted` once."""
    sent = entries(40)
    with ThreadPoolExecutor(8) as pool:
        calls = [
            pool.submit(send_visits, campaign.visit_desk, member(campaign), sent) for _ in range(8)
        ]
    counted = [a.client_id for call in calls for a in call.result() if a.status.value == "counted"]
    assert sorted(counted) == [entry.client_id for entry in sent]


def test_one_bad_entry_keeps_no_other_from_counting(campaign: Campaign) -> None:
    """The future, another commune's hamlet, a result that nobody knows, one client id twice."""
    sent = [
        *entries(1),
        *entries(1, 1, at=wire(NOW + timedelta(days=2))),
        *entries(1, 2, hamlet="Thôn Xa"),
        *entries(1, 3, result="?"),
        *entries(1),
        *entries(1, result="later"),
        *entries(1, 4),
    ]
    assert told(send_visits(campaign.visit_desk, member(campaign), sent)) == [
        ("counted", None),
        ("refused", "clock_ahead"),
        ("refused", "hamlet_not_of_commune"),
        ("refused", "unknown_result"),
        ("repeated", None),
        ("refused", "client_id_used"),
        ("counted", None),
    ]


def test_another_phones_client_id_is_refused(campaign: Campaign) -> None:
    """It is the first one's, and stays as it was."""
    send_visits(campaign.visit_desk, member(campaign), entries(1))
    foreign = send_visits(campaign.visit_desk, member(campaign, "A2"), entries(1))
    assert told(foreign) == [("refused", "client_id_of_another_device")]
    assert campaign.book.visits["visit-0000"].member == "A1"


def test_what_is_refused_is_not_repeated_beside_it(campaign: Campaign) -> None:
    """An app that is told `repeated` forgets the visit: one that counts nowhere would be lost."""
    send_visits(campaign.visit_desk, member(campaign), entries(1))
    twice = send_visits(campaign.visit_desk, member(campaign, "A2"), entries(1) * 2)
    assert told(twice) == [("refused", "client_id_of_another_device")] * 2
    other = entries(1, result="later")
    again = send_visits(campaign.visit_desk, member(campaign), [*other, *entries(1), *other])
    assert told(again) == [
        ("refused", "client_id_used"),
        ("repeated", None),
        ("refused", "client_id_used"),
    ]


def test_a_household_visited_twice_counts_and_is_said(campaign: Campaign) -> None:
    """Within one send, later, and by another team."""
    first = send_visits(campaign.visit_desk, member(campaign), entries(2, phone="0912000001"))
    assert told(first) == [("counted", None), ("counted", "visited_before")]
    other = entries(1, 5, phone="0912000001")
    assert told(send_visits(campaign.visit_desk, member(campaign, "A2"), other)) == [
        ("counted", "visited_by_another_team")
    ]
    again = send_visits(campaign.visit_desk, member(campaign, "A2"), other)
    assert told(again) == [("repeated", "visited_by_another_team")]


def test_teams_of_two_communes_are_two_though_their_hamlets_are_called_alike(
    campaign: Campaign,
) -> None:
    """There is a «Tổ dân phố số 5» in many communes."""
    campaign.people.accounts.store.put(make_account("A3", "+84912345671", commune="02683"))
    enlist(campaign.imports, "+84912345671", HAMLET, "02683")
    sent = entries(1, phone="0912000001")
    assert told(send_visits(campaign.visit_desk, member(campaign, "A3"), sent)) == [
        ("counted", None)
    ]
    other = entries(1, 5, phone="0912000001")
    assert told(send_visits(campaign.visit_desk, member(campaign), other)) == [
        ("counted", "visited_by_another_team")
    ]


def test_visits_with_phones_are_written_with_their_households(campaign: Campaign) -> None:
    """So fewer go together; no phone stands anywhere."""
    sent = [entry for n in range(70) for entry in entries(1, n, phone=f"0912{n:06d}")]
    send_visits(campaign.visit_desk, member(campaign), sent)
    assert campaign.book.writes == [HOUSEHOLDS_AT_ONCE, HOUSEHOLDS_AT_ONCE, 4]
    assert "912000001" not in repr(campaign.book.visits)


def test_who_is_taken_off_the_list_is_a_member_no_more(campaign: Campaign) -> None:
    """From that moment on, and back on it again."""
    strike_off(campaign.imports, PHONE)
    with pytest.raises(Forbidden, match="not_a_team_member"):
        member(campaign)
    enlist(campaign.imports, PHONE)
    assert member(campaign).team.hamlet == HAMLET


def test_who_is_on_no_list_is_no_member(campaign: Campaign) -> None:
    """Nor is an account that is gone."""
    campaign.people.accounts.store.put(make_account("A3", "+84912345671"))
    for id in ("A3", "A9"):
        with pytest.raises(Forbidden):
            member(campaign, id)


def test_a_list_of_another_commune_than_ones_own_is_found(campaign: Campaign) -> None:
    """Members help where their team is, wherever they live."""
    enlist(campaign.imports, "+84912345672", "Thôn Xa", "02683")
    campaign.people.accounts.store.put(make_account("A4", "+84912345672", commune="02647"))
    assert member(campaign, "A4").team.commune == "02683"


def test_a_day_shows_the_own_teams_visits(campaign: Campaign) -> None:
    """Not those of another team; today's if no day is named."""
    send_visits(campaign.visit_desk, member(campaign), entries(3))
    send_visits(campaign.visit_desk, member(campaign, "A2"), entries(2, 10))
    today = visits_of(campaign.visit_desk, member(campaign), None, 10, None)
    assert [visit.client_id for visit in today.items] == [e.client_id for e in entries(3)]
    before = local_date(NOW) - timedelta(days=1)
    assert visits_of(campaign.visit_desk, member(campaign), before, 10, None).items == ()
