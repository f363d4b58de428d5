"""The figures of hand-worked lives, and laws that hold for every life (docs/handbook.md §8)."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import astuple
from datetime import date, datetime, timedelta

import pytest

from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.reinspection_commands import Reinspect
from chalicelib.cases.domain.standing_rows import spell_of
from chalicelib.cases.domain.standings import Cell, Standing, cells_of, spells
from chalicelib.figures.application.reports import previous
from chalicelib.figures.domain.reports import Figures, Period, Share, summarise
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from localstack.demo.reporting import OUTCOMES
from tests.support.cases import (
    CITIZEN,
    INTAKE,
    LEADER,
    OFFICER,
    SUPERVISOR,
    Office,
    change_policy,
)
from tests.support.figures import count
from tests.support.lives import EXTENSION, MOVES, random_lives

AUGUST = Period(date(2026, 8, 1), date(2026, 9, 1), date(2026, 9, 1))


def _to(office: Office, text: str) -> None:
    """Go to `08-06 17:00` of 2026, local time, doing what is due on the way."""
    target = datetime.fromisoformat(f"2026-{text}").replace(tzinfo=LOCAL_ZONE)
    while due := list(office.store.due(target, 1)):
        office.clock.advance(seconds=max(0.0, (due[0].at - office.clock.now()).total_seconds()))
        let_time_pass(office.desk, due[0].code, "test")
    office.clock.advance(seconds=(target - office.clock.now()).total_seconds())


def _report(office: Office, period: Period = AUGUST, level: str = "province") -> Figures:
    return summarise(count(office.store.cases.values()).items(), period, level)[0]


def _shown(figures: Figures) -> dict[str, object]:
    """Everything that is not zero, nor none of all rounds."""
    names = Figures.__dataclass_fields__
    pairs = zip(names, (getattr(figures, name) for name in names), strict=True)
    empty = (0, None, {}, Share(0, 0))
    shown = {name: value for name, value in pairs if value not in empty}
    for name in ("sent_elsewhere", "taken_otherwise"):
        if shown.get(name) == Share(0, figures.total):
            del shown[name]
    return shown


@pytest.fixture
def office() -> Office:
    return Office()


def test_an_answer_in_time(office: Office) -> None:
    """Received, answered the same morning, rated with four stars."""
    office.take(office.answered(), CITIZEN, commands.Rate(4))
    assert _shown(_report(office)) == {
        "received": {"app": 1},
        "answered_on_time": 1,
        "on_time": Share(1, 1),
        "satisfaction": Share(1, 1),
        "rated": Share(1, 1),
    }


def test_what_is_pending(office: Office) -> None:
    """In time, overdue and waiting are told apart at the cut-off's midnight."""
    office.assigned()
    waiting = office.in_progress()
    office.take(waiting, OFFICER, commands.RequestInfo("Ở đâu?"))
    office.accepted(category="land")
    _to(office, "08-08 12:00")
    at = Period(date(2026, 8, 1), date(2026, 8, 8), date(2026, 8, 8))
    assert _shown(_report(office, at)) == {
        "received": {"app": 3},
        "pending_in_time": 1,
        "pending_overdue": 1,
        "waiting": 1,
        "on_time": Share(0, 1),
    }


def test_a_late_answer(office: Office) -> None:
    """Answered after the due time it counts as late, with its working time."""
    case = office.in_progress()
    _to(office, "08-07 09:00")
    case = office.take(office.find(case), OFFICER, commands.ProposeAnswer("Đã vá xong ổ gà."))
    office.take(case, LEADER, commands.Approve())
    assert _shown(_report(office)) == {
        "received": {"app": 1},
        "answered_late_or_reopened": 1,
        "on_time": Share(0, 1),
        "rated": Share(0, 1),
        "median_working_minutes": 1860,
    }


@pytest.mark.parametrize(
    ("seconds", "minutes"),
    [
        (0, 0),
        (1e-6, 15),
        (899, 15),
        (900 - 1e-6, 15),
        (900, 15),
        (900 + 1e-6, 30),
        (901, 30),
        (1800, 30),
        (1801, 45),
    ],
)
def test_a_median_is_never_below_the_working_time(
    office: Office, seconds: float, minutes: int
) -> None:
    """The upper edge of the step of 15 working minutes in which the exact time lies."""
    case = office.pending_approval()
    office.clock.advance(seconds=seconds)
    office.take(case, LEADER, commands.Approve())
    assert _report(office).median_working_minutes == minutes


def test_a_reopened_answer(office: Office) -> None:
    """Answered in time but reopened before the cut-off it no longer counts as on time."""
    case = office.answered()
    _to(office, "08-05 09:00")
    case = office.take(office.find(case), CITIZEN, commands.Reopen("Vẫn còn ổ gà"))
    before = Period(date(2026, 8, 1), date(2026, 8, 5), date(2026, 8, 5))
    assert _report(office, before).answered_on_time == 1
    _to(office, "08-06 09:00")
    after = Period(date(2026, 8, 1), date(2026, 8, 6), date(2026, 8, 6))
    assert _shown(_report(office, after)) == {
        "received": {"app": 1},
        "reopened": 1,
        "answered_late_or_reopened": 1,
        "pending_in_time": 1,
        "on_time": Share(0, 1),
        "rated": Share(0, 1),
    }


def test_carried_over(office: Office) -> None:
    """What was open at the period's beginning is carried over, whatever becomes of it."""
    case = office.in_progress(category="land")
    _to(office, "08-10 09:00")
    case = office.take(office.find(case), OFFICER, commands.ProposeAnswer("Đã đo đạc lại."))
    office.take(case, LEADER, commands.Approve())
    week = Period(date(2026, 8, 10), date(2026, 8, 17), date(2026, 8, 17))
    figures = _report(office, week)
    assert (figures.carried_over, figures.received, figures.answered_on_time) == (1, {}, 1)


def test_a_duplicate_taken_back_never_ended(office: Office) -> None:
    """Marked and unmarked before the cut-off, the round was open all along."""
    parent, case = office.submit(), office.submit()
    case = office.take(case, INTAKE, commands.MarkDuplicate(parent.code))
    _to(office, "08-04 09:00")
    assert _report(office, Period(*[date(2026, 8, d) for d in (1, 4, 4)])).duplicate == 1
    office.take(office.find(case), INTAKE, commands.UnmarkDuplicate())
    figures = _report(office, Period(*[date(2026, 8, d) for d in (1, 5, 5)]))
    assert (figures.duplicate, figures.pending_overdue + figures.pending_in_time) == (0, 2)


def test_returned_and_rerouted_once_a_round(office: Office) -> None:
    """Two returns in a period count one round; another lead agency counts as re-routed."""
    case = office.assigned()
    for _ in range(2):
        case = office.take(case, OFFICER, commands.Return("Không thuộc thẩm quyền"))
        case = office.take(case, INTAKE, commands.Assign("so-xay-dung", "o1"))
    other = office.take(office.assigned(), OFFICER, commands.Return("Không thuộc thẩm quyền"))
    office.take(other, INTAKE, commands.Assign("so-y-te", "o3"))
    figures = _report(office)
    assert (figures.returned, figures.rerouted) == (2, 1)
    assert figures.sent_elsewhere == Share(1, 2)


@pytest.mark.parametrize("holds", [True, False])
def test_what_was_looked_at_once_more(office: Office, holds: bool) -> None:
    """By the month in which it was looked at, and by the agency that answered; it always
    balances."""
    change_policy(office, reinspections=ReinspectionPolicy(percent=100))
    case = office.answered()
    _to(office, "08-05 09:00")
    office.take(case, SUPERVISOR, Reinspect(holds, "Đã đến xem."))
    figures = _report(office)
    assert figures.reinspection == Share(int(holds), 1)
    assert (figures.answered_on_time, figures.answered_late_or_reopened) == (holds, not holds)
    before = Period(*[date(2026, 8, d) for d in (1, 5, 5)])
    assert _report(office, before).reinspection == Share(0, 0)
    rows = summarise(count(office.store.cases.values()).items(), AUGUST, "agency")[1]
    assert rows["so-xay-dung"].reinspection == Share(int(holds), 1)


def test_recategorised_when_it_was_taken_in(office: Office) -> None:
    """Another category than it was sent with; naming the same one changes nothing."""
    office.take(office.submit(), INTAKE, commands.Accept(category="sanitation"))
    office.take(office.submit(), INTAKE, commands.Accept(category="roads"))
    office.take(office.submit(), INTAKE, commands.Accept())
    figures = _report(office)
    assert (figures.total, figures.recategorised) == (3, 1)
    assert figures.taken_otherwise == Share(1, 3)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (("2026-08-01", "2026-09-01"), ("2026-07-01", "2026-08-01")),
        (("2026-03-15", "2026-04-15"), ("2026-02-15", "2026-03-15")),
        (("2026-01-01", "2027-01-01"), ("2025-01-01", "2026-01-01")),
        (("2026-08-03", "2026-08-10"), ("2026-07-27", "2026-08-03")),
    ],
)
def test_the_period_before(period: tuple[str, str], before: tuple[str, str]) -> None:
    """Whole months before whole months, else as many days."""
    start, end = map(date.fromisoformat, period)
    found = previous(Period(start, end, end))
    assert (found.start.isoformat(), found.end.isoformat()) == before


@pytest.mark.parametrize("seed", range(8))
def test_the_balance_holds_for_every_period(seed: int) -> None:
    """Carried over + received + reopened = the outcomes, for any period, cut-off and level."""
    office = random_lives(seed, 6, 120)
    cells, chance = count(office.store.cases.values()), random.Random(seed)
    first, days = date(2026, 8, 3), 60
    for _ in range(30):
        start = first + timedelta(days=chance.randrange(days))
        end = start + timedelta(days=1 + chance.randrange(20))
        period = Period(start, end, end + timedelta(days=chance.choice([0, 0, 3])))
        for level in ("agency", "commune", "category"):
            total, rows = summarise(cells.items(), period, level)
            for figures in (total, *rows.values()):
                outcomes = sum(getattr(figures, name) for name in OUTCOMES)
                assert figures.total == outcomes
            assert total.total == sum(figures.total for figures in rows.values())


@pytest.mark.parametrize("seed", range(4))
def test_a_report_can_be_repeated(seed: int) -> None:
    """What is known at a cut-off stays the same however the cases go on."""
    office = random_lives(seed, 5, 60)
    today = office.clock.now().astimezone(LOCAL_ZONE).date()
    period = Period(date(2026, 8, 1), today, today)
    then = _report(office, period)
    chance = random.Random(seed + 100)
    for case in list(office.store.cases.values()):
        office.clock.advance(hours=30)
        let_time_pass(office.desk, case.code, "test")
        actor, command = chance.choice(MOVES)
        try:
            office.take(office.find(case), actor, command)
        except DomainError:
            continue
    assert astuple(_report(office, period)) == astuple(then)


def test_events_say_what_changes_in_the_figures() -> None:
    """Of each save, and nothing where no round stands otherwise; it fits to what came before."""
    office = Office()
    studied = office.take(office.in_progress(), OFFICER, EXTENSION)
    studied = office.take(studied, OFFICER, commands.ProposeAnswer("Đã xử lý xong việc này."))
    office.take(studied, LEADER, commands.SendBack("Bổ sung ảnh"))
    office.take(office.answered(), LEADER, commands.Close())
    offices = [office, *(random_lives(seed, 6, 120) for seed in range(8))]
    told, silent = 0, set[str]()
    for each in offices:
        known: dict[str, Counter[Cell]] = {}
        for event in each.store.events:
            said, code = event["figures"], str(event["code"])
            if said is None:
                silent.add(str(event["action"]))
                continue
            before, after = (
                cells_of(map(spell_of, (*said["kept"], *said[name])))
                for name in ("before", "after")
            )
            assert before == known.get(code, Counter())
            assert after != before
            known[code], told = after, told + 1
        for case in each.store.cases.values():
            assert known[case.code] == cells_of(spells(case))
    assert told > 100
    assert silent >= {"start", "propose_answer", "send_back", "remind", "close", "snooze"}


def test_cells_balance() -> None:
    """Of each day and agency as many rounds are there as began and did not cease: never fewer."""
    cells = count(random_lives(1, 5, 60).store.cases.values())
    for day in {cell.day for cell in cells}:
        standing: Counter[Standing] = Counter()
        for cell, n in cells.items():
            if cell.day <= day:
                standing[cell.standing] += n
        assert min(standing.values()) >= 0
