"""Whenever the schedule runs, time brings the same (docs/handbook.md §4): a property of due work.

One office is visited at each instant at which something is due, the other whenever it happens to
be: late, twice, by two runs at once, or after days, and some of its cases cannot be read for a
while. People do the same in both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.cases.application.due_work import work_off
from chalicelib.cases.application.ports import DueCase
from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case, Entry
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.backoff import LONGEST_WAIT
from chalicelib.kernel.due_work import BATCH, SHARDS
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from chalicelib.rules.domain.reminders import Anchor, Recipient, Reminder
from tests.support.cases import (
    CITIZEN,
    INTAKE,
    LEADER,
    OFFICER,
    SUPERVISOR,
    FakeCaseStore,
    Office,
    change_policy,
)
from tests.support.living import live

SPAN = 21 * 24 * 60
"""Minutes that a history takes."""
END = SPAN + LONGEST_WAIT // timedelta(minutes=1)
"""Whatever failed before has been tried again by then."""
DEEDS: tuple[tuple[Actor, commands.Command], ...] = (
    (INTAKE, commands.Accept()),
    (INTAKE, commands.Assign("so-xay-dung", "o1")),
    (INTAKE, commands.Assign("so-y-te", "o3")),
    (OFFICER, commands.Start()),
    (OFFICER, commands.RequestInfo("Đoạn nào?")),
    (CITIZEN, commands.Supplement("Trước cổng trường.")),
    (OFFICER, commands.ProposeAnswer("Đã vá xong ổ gà.")),
    (LEADER, commands.SendBack("Thiếu ảnh.")),
    (LEADER, commands.Approve()),
    (CITIZEN, commands.Reopen("Lại hỏng rồi.")),
    (OFFICER, commands.Snooze("Chờ vật tư.", working_hours=5)),
    (LEADER, commands.Acknowledge()),
    (SUPERVISOR, commands.Acknowledge()),
)


@dataclass(frozen=True)
class Deed:
    """Somebody tries something with one case, so many minutes after the beginning."""

    minute: int
    case: int
    what: int


@dataclass(frozen=True)
class Visit:
    """A run of the schedule; with `raced` another run is faster with the first case."""

    minute: int
    raced: bool


@dataclass(frozen=True)
class Breakage:
    """From one minute on, to another, time cannot settle that case."""

    minute: int
    until: int
    case: int


@dataclass(frozen=True)
class History:
    """What happens, but for time."""

    cases: int
    deeds: tuple[Deed, ...]
    visits: tuple[Visit, ...]
    breakages: tuple[Breakage, ...]
    reminders: tuple[Reminder, ...]
    cap_minutes: int
    no_reply_days: int


class RacedStore(FakeCaseStore):
    """Between the reading of a case and its writing, `meanwhile` happens once."""

    meanwhile: Callable[[str], object] | None = None
    passing: Iterable[Breakage] = ()
    minute: int = 0

    def find(self, code: str) -> Case | None:
        found, meanwhile = super().find(code), self.meanwhile
        if meanwhile is not None:
            self.meanwhile = None
            meanwhile(code)
        order = list(self.cases)
        for one in self.passing:
            if one.minute <= self.minute < one.until and order.index(code) == one.case:
                raise KeyError(code)
        return found


_minutes = st.integers(1, SPAN)
_to = st.sampled_from(Recipient)
_reminders = st.lists(
    st.one_of(
        st.builds(Reminder, st.just("a"), st.just(Anchor.ASSIGNED), _to, working_minutes=_minutes),
        st.builds(Reminder, st.just("b"), st.just(Anchor.SHARE), _to, percent=st.integers(1, 99)),
        st.builds(
            Reminder, st.just("c"), st.just(Anchor.DUE), _to, working_minutes=st.integers(0, 900)
        ),
        st.builds(Reminder, st.just("d"), st.just(Anchor.EACH_MORNING), _to),
        st.builds(Reminder, st.just("e"), st.just(Anchor.UNACKNOWLEDGED), _to),
    ),
    max_size=4,
    unique_by=lambda rule: rule.id,
)
_escalations = (
    Reminder("leader", Anchor.DUE, Recipient.LEADER, escalates=True),
    Reminder("supervisor", Anchor.DUE, Recipient.SUPERVISOR, working_days=1, escalates=True),
)
_histories = st.builds(
    History,
    cases=st.integers(1, 3),
    deeds=st.lists(
        st.builds(Deed, _minutes, st.integers(0, 2), st.integers(0, len(DEEDS) - 1)), max_size=14
    ).map(lambda deeds: tuple(sorted(deeds, key=lambda deed: deed.minute))),
    visits=st.lists(st.builds(Visit, _minutes, st.booleans()), max_size=12).map(tuple),
    breakages=st.lists(st.builds(Breakage, _minutes, _minutes, st.integers(0, 2)), max_size=3).map(
        tuple
    ),
    reminders=_reminders.map(lambda rules: (*rules, *_escalations)),
    cap_minutes=st.sampled_from([0, 60, 2250]),
    no_reply_days=st.integers(1, 10),
)


@dataclass
class Told:
    """An office in which a history happens."""

    history: History
    store: RacedStore = field(default_factory=RacedStore)
    office: Office = field(init=False)

    def __post_init__(self) -> None:
        self.office = Office(store=self.store)

    def begin(self) -> list[Case]:
        """All cases are assigned at the beginning."""
        change_policy(
            self.office,
            reminders=self.history.reminders,
            pause_cap=timedelta(minutes=self.history.cap_minutes),
            no_reply_days=self.history.no_reply_days,
        )
        return [self.office.assigned() for _ in range(self.history.cases)]

    def happen(
        self,
        visits: tuple[Visit, ...],
        breakages: tuple[Breakage, ...] = (),
        *,
        punctual: bool,
    ) -> list[Case]:
        """The cases at the end, after a last run, and one more after the longest wait."""
        self.store.passing = breakages
        cases, start = self.begin(), self.office.clock.now()
        happenings: list[Deed | Visit] = [*self.history.deeds, *visits]
        for one in sorted(happenings, key=lambda one: one.minute):
            self._go(start + timedelta(minutes=one.minute), punctual=punctual)
            self._visit(one) if isinstance(one, Visit) else self._do(cases, one)
        for minute in (SPAN, END):
            self._go(start + timedelta(minutes=minute), punctual=punctual)
            self._visit(Visit(minute, raced=False))
        return [self.office.find(case) for case in cases]

    def _go(self, to: datetime, *, punctual: bool) -> None:
        if punctual:
            live(self.office, to)
        else:
            self.office.clock.advance(seconds=(to - self.office.clock.now()).total_seconds())

    def _visit(self, visit: Visit) -> None:
        self.store.minute = visit.minute
        if visit.raced:
            self.store.meanwhile = lambda code: let_time_pass(self.office.desk, code, "faster")
        work_off(self.office.desk, "test", lambda: True)

    def _do(self, cases: list[Case], deed: Deed) -> None:
        actor, command = DEEDS[deed.what]
        case = self.office.find(cases[deed.case % len(cases)])
        try:
            self.office.take(case, actor, command)
        except (Conflict, Forbidden, Invalid):
            return


@settings(max_examples=150, deadline=None)
@given(_histories)
def test_whatever_the_schedule_of_runs_the_timeline_is_the_same(history: History) -> None:
    """Late, repeated, overlapping or after days: nothing twice, nothing skipped; reminders only."""
    punctual = Told(history).happen((), punctual=True)
    other = Told(history)
    late = other.happen(history.visits, history.breakages, punctual=False)
    for wanted, found in zip(punctual, late, strict=True):
        assert (found.state, found.overdue) == (wanted.state, wanted.overdue)
        assert _lines(found, reminders=False) == _lines(wanted, reminders=False)
        assert _lines(found, reminders=True) <= _lines(wanted, reminders=True)
        assert _last_reminders(wanted) <= _lines(found, reminders=True)
    assert other.store.failing == {}
    ids = [event["id"] for event in other.office.store.events]
    assert len(ids) == len(set(ids))


def _lines(case: Case, *, reminders: bool) -> Counter[tuple[object, ...]]:
    lines = (e for e in case.timeline if (e.action is Action.REMIND) is reminders)
    return Counter(map(_line, lines))


def _line(entry: Entry) -> tuple[object, ...]:
    return entry.at, entry.action, entry.source, entry.target, tuple(sorted(entry.facts.items()))


def _last_reminders(case: Case) -> Counter[tuple[object, ...]]:
    """Each recipient's last one since anything else happened that was not due by time."""
    last: dict[object, Entry] = {}
    for entry in case.timeline:
        if entry.actor.role != "system":
            last.clear()
        elif entry.action is Action.REMIND:
            last[entry.facts["to"]] = entry
    runs = case.is_open and case.due and not case.due.is_paused(case.watched_to)
    return Counter(map(_line, last.values())) if runs else Counter()


class ReadStore(FakeCaseStore):
    """Remembers what was asked of the due index, and in which order cases were read."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []
        self.read: list[str] = []

    def due(self, now: datetime, limit: int, shards: Sequence[str] = SHARDS) -> Sequence[DueCase]:
        self.asked.append(limit)
        return super().due(now, limit, shards)

    def find(self, code: str) -> Case | None:
        self.read.append(code)
        return super().find(code)


def test_a_backlog_of_three_days_is_worked_off_oldest_first_in_bounded_batches() -> None:
    """Two runs without time for all: each goes on where the one before it stopped."""
    store = ReadStore()
    office = Office(store=store)
    for _ in range(2 * BATCH + 10):
        office.assigned()
        office.clock.advance(seconds=60)
    office.clock.advance(days=6)
    oldest_first = sorted(store.next_at, key=lambda code: (store.next_at[code], code))
    store.read.clear()
    left = iter(range(BATCH + 3))
    stopped = work_off(office.desk, "test", lambda: next(left, None) is not None)
    assert (stopped.moved, stopped.finished) == (BATCH + 3, False)
    assert work_off(office.desk, "test", lambda: True).finished
    assert store.read == oldest_first
    assert set(store.asked) == {BATCH}
    for case in store.cases.values():
        assert sum(line.action is Action.REMIND for line in case.timeline) == 1
