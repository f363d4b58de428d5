"""What time brings to a case, as a calendar that an official can follow (docs/handbook.md §4).

All times are local. Monday 3 August 2026 is the first day; the limit of roads is 3 working days, so
a case assigned on Monday at 08:05 is due on Thursday 6 August at 17:00.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.cases.application.due_work import work_off
from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.standings import RoundStatus, spells
from chalicelib.cases.domain.workflow import State
from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.rules.domain.rules import Rules
from tests.support.cases import CITIZEN, INTAKE, OFFICER, Office
from tests.support.clock import FakeClock
from tests.support.living import live, told
from tests.support.rules import EditedOffice


def _local(text: str) -> datetime:
    """`08-06 17:00` in 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=LOCAL_ZONE)


def _lived(office: Office, until: str) -> list[str]:
    """Let time pass from due instant to due instant; what happened to the office's one case."""
    live(office, _local(until))
    return told(next(iter(office.store.cases.values())))


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_case_that_nobody_touches(office: Office) -> None:
    """The whole schedule: not started, half, four fifths, the deadline, each morning, upwards."""
    office.assigned()
    assert _lived(office, "08-11 08:00") == [
        "08-03 14:05 remind not_started",
        "08-05 07:47 remind half",
        "08-06 09:07 remind four_fifths",
        "08-06 17:00 become_overdue",
        "08-06 17:00 escalate leader",
        "08-06 17:00 remind deadline",
        "08-07 07:30 remind overdue_morning",
        "08-07 17:00 escalate supervisor",
        "08-10 07:30 remind overdue_morning",
        "08-11 07:30 remind overdue_morning",
    ]


def test_the_intake_desk_has_eight_working_hours(office: Office) -> None:
    """What nobody takes in becomes overdue; reminders are for officers, not for the desk."""
    office.submit()
    assert _lived(office, "08-10 08:00") == ["08-04 08:35 become_overdue"]


def test_ten_days_without_a_reply(office: Office) -> None:
    """Asked before work began: rejected. Asked during work: back to where it was."""
    office.take(office.submit(), INTAKE, commands.RequestInfo("Ở đâu?"))
    assert _lived(office, "08-14 00:00")[-1] == "08-13 08:05 give_up_waiting"
    case = next(iter(office.store.cases.values()))
    assert (case.state, case.timeline[-1].facts["reason"]) == (State.REJECTED, "no_reply")
    other = Office()
    other.take(other.in_progress(), OFFICER, commands.RequestInfo("Ở đâu?"))
    _lived(other, "08-13 08:10")
    assert next(iter(other.store.cases.values())).state is State.IN_PROGRESS


def test_the_pause_is_capped(office: Office) -> None:
    """After 37.5 working hours the clock runs on although the case still waits."""
    office.take(office.in_progress(), OFFICER, commands.RequestInfo("Ở đâu?"))
    assert _lived(office, "08-11 00:00")[-1] == "08-10 08:05 clock_runs_on"


def test_a_wait_that_begins_beyond_the_cap_is_none(office: Office) -> None:
    """With the cap used up the clock never stands: that is said at once, and it is pending (§8)."""
    case = office.take(office.in_progress(), OFFICER, commands.RequestInfo("Ở đâu?"))
    _lived(office, "08-11 09:00")
    case = office.take(office.find(case), CITIZEN, commands.Supplement("Trước cổng trường."))
    case = office.take(case, OFFICER, commands.RequestInfo("Cổng nào, trường nào?"))
    last = [(line.action.value, line.actor.role.value) for line in case.timeline[-2:]]
    assert last == [("request_info", "officer"), ("clock_runs_on", "system")]
    assert spells(case)[-1].standing.status is not RoundStatus.WAITING
    office.clock.advance(minutes=1)
    let_time_pass(office.desk, case.code, "test")
    said = [line.action.value for line in office.find(case).timeline[-2:]]
    assert said == ["request_info", "clock_runs_on"], "said once"


def test_a_wait_that_began_late_is_waiting(office: Office) -> None:
    """A question asked after the due time stops the clock; answered, the case is overdue again."""
    case = office.in_progress()
    _lived(office, "08-07 09:00")
    case = office.take(office.find(case), OFFICER, commands.RequestInfo("Ở đâu?"))
    assert case.clock is not None
    assert not case.clock.due.is_overdue(office.clock.now())
    office.clock.advance(hours=1)
    case = office.take(case, CITIZEN, commands.Supplement("Ngay trước cổng trường."))
    assert case.overdue


def test_an_answer_closes_by_itself(office: Office) -> None:
    """Fourteen days after the answer the case is closed, to the second."""
    office.answered()
    assert _lived(office, "08-17 08:04") == []
    assert _lived(office, "08-18 00:00") == ["08-17 08:05 close"]


def test_a_backlog_gives_no_stale_reminders(office: Office) -> None:
    """The schedule stood for days: states carry their own instants, one reminder is given."""
    case = office.assigned()
    office.clock.advance(days=7.1)
    let_time_pass(office.desk, case.code, "test")
    assert told(office.find(case)) == [
        "08-06 17:00 become_overdue",
        "08-06 17:00 escalate leader",
        "08-07 17:00 escalate supervisor",
        "08-10 07:30 remind overdue_morning",
    ]


def test_a_command_settles_first(office: Office) -> None:
    """An answer a minute after the due time finds the case overdue, though no schedule ran."""
    case = office.in_progress()
    office.clock.advance(days=4)
    case = office.take(case, OFFICER, commands.ProposeAnswer("Đã vá xong ổ gà."))
    told = [entry.action.value for entry in case.timeline]
    assert told[-3:] == ["become_overdue", "escalate", "propose_answer"]
    assert case.overdue


def test_running_twice_changes_nothing(office: Office) -> None:
    """A second run at the same moment finds nothing left to do."""
    case = office.assigned()
    office.clock.advance(days=5)
    assert work_off(office.desk, "test", lambda: True).finished
    once = office.find(case)
    assert work_off(office.desk, "test", lambda: True).moved == 0
    assert office.find(case) == once


def test_a_run_that_must_stop_leaves_the_rest_due(office: Office) -> None:
    """Cut short, a run has done the oldest; the next one goes on from there."""
    for _ in range(5):
        office.submit()
        office.clock.advance(minutes=1)
    office.clock.advance(days=3)
    allowed = iter([True, True, False])
    cut = work_off(office.desk, "test", lambda: next(allowed))
    assert (cut.moved, cut.finished) == (2, False)
    rest = work_off(office.desk, "test", lambda: True)
    assert (rest.moved, rest.finished) == (3, True)


def test_a_morning_that_moves_on_its_own_day_comes_once() -> None:
    """Reminded at 07:30; at 07:45 the opening moves to 08:00: the next reminder is tomorrow's."""
    office = EditedOffice(FakeClock(_local("08-03 08:05")))
    case = office.in_progress()
    live(office, _local("08-14 07:45"))
    week = office.rulebook.editions(Rules.CALENDAR)[-1].document["week"]
    hours = ["08:00-12:00", "13:00-17:00"]
    moved = {day: hours if openings else openings for day, openings in week.items()}
    office.edit(Rules.CALENDAR, week=moved, ordinary_hours=hours)
    live(office, _local("08-17 09:00"))
    mornings = [at for at in told(office.find(case)) if "overdue_morning" in at]
    days = [line.split()[0] for line in mornings]
    assert days == sorted(set(days)), "one a day"
    assert {"08-14", "08-17"} <= set(days)
