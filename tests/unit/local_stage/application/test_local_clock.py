"""A move of the local clock: instant by instant, waiting for effects, no longer than needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.cases.application.ports import DueCase
from chalicelib.kernel.actors import Role
from chalicelib.kernel.due_work import SHARDS, shard_of
from chalicelib.kernel.errors import Invalid
from chalicelib.local_stage.application.clock import ClockDesk, Moved, advance_clock, move_clock
from chalicelib.messages.application.notifications import always
from tests.support.clock import NOW, FakeClock
from tests.support.commune_reports import make_report_reminders
from tests.support.directory import make_officer, put_officer
from tests.support.messages import MemoryMessageStore
from tests.support.morning_lists import LONG_OVER, make_morning_list
from tests.support.notifier import Notifier
from tests.support.rules import EditedOffice

DUE = NOW + timedelta(days=5)


class SetClock(FakeClock):
    """A clock that a move can set."""

    def move_to(self, instant: datetime) -> None:
        self._now = instant


@dataclass
class WatchedPipeline:
    """Remembers at which local instants it was waited for, and what had been written by then."""

    office: EditedOffice
    drains: list[tuple[datetime, int]] = field(default_factory=list)
    stuck: bool = False

    def drain(self, may_go_on: Callable[[], bool]) -> bool:  # noqa: ARG002 - the port's
        self.drains.append((self.office.clock.now(), len(self.office.store.events)))
        return not self.stuck


@pytest.fixture
def office() -> EditedOffice:
    """With a clock that can be set."""
    return EditedOffice(SetClock())


@pytest.fixture
def pipeline(office: EditedOffice) -> WatchedPipeline:
    """Between the office and nobody."""
    return WatchedPipeline(office)


def move(
    office: EditedOffice, pipeline: WatchedPipeline, may_go_on: Callable[[], bool] = always
) -> Moved:
    """Five days forward."""
    clock = office.clock
    assert isinstance(clock, SetClock)
    desk = make_clock_desk(clock, office, pipeline)
    return move_clock(desk, DUE, may_go_on)


def make_clock_desk(
    clock: Any, office: EditedOffice, pipeline: WatchedPipeline, messages: Any = None
) -> ClockDesk:
    """Over what the office has, and messages of its own."""
    notifier = Notifier(clock=office.clock).desk
    reminders = make_report_reminders(clock, office.directory, messages or notifier.messages)
    recomputation = office.recomputation_desk
    told = messages or notifier.messages
    list_ = make_morning_list(clock, office.directory, told, days=LONG_OVER)
    return ClockDesk(clock, office.desk, notifier, recomputation, pipeline, reminders, list_)


def test_each_due_instant_is_stopped_at_and_its_effects_are_awaited(
    office: EditedOffice, pipeline: WatchedPipeline
) -> None:
    """What time brings is stamped with its instant, and drained before the clock goes on."""
    case = office.assigned()
    before = len(office.store.events)
    assert move(office, pipeline) == Moved(DUE, done=True)
    brought = office.find(case).timeline[len(case.timeline) :]
    assert len(brought) > 3
    stops = [at for at, _ in pipeline.drains]
    assert {entry.at for entry in brought} <= set(stops)
    assert [at for at, _ in pipeline.drains] == sorted(stops)
    assert pipeline.drains[-1] == (DUE, before + len(brought))


def test_an_instant_is_waited_for_once(office: EditedOffice, pipeline: WatchedPipeline) -> None:
    """The wait is the dear part: one before the move, one after each work, one at the end."""
    case = office.assigned()
    move(office, pipeline)
    instants = {entry.at for entry in office.find(case).timeline[len(case.timeline) :]}
    assert len(pipeline.drains) == 1 + len(instants) + 1


def test_a_move_that_finds_nothing_due_goes_straight_there(
    office: EditedOffice, pipeline: WatchedPipeline
) -> None:
    """What was sent before the move is awaited all the same."""
    assert move(office, pipeline) == Moved(DUE, done=True)
    assert [at for at, _ in pipeline.drains] == [NOW, DUE]


def asked_shards(office: EditedOffice, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each shard of the cases is asked for what is due, from now on."""
    asked: Counter[str] = Counter()
    due = office.store.due

    def counting(now: datetime, limit: int, shards: Sequence[str] = SHARDS) -> Sequence[DueCase]:
        asked.update(shards)
        return due(now, limit, shards)

    monkeypatch.setattr(office.store, "due", counting)
    return asked


def test_a_look_tells_where_there_is_something_to_do(
    office: EditedOffice, pipeline: WatchedPipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each shard is asked once for each wait, and none again but the one in which something lies:
    what is asked of an emulator is most of what a move takes."""
    asked = asked_shards(office, monkeypatch)
    move(office, pipeline)
    assert asked == dict.fromkeys(SHARDS, len(pipeline.drains))
    pipeline.drains.clear()
    asked.clear()
    case = office.assigned()
    clock = office.clock
    assert isinstance(clock, SetClock)
    move_clock(make_clock_desk(clock, office, pipeline), DUE + timedelta(days=5), always)
    others = dict.fromkeys(set(SHARDS) - {shard_of(case.code)}, len(pipeline.drains))
    assert {shard: asked[shard] for shard in others} == others
    assert asked[shard_of(case.code)] > len(pipeline.drains) > 3


def test_a_pipeline_that_stays_full_stops_the_move(
    office: EditedOffice, pipeline: WatchedPipeline
) -> None:
    """The client is told how far it came, and repeats."""
    office.assigned()
    pipeline.stuck = True
    assert move(office, pipeline) == Moved(NOW, done=False)


def test_a_move_whose_time_is_up_stops_where_it_is_and_can_go_on(
    office: EditedOffice, pipeline: WatchedPipeline
) -> None:
    """Nothing is skipped by it: a repeated request does the rest."""
    case = office.assigned()
    halted = move(office, pipeline, lambda: len(pipeline.drains) < 3)
    assert not halted.done
    assert NOW < halted.now < DUE
    assert move(office, pipeline) == Moved(DUE, done=True)
    assert office.find(case).overdue


def test_the_clock_goes_forward_only(office: EditedOffice, pipeline: WatchedPipeline) -> None:
    """A past instant is refused."""
    office.clock.advance(days=6)
    with pytest.raises(Invalid):
        move(office, pipeline)


def test_what_the_clock_shows_it_takes_back(
    office: EditedOffice, pipeline: WatchedPipeline
) -> None:
    """Whole seconds are shown: the one that has begun is not the past, and moves nothing back."""
    late = timedelta(days=5, seconds=1, microseconds=-1)
    office.clock.advance(seconds=late.total_seconds())
    assert move(office, pipeline) == Moved(NOW + late, done=True)
    office.clock.advance(microseconds=1)
    with pytest.raises(Invalid):
        move(office, pipeline)


def test_the_clock_stays_in_the_calendar(office: EditedOffice, pipeline: WatchedPipeline) -> None:
    """Step by step into the year 2101 is refused, and the clock stays where it was."""
    desk = make_clock_desk(office.clock, office, pipeline)
    with pytest.raises(Invalid) as refused:
        advance_clock(desk, timedelta(days=80 * 366), always)
    assert [(f.path, f.code) for f in refused.value.faults] == [
        (("advance_seconds",), "out_of_range")
    ]
    assert office.clock.now() == NOW


def test_a_move_by_nothing_waits_for_what_is_on_its_way(
    office: EditedOffice, pipeline: WatchedPipeline
) -> None:
    """While the clock itself goes on, that is no move into the past."""
    clock = office.clock
    assert isinstance(clock, SetClock)

    class Running(SetClock):
        def now(self) -> datetime:
            clock.advance(microseconds=1)
            return clock.now()

    desk = make_clock_desk(Running(), office, pipeline)
    assert advance_clock(desk, timedelta(0), always).done
    assert pipeline.drains


def test_the_clock_stops_where_communes_are_reminded(
    office: EditedOffice, pipeline: WatchedPipeline
) -> None:
    """On each of the days of August's report, at eight o'clock."""
    leader = make_officer(id="l7", username="l7", role=Role.LEADER, agency="ubnd-02647")
    put_officer(office.directory, leader)
    messages = MemoryMessageStore()
    desk = make_clock_desk(office.clock, office, pipeline, messages)
    assert advance_clock(desk, timedelta(days=50), always).done
    at = [datetime(2026, 9, day, 1, 0, tzinfo=UTC) for day in (17, 20, 21)]
    told = [one for one in messages.items.values() if one.recipient == "l7"]
    assert sorted(one.happened_at for one in told) == at


def test_a_case_that_cannot_be_settled_does_not_stop_the_clock(
    office: EditedOffice, pipeline: WatchedPipeline
) -> None:
    """The first and the middle one of five."""
    cases = [office.assigned() for _ in range(5)]
    office.store.unreadable = {cases[0].code, cases[2].code}
    assert move(office, pipeline) == Moved(DUE, done=True)
    good = (cases[1], cases[3], cases[4])
    assert all(office.find(case).overdue for case in good)


def test_what_stays_due_whatever_is_done_does_not_hold_the_clock(
    office: EditedOffice, pipeline: WatchedPipeline
) -> None:
    """Its index entry cannot even be moved."""
    stays, good = office.assigned(), office.assigned()
    office.store.unreadable = {stays.code}
    office.store.put_off = lambda *_: False  # type: ignore[method-assign]
    assert move(office, pipeline) == Moved(DUE, done=True)
    assert office.find(good).overdue
