"""One due time, whoever is asked: page, lists, mail, explanation, due work and figures agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.cases.adapters.case_documents import card_of
from chalicelib.cases.application.inbox import InboxQueue, read_inbox
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.standings import RoundStatus, spells
from chalicelib.cases.domain.time_events import time_events
from chalicelib.cases.domain.workflow import Action
from chalicelib.cases.http.card_views import PageReading, card_view
from chalicelib.cases.http.views import Reading, case_view
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.instants import LOCAL_ZONE, wire
from chalicelib.kernel.languages import Language
from chalicelib.messages.application.wording import line_of
from chalicelib.messages.domain.case_events import read_case_event
from chalicelib.worktime.domain.limits import Limit
from tests.support.cases import (
    CITIZEN,
    INTAKE,
    LEADER,
    OFFICER,
    SUPERVISOR,
    Office,
    change_policy,
)
from tests.support.directory import LAO_CAI
from tests.support.living import live, told

QUESTION = commands.RequestInfo("Đoạn nào của con đường?")
DEEDS: tuple[tuple[Actor, commands.Command], ...] = (
    (INTAKE, commands.Accept()),
    (INTAKE, commands.Assign("so-xay-dung", "o1")),
    (INTAKE, commands.Assign("so-xay-dung", "o1", ("so-y-te",))),
    (OFFICER, commands.Return("Không thuộc thẩm quyền")),
    (OFFICER, commands.Start()),
    (INTAKE, QUESTION),
    (OFFICER, QUESTION),
    (CITIZEN, commands.Supplement("Trước cổng trường.")),
    (OFFICER, commands.RequestExtension(Limit(2, "days"), "Chờ vật tư")),
    (LEADER, commands.DecideExtension(grant=True)),
    (OFFICER, commands.ProposeAnswer("Đã vá xong ổ gà.")),
    (LEADER, commands.Approve()),
    (CITIZEN, commands.Reopen("Lại hỏng rồi.")),
)
PENDING = {RoundStatus.PENDING_IN_TIME, RoundStatus.PENDING_OVERDUE, RoundStatus.WAITING}


@dataclass(frozen=True)
class Told:
    """What somebody says of a case."""

    due_at: str
    overdue: bool
    paused: bool


def local(text: str) -> datetime:
    """`08-06 17:00` in 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=LOCAL_ZONE)


def check_agreement(office: Office, case: Case) -> Told:
    """What the page says, after everybody else was asked."""
    now = office.clock.now()
    reading = Reading(SUPERVISOR, now, Language("vi"), office.directory, LAO_CAI.gazetteer)
    clock = case_view(case, (), reading)["clock"]
    page = Told(clock["due_at"], clock["overdue"], clock["paused"])
    line = card_view(card_of(case), PageReading(now, office.directory, LAO_CAI.gazetteer))
    assert Told(line["due_at"], line["overdue"], line["paused"]) == page
    assert [clock["why"][-1][name] for name in ("at", "step")] == [page.due_at, "due"]
    events = [event for event in office.store.events if event["code"] == case.code]
    mailed = line_of(read_case_event(events[-1])).due_at
    assert mailed
    assert wire(mailed) == page.due_at
    if case.is_open:
        _check_lists(office, case, page)
        _check_due_work(office, case, page)
    _check_figures(case, page)
    return page


def _check_lists(office: Office, case: Case, page: Told) -> None:
    readers = {OFFICER: case.officer == OFFICER.id, LEADER: case.agency == LEADER.agency}
    for reader, has_it in (readers | {SUPERVISOR: True}).items():
        found = read_inbox(office.desk, reader, InboxQueue.OVERDUE, 50, None)
        assert (case.code in [card.code for card in found.items]) is (has_it and page.overdue)


def _check_due_work(office: Office, case: Case, page: Told) -> None:
    """Overdue at the due time; where the clock stands beyond it, as soon as it runs on."""
    coming = time_events(case, office.directory.policy(), office.directory.calendar())
    at = {event.action: event.at for event in coming}
    assert case.overdue is (Action.BECOME_OVERDUE not in at) is page.overdue
    if not page.overdue:
        due, runs_on = datetime.fromisoformat(page.due_at), at.get(Action.CLOCK_RUNS_ON)
        passes = at[Action.BECOME_OVERDUE].replace(microsecond=0)  # the page shows seconds
        assert passes == max(due, runs_on or due).replace(microsecond=0)


def _check_figures(case: Case, page: Told) -> None:
    status = spells(case)[-1].standing.status
    overdue, waiting = status is RoundStatus.PENDING_OVERDUE, status is RoundStatus.WAITING
    assert (overdue, waiting) == (page.overdue, page.paused)
    assert (status in PENDING) is case.is_open


# Worked by hand: 3 working days from Monday 17 August; asked at 09:00 that day. 37.5 working hours
# are used up on Saturday 22 (worked for the 31st) at 09:00; five working days after Thursday 20 is
# Wednesday 26. Patience ends on Thursday 27 at 09:00.
# now | paused | overdue
BEYOND_THE_CAP = """
08-17 09:30 | paused |
08-20 17:01 | paused |
08-22 08:59 | paused |
08-22 09:00 |        |
08-26 16:59 |        |
08-26 17:01 |        | overdue
08-27 08:00 |        | overdue
08-27 09:01 |        | overdue
"""


@pytest.mark.parametrize(
    "row", [tuple(map(str.strip, r.split("|"))) for r in BEYOND_THE_CAP.strip().splitlines()]
)
def test_a_wait_beyond_the_cap(row: tuple[str, str, str]) -> None:
    """It is due on 26 August from the question on, for everybody, and overdue after that."""
    office = Office()
    live(office, local("08-17 08:05"))
    case = office.in_progress()
    live(office, local("08-17 09:00"))
    office.take(case, OFFICER, QUESTION)
    now, paused, overdue = row
    live(office, local(now))
    said = check_agreement(office, office.find(case))
    assert said == Told("2026-08-26T17:00:00+07:00", overdue == "overdue", paused == "paused")


def test_the_due_time_itself_is_on_time() -> None:
    """At that instant the schedule has been there, and still nobody calls the case overdue."""
    office = Office()
    case = office.pending_approval()
    live(office, local("08-06 17:00"))
    case = office.find(case)
    assert case.timeline[-1].at == office.clock.now()
    seen = PageReading(office.clock.now(), office.directory, LAO_CAI.gazetteer)
    line = card_view(card_of(case), seen)
    assert (line["due_at"], line["overdue"]) == ("2026-08-06T17:00:00+07:00", False)
    for reader in (OFFICER, LEADER, SUPERVISOR):
        assert read_inbox(office.desk, reader, InboxQueue.OVERDUE, 10, None).items == ()
    case = office.take(case, LEADER, commands.Approve())
    assert case.timeline[-1].facts["on_time"] is True


def test_an_overdue_case_that_waits_beyond_the_cap_climbs() -> None:
    """The clock runs, so it reminds and climbs, although the citizen has not replied."""
    office = Office()
    live(office, local("08-17 08:05"))
    case = office.in_progress()
    live(office, local("08-17 09:00"))
    office.take(case, OFFICER, QUESTION)
    live(office, local("08-27 08:00"))
    assert told(office.find(case)) == [
        "08-22 09:00 clock_runs_on",
        "08-25 09:07 remind four_fifths",
        "08-26 17:00 become_overdue",
        "08-26 17:00 escalate leader",
        "08-26 17:00 remind deadline",
        "08-27 07:30 remind overdue_morning",
    ]


def test_a_question_after_the_due_time_suspends_the_escalation() -> None:
    """It waits and is not overdue; the cap used up it is, and the supervisors still have it."""
    office = Office()
    case = office.in_progress()
    live(office, local("08-10 08:00"))
    office.take(office.find(case), OFFICER, QUESTION)
    office.clock.advance(seconds=30)
    assert not check_agreement(office, office.find(case)).overdue
    assert office.find(case).escalated
    case = office.take(office.find(case), SUPERVISOR, commands.Acknowledge())
    assert not check_agreement(office, case).overdue
    live(office, local("08-17 08:01"))
    assert check_agreement(office, office.find(case)).overdue
    escalated = read_inbox(office.desk, SUPERVISOR, InboxQueue.ESCALATED, 10, None)
    assert [(card.code, card.acknowledged) for card in escalated.items] == [
        (case.code, ("supervisor",))
    ]


def test_a_longer_limit_brings_an_overdue_case_back_in_time() -> None:
    """Co-ordinating agencies make it complex: no list and no figure has it overdue any more."""
    office = Office()
    case = office.assigned()
    live(office, local("08-10 08:00"))
    assert office.find(case).escalated
    assign = commands.Assign("so-xay-dung", "o1", ("so-y-te",))
    case = office.take(office.find(case), INTAKE, assign)
    assert check_agreement(office, case) == Told("2026-08-17T17:00:00+07:00", False, False)
    assert read_inbox(office.desk, SUPERVISOR, InboxQueue.ESCALATED, 10, None).items == ()


_deeds = st.lists(
    st.tuples(st.integers(1, 4 * 1440), st.integers(0, len(DEEDS) - 1)), min_size=1, max_size=9
)


@settings(max_examples=100, deadline=None)
@given(_deeds, st.sampled_from([0, 60, 600, 2250]), st.integers(1, 10))
def test_everybody_says_the_same_at_every_instant(
    deeds: list[tuple[int, int]], cap: int, patience: int
) -> None:
    """Whatever people do, and whenever one looks.

    But for the due time itself, at which the schedule has been there already: each deed has
    microseconds of its own, so that no sum of stretches between deeds falls on another.
    """
    office = Office()
    change_policy(office, pause_cap=timedelta(minutes=cap), no_reply_days=patience)
    case = office.submit()
    for number, (after, what) in enumerate(deeds):
        live(office, office.clock.now() + timedelta(minutes=after, microseconds=2**number))
        check_agreement(office, office.find(case))
        actor, command = DEEDS[what]
        try:
            case = office.take(office.find(case), actor, command)
        except DomainError:
            continue
        check_agreement(office, office.find(case))
