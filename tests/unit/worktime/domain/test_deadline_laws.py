"""The clock of a case: laws that hold for every log, and a slow count that must agree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.kernel.languages import Language
from chalicelib.worktime.domain.deadlines import DeadlineClock, start_clock
from chalicelib.worktime.domain.limits import Limit
from tests.support.calendars import CAP, OFFICIAL, edited

MINUTE = timedelta(minutes=1)
NONE = timedelta(0)
EDITED = edited(2, d20260805="off", d20260808="worked")
RESTORED = replace(OFFICIAL, version=3)
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)

starts = st.integers(0, 400 * 1440).map(lambda n: NEW_YEAR + n * MINUTE)
limits = st.builds(Limit, st.integers(1, 12), st.sampled_from(["days", "hours"]))
lengths = st.integers(0, 6 * 1440).map(lambda n: n * MINUTE)
caps = st.integers(0, 60 * 60).map(lambda n: n * MINUTE)
laws = settings(max_examples=200, deadline=None)


@dataclass(frozen=True)
class Episode:
    """After a while, something happens to a clock; a stop lasts."""

    kind: str
    after: timedelta
    lasts: timedelta
    limit: Limit


kinds = st.sampled_from(["pause", "duplicate", "extension", "limit"])
lives = st.lists(st.builds(Episode, kinds, lengths, lengths, limits), max_size=6)
waits = st.lists(st.builds(Episode, st.just("pause"), lengths, lengths, limits), max_size=6)


def live(clock: DeadlineClock, life: list[Episode]) -> DeadlineClock:
    """Let it all happen, one after the other."""
    now = clock.steps[0].at
    for episode in life:
        now += episode.after
        match episode.kind:
            case "pause":
                clock = clock.pause(now, OFFICIAL).resume(now + episode.lasts, OFFICIAL)
            case "duplicate":
                clock = clock.mark_duplicate(now, OFFICIAL)
                clock = clock.unmark_duplicate(now + episode.lasts, OFFICIAL)
            case "extension":
                clock = clock.extend(episode.limit, now, OFFICIAL)
            case _:
                clock = clock.change_limit(episode.limit, now, OFFICIAL)
        now += episode.lasts
    return clock


@laws
@given(starts, limits, lengths, lengths, caps)
def test_a_pause_moves_the_due_time_by_the_working_time_paused(
    start, allowed, after, lasts, cap
) -> None:
    """Exactly, whatever the unit of the limit, up to the cap."""
    clock = start_clock("handling", allowed, start, OFFICIAL, cap)
    asked = start + after
    paused = min(OFFICIAL.working_time(asked, asked + lasts), cap)
    moved = clock.pause(asked, OFFICIAL).resume(asked + lasts, OFFICIAL)
    assert OFFICIAL.working_time(clock.due_at, moved.due_at) == paused
    assert moved.due_at == OFFICIAL.add_working(clock.due_at, paused)


@laws
@given(starts, limits, waits, caps)
def test_pauses_together_move_at_most_the_cap(start, allowed, life, cap) -> None:
    """However often the citizen is asked; and the time that it stood is the time it moved."""
    clock = start_clock("handling", allowed, start, OFFICIAL, cap)
    after = live(clock, life)
    moved = OFFICIAL.working_time(clock.due_at, after.due_at)
    end = after.steps[-1].at
    waited = sum((one.lasts for one in life), NONE)
    assert moved <= min(cap, waited)
    assert after.standing_time(start, max(end, start), OFFICIAL) == moved


@laws
@given(starts, limits, lives, lengths, lengths)
def test_a_wait_never_brings_the_due_time_forward(start, allowed, life, after, lasts) -> None:
    """Over, it is between the due time before it and the one that held while it lasted."""
    clock = live(start_clock("handling", allowed, start, OFFICIAL, CAP), life)
    asked = clock.pause(clock.steps[-1].at + after, OFFICIAL)
    answered = asked.resume(asked.steps[-1].at + lasts, OFFICIAL)
    assert clock.due_at <= answered.due_at <= asked.due_at
    beyond = asked.resume(asked.cap_reached_at + timedelta(days=1), OFFICIAL)
    assert beyond.due_at == asked.due_at


@laws
@given(starts, limits, lives, st.booleans())
def test_the_explanation_ends_where_the_clock_does(start, allowed, life, waits) -> None:
    """Start first, due time last, in the order of time between, in both languages."""
    clock = live(start_clock("handling", allowed, start, OFFICIAL, CAP), life)
    if waits:
        clock = clock.pause(clock.steps[-1].at, OFFICIAL)
    vietnamese, english = (clock.explain(OFFICIAL, language) for language in Language)
    assert (vietnamese[0].step, vietnamese[0].at) == ("start", start)
    assert (vietnamese[-1].step, vietnamese[-1].at) == ("due", clock.due_at)
    between = [why.at for why in vietnamese if why.step not in ("due", "provisional")]
    assert between == sorted(between)
    assert [why.step for why in vietnamese] == [why.step for why in english]
    assert [why.at for why in vietnamese] == [why.at for why in english]


@laws
@given(starts, limits, lives)
def test_an_edit_taken_back_changes_no_due_time(start, allowed, life) -> None:
    """Recomputation forgets nothing: the log under the old calendar is the old due time."""
    clock = live(start_clock("handling", allowed, start, OFFICIAL, CAP), life)
    now = clock.steps[-1].at
    assert clock.recompute(EDITED, now).recompute(RESTORED, now).due_at == clock.due_at


@settings(max_examples=60, deadline=None)
@given(starts, st.integers(1, 20), st.lists(st.tuples(st.integers(0, 600), st.integers(0, 1500))))
def test_a_slow_count_agrees_on_limits_in_hours(start, hours, gaps) -> None:
    """Minute by minute: due when so many working minutes have passed outside the pauses."""
    clock = start_clock("handling", Limit(hours, "hours"), start, OFFICIAL, timedelta(hours=1000))
    now, pauses = start, []
    for after, lasts in gaps:
        now += after * MINUTE
        if now >= clock.due_at:
            break
        pauses.append((now, now + lasts * MINUTE))
        clock = clock.pause(now, OFFICIAL).resume(now + lasts * MINUTE, OFFICIAL)
        now += lasts * MINUTE
    left, minute = hours * 60, start
    while left:
        paused = any(begin <= minute < end for begin, end in pauses)
        left -= OFFICIAL.is_working(minute) and not paused
        minute += MINUTE
    assert clock.due_at == minute
