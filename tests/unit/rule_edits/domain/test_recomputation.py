"""An open case under an edited calendar: what moves, what is said, what it does to the figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.cases.application.transitions import circumstances
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.actions.recomputation import recompute
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.standings import RoundStatus, spells
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.actors import SCHEDULE
from chalicelib.kernel.instants import store, wire
from chalicelib.rules.domain.rules import Rules
from tests.support.cases import OFFICER
from tests.support.rules import EditedOffice


def followed(office: EditedOffice, case: Case) -> Case:
    """The case after the calendar in force has been laid on it."""
    about = replace(
        circumstances(office.desk, case, SCHEDULE), calendar=office.directory.calendar()
    )
    return recompute(case, about, case.version + 1)


def actions(case: Case, since: Case) -> list[Action]:
    return [entry.action for entry in case.timeline[len(since.timeline) :]]


def test_a_day_off_moves_the_due_time_by_one_working_day_and_says_so() -> None:
    """Three working days from Monday, with Wednesday off: Friday at closing; who, when, why."""
    office = EditedOffice()
    case = office.in_progress()
    assert case.clock
    assert wire(case.clock.due_at) == "2026-08-06T17:00:00+07:00"
    office.day_off("2026-08-05")
    moved = followed(office, case)
    assert moved.clock
    assert wire(moved.clock.due_at) == "2026-08-07T17:00:00+07:00"
    assert moved.version == case.version + 1
    (line,) = moved.timeline[len(case.timeline) :]
    assert (line.action, line.actor, line.source, line.target) == (
        Action.RECOMPUTE,
        SCHEDULE,
        case.state,
        case.state,
    )
    assert line.facts == {
        "calendar": 2,
        "moved": True,
        "due_before": store(case.clock.due_at),
    }


def test_following_twice_changes_nothing_more() -> None:
    """The same version of the calendar is followed once, however often it is asked for."""
    office = EditedOffice()
    case = office.in_progress()
    office.day_off("2026-08-05")
    moved = followed(office, case)
    assert followed(office, moved) is moved


@pytest.mark.parametrize("day", ["2026-08-09", "2026-09-15", "2026-07-31"])
def test_a_case_that_does_not_move_stays_as_it_is(day: str) -> None:
    """A Sunday off, a day after the due time, a day before the start: no line, no new version."""
    office = EditedOffice()
    case = office.in_progress()
    office.day_off(day)
    assert followed(office, case) is case


def test_a_case_that_is_over_is_left_alone() -> None:
    """Answered is answered: its due time is history."""
    office = EditedOffice()
    case = office.answered()
    office.day_off("2026-08-05")
    assert followed(office, case) is case


def test_what_moves_out_of_being_overdue_is_pending_in_time_again() -> None:
    """The case was overdue only by a day that turned out to be off."""
    office = EditedOffice()
    case = replace(office.in_progress(), overdue=True, escalated=True)
    office.clock.advance(days=4, hours=1)
    office.day_off("2026-08-05")
    moved = followed(office, case)
    assert (moved.overdue, moved.escalated) == (False, False)
    assert actions(moved, case) == [Action.RECOMPUTE]
    assert "overdue" not in moved.timeline[-1].facts
    assert spells(moved)[-1].standing.status is RoundStatus.PENDING_IN_TIME


def test_what_moves_into_being_overdue_is_so_from_now_on() -> None:
    """Nobody could know before: the stamp is the moment of the recomputation."""
    office = EditedOffice()
    office.day_off("2026-08-05")
    case = office.in_progress()
    assert case.clock
    assert wire(case.clock.due_at) == "2026-08-07T17:00:00+07:00"
    office.clock.advance(days=4, hours=1)
    office.day_worked("2026-08-05")
    moved = followed(office, case)
    assert actions(moved, case) == [Action.RECOMPUTE, Action.BECOME_OVERDUE]
    assert moved.overdue
    assert [entry.at for entry in moved.timeline[-2:]] == [office.clock.now()] * 2
    assert spells(moved)[-1].standing.status is RoundStatus.PENDING_OVERDUE


def test_a_waiting_case_still_waits() -> None:
    """Its latest due time moves; in the figures it stays waiting for the citizen."""
    office = EditedOffice()
    case = office.take(office.in_progress(), OFFICER, commands.RequestInfo("Đoạn nào?"))
    office.clock.advance(days=1)
    office.day_off("2026-08-06")
    moved = followed(office, case)
    assert moved.timeline[-1].facts["standing"] is True
    assert moved.clock
    assert case.clock
    assert moved.clock.due_at != case.clock.due_at
    assert spells(moved)[-1].standing.status is RoundStatus.WAITING


def test_a_wait_that_now_is_beyond_the_cap_runs_on() -> None:
    """Days that turned out to be worked use up the cap: the officer is told, the figures know."""
    office = EditedOffice()
    for day in ("2026-08-05", "2026-08-06"):
        office.day_off(day)
    case = office.take(office.in_progress(), OFFICER, commands.RequestInfo("Đoạn nào?"))
    office.clock.advance(days=8)
    assert case.clock
    assert case.clock.is_standing(office.clock.now())
    for day in ("2026-08-05", "2026-08-06"):
        office.day_worked(day)
    moved = followed(office, case)
    assert actions(moved, case) == [Action.RECOMPUTE, Action.CLOCK_RUNS_ON]
    assert spells(moved)[-1].standing.status is RoundStatus.PENDING_IN_TIME


def test_a_notice_for_a_provisional_year_settles_the_date() -> None:
    """The date stays, but is no longer provisional: a line, and nobody is told of a move."""
    office = EditedOffice()
    office.clock.advance(days=(date(2026, 12, 30) - date(2026, 8, 3)).days)
    case = office.in_progress()
    assert case.clock
    assert case.clock.provisional
    document = office.rulebook.editions(Rules.CALENDAR)[-1].document
    notices = [*document["notices"], {"year": 2027, "source": "Thông báo 2027"}]
    office.edit(Rules.CALENDAR, notices=notices)
    moved = followed(office, case)
    assert moved.clock
    assert not moved.clock.provisional
    assert moved.timeline[-1].facts["moved"] is False


def test_whoever_acts_first_brings_the_case_along() -> None:
    """A command on a case that has not followed yet lays the new calendar on it, with a line."""
    office = EditedOffice()
    case = office.assigned()
    office.day_off("2026-08-05")
    started = office.take(case, OFFICER, commands.Start())
    assert actions(started, case) == [Action.RECOMPUTE, Action.START]
    assert {entry.version for entry in started.timeline[-2:]} == {case.version + 1}
    assert started.clock
    assert wire(started.clock.due_at) == "2026-08-07T17:00:00+07:00"


def test_a_process_that_remembers_the_older_calendar_does_not_lead_back() -> None:
    """The case knows a newer version than the directory gives at first: the newer one counts."""
    office = EditedOffice()
    office.day_off("2026-08-05")
    case = office.assigned()
    old = office.directory.calendar(1)
    newest = office.directory.calendar

    office.directory.calendar = (  # type: ignore[method-assign]
        lambda version=None: newest(version) if version else old
    )
    started = office.take(case, OFFICER, commands.Start())
    assert actions(started, case) == [Action.START]
    assert started.clock
    assert started.clock.calendar == 2
