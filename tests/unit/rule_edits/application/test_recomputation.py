"""The pass over the open cases after an edit: in batches, stopped, continued, overlapped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.instants import wire
from chalicelib.messages.application.notifications import always
from chalicelib.rule_edits.application import recomputation
from chalicelib.rule_edits.application.recomputation import BATCH, keep_up, read_progress
from chalicelib.rule_edits.domain.recomputation import SETTLING, Progress, Recomputation
from chalicelib.rules.domain.rules import Rules
from tests.support.cases import ELSEWHERE, INTAKE
from tests.support.rules import ADMINISTRATOR, EditedOffice

MOVED_TO = "2026-08-07T17:00:00+07:00"


@pytest.fixture
def office() -> EditedOffice:
    """The schedule has run before."""
    office = EditedOffice()
    keep_up(office.recomputation_desk, "tick", always)
    return office


def run(office: EditedOffice, may_go_on: Callable[[], bool] = always) -> int:
    return keep_up(office.recomputation_desk, "tick", may_go_on)


def turn(office: EditedOffice, progress: Progress) -> Recomputation:
    return recomputation.turn(office.recomputation_desk, progress, ADMINISTRATOR, "c-1")


def wait(office: EditedOffice) -> None:
    """Until every process knows the new version."""
    office.clock.advance(seconds=SETTLING.total_seconds())


def dates(office: EditedOffice) -> set[str]:
    return {wire(case.clock.due_at) for case in office.store.cases.values() if case.clock}


def recomputed(case: Case) -> int:
    return sum(entry.action is Action.RECOMPUTE for entry in case.timeline)


def test_nothing_is_known_before_the_first_run() -> None:
    """The route answers 404 rather than inventing a state."""
    with pytest.raises(NotFound):
        read_progress(EditedOffice().recomputation_desk)


def test_without_an_edit_nothing_is_looked_at(office: EditedOffice) -> None:
    """The cost of each minute does not follow the open cases."""
    office.in_progress()
    assert run(office) == 0
    assert read_progress(office.recomputation_desk).progress is Progress.DONE


def test_every_open_case_follows_once(office: EditedOffice) -> None:
    """Cases of the intake desk and of several agencies, more than one batch, each one line."""
    for _ in range(BATCH + 3):
        office.in_progress()
    health = office.take(office.accepted(), INTAKE, commands.Assign("so-y-te", "o3"))
    answered = office.answered()
    office.day_off("2026-08-05")
    run(office)
    wait(office)
    run(office)
    progress = read_progress(office.recomputation_desk)
    assert (progress.progress, progress.moved) == (Progress.DONE, BATCH + 4)
    assert office.find(answered) == answered
    still_open = [case for case in office.store.cases.values() if case.is_open]
    assert [recomputed(case) for case in still_open] == [1] * (BATCH + 4)
    assert dates(office) - {wire(answered.clock.due_at)} == {MOVED_TO}  # type: ignore[union-attr]
    assert recomputed(office.find(health)) == 1
    assert run(office) == 0


def test_it_begins_when_every_process_knows_the_edit(office: EditedOffice) -> None:
    """Not before: a case that is changed by who does not know yet would be missed."""
    office.in_progress()
    office.day_off("2026-08-05")
    assert run(office) == 0
    office.clock.advance(seconds=SETTLING.total_seconds() - 1)
    assert run(office) == 0
    office.clock.advance(seconds=1)
    assert run(office) == 1


def test_it_can_be_stopped_and_goes_on_where_it_was(office: EditedOffice) -> None:
    """What is done stays done, what is not is done later, nothing twice."""
    for _ in range(2 * BATCH):
        office.in_progress()
    office.day_off("2026-08-05")
    run(office)
    wait(office)
    batches = count()
    assert run(office, lambda: next(batches) < 1) == BATCH
    stopped = turn(office, Progress.STOPPED)
    assert (stopped.progress, stopped.examined) == (Progress.STOPPED, BATCH)
    assert run(office) == 0
    turn(office, Progress.RUNNING)
    run(office)
    assert {recomputed(case) for case in office.store.cases.values()} == {1}
    assert read_progress(office.recomputation_desk).progress is Progress.DONE
    assert turn(office, Progress.STOPPED).progress is Progress.DONE


def test_a_newer_edit_begins_anew_even_after_a_stop(office: EditedOffice) -> None:
    """Who stopped it because the calendar was wrong corrects the calendar."""
    case = office.in_progress()
    office.day_off("2026-08-05")
    run(office)
    turn(office, Progress.STOPPED)
    office.day_off("2026-08-04")
    run(office)
    wait(office)
    run(office)
    clock = office.find(case).clock
    assert clock
    assert (wire(clock.due_at), clock.calendar) == ("2026-08-10T17:00:00+07:00", 3)
    assert recomputed(office.find(case)) == 1


def test_an_edit_for_a_later_day_is_followed_on_that_day(office: EditedOffice) -> None:
    """`valid_from` counts, without anybody having to remember."""
    case = office.in_progress()
    document = office.rulebook.editions(Rules.CALENDAR)[-1].document
    override = {"day": "2026-08-05", "kind": "off", "source": "Công văn thử"}
    office.edit(
        Rules.CALENDAR, valid_from="2026-08-04", overrides=[*document["overrides"], override]
    )
    run(office)
    wait(office)
    assert run(office) == 0
    office.clock.advance(days=1)
    run(office)
    wait(office)
    run(office)
    clock = office.find(case).clock
    assert clock
    assert wire(clock.due_at) == MOVED_TO


def test_overlapping_runs_do_it_once(office: EditedOffice) -> None:
    """A second run in the middle of the first, at each case that the first takes up."""
    for _ in range(BATCH):
        office.in_progress()
    office.day_off("2026-08-05")
    run(office)
    wait(office)
    find, nested = office.store.find, iter([True])

    def interrupted(code: str) -> Case | None:
        if next(nested, False):
            run(office)
        return find(code)

    office.store.find = interrupted  # type: ignore[method-assign]
    run(office)
    assert {recomputed(case) for case in office.store.cases.values()} == {1}


def test_new_reminders_hold_for_open_cases(office: EditedOffice) -> None:
    """The next instant of each open case is set anew; the case itself gets no line."""
    case = office.in_progress()
    before = office.store.next_at[case.code]
    reminders = [{"id": "early", "anchor": "share", "to": "officer", "percent": 10}]
    office.edit(Rules.POLICIES, reminders=reminders)
    run(office)
    wait(office)
    run(office)
    assert office.store.next_at[case.code] < before
    assert office.find(case) == case
    assert office.find(case).policy == 1


def test_who_is_assigned_elsewhere_meanwhile_follows_by_that(office: EditedOffice) -> None:
    """Between two batches a case leaves an agency that comes later for one that came before."""
    for _ in range(BATCH):
        office.in_progress()
    late = office.take(office.accepted(), INTAKE, commands.Assign("so-y-te", "o3"))
    office.day_off("2026-08-05")
    run(office)
    wait(office)
    batches = count()
    run(office, lambda: next(batches) < 1)
    back = office.take(office.find(late), ELSEWHERE, commands.Return("Không phải việc của Sở"))
    office.take(back, INTAKE, commands.Assign("so-xay-dung", "o1"))
    run(office)
    clock = office.find(late).clock
    assert clock
    assert wire(clock.due_at) == MOVED_TO
    assert recomputed(office.find(late)) == 1


def test_an_agency_that_is_gone_loses_no_case(office: EditedOffice) -> None:
    """The pass stands in the middle of an agency that the directory no longer has."""
    for _ in range(BATCH + 1):
        office.in_progress()
    office.day_off("2026-08-05")
    run(office)
    wait(office)
    batches = count()
    run(office, lambda: next(batches) < 1)
    present = office.recomputations.present
    assert present
    office.recomputations.present = replace(present, position={"part": "so-a"})
    run(office)
    assert {recomputed(case) for case in office.store.cases.values()} == {1}


def test_cases_that_cannot_follow_are_named_and_do_not_stop_the_pass(office: EditedOffice) -> None:
    """The first and the middle one of a batch; the pass ends when they were mended and followed."""
    cases = [office.in_progress() for _ in range(BATCH)]
    office.day_off("2026-08-05")
    run(office)
    wait(office)
    broken = {cases[0].code, cases[BATCH // 2].code}
    office.store.unreadable = set(broken)
    run(office)
    found = read_progress(office.recomputation_desk)
    assert (found.progress, set(found.broken)) == (Progress.RUNNING, broken)
    assert (found.examined, found.moved) == (BATCH, BATCH - 2)
    assert run(office) == 0
    office.store.unreadable = set()
    office.clock.advance(minutes=1)
    assert run(office) == 2
    found = read_progress(office.recomputation_desk)
    assert (found.progress, found.broken, found.moved) == (Progress.DONE, (), BATCH)
    assert [recomputed(case) for case in office.store.cases.values()] == [1] * BATCH


def test_those_that_fail_again_wait_longer_and_cost_nothing_meanwhile(
    office: EditedOffice,
) -> None:
    """Only they are tried, more of them than a batch holds, after 1, 2, 4 minutes, an hour at
    most; a stop holds, and a newer edit begins anew."""
    cases = [office.in_progress() for _ in range(BATCH + 1)]
    office.day_off("2026-08-05")
    run(office)
    wait(office)
    office.store.unreadable = {case.code for case in cases}
    run(office)
    waits = []
    for _ in range(8):
        waits.append(read_progress(office.recomputation_desk).starts_at - office.clock.now())
        office.clock.advance(seconds=waits[-1].total_seconds())
        assert run(office) == BATCH + 1
    assert waits == [timedelta(minutes=m) for m in (1, 2, 4, 8, 16, 32, 60, 60)]
    turn(office, Progress.STOPPED)
    office.clock.advance(hours=2)
    assert run(office) == 0
    office.store.unreadable = set()
    office.day_off("2026-08-06")
    run(office)
    wait(office)
    run(office)
    found = read_progress(office.recomputation_desk)
    assert (found.progress, found.broken) == (Progress.DONE, ())
    assert {recomputed(case) for case in office.store.cases.values()} == {1}


def test_a_passing_fault_ends_the_run_and_the_batch_comes_again(office: EditedOffice) -> None:
    """No case is named for it."""
    office.in_progress()
    office.day_off("2026-08-05")
    run(office)
    wait(office)
    find = office.store.find

    def away(code: str) -> Case | None:
        raise ConnectionError(code)

    office.store.find = away  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        run(office)
    assert read_progress(office.recomputation_desk).broken == ()
    office.store.find = find  # type: ignore[method-assign]
    assert run(office) == 1
