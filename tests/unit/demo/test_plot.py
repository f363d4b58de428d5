"""The plot holds together, and its dates are those of the working calendar."""

from __future__ import annotations

import pytest

from chalicelib.worktime.domain.deadlines import start_clock
from localstack.demo.clock import local
from localstack.demo.plot import (
    AT_INTAKE,
    DUE_AT,
    ENDS,
    FATES,
    NUDGES,
    REPORT_AT,
    SECOND_WAVE,
    sent_at,
)
from localstack.demo.reporting import OUTCOMES
from localstack.demo.script import whole_script
from localstack.demo.turns import TURNS
from localstack.demo.working import WORDS
from tests.support.calendars import CAP, OFFICIAL, at, limit, replay

CLOCKS = {
    "silent": ("7 ngày", "03/08/2026 08:00", "dừng 03/08/2026 14:15; tiếp 13/08/2026 14:15"),
    "late": ("3 ngày", "20/08/2026 08:00", ""),
    "extended": ("7 ngày", "20/08/2026 08:00", "gia hạn 3 ngày 26/08/2026 09:40"),
}
"""Limit, start and what happens to the clock, by fate."""


@pytest.mark.parametrize("fate", sorted(DUE_AT))
def test_the_due_times_of_the_plot_are_those_of_the_calendar(fate: str) -> None:
    """The worked Saturday 22 August counts, 31 August to 2 September do not."""
    allowed, start, events = CLOCKS[fate]
    clock = replay(start_clock("handling", limit(allowed), at(start), OFFICIAL, CAP), events)
    assert clock.due_at == local(DUE_AT[fate][:16])


@pytest.mark.parametrize("fate", sorted(FATES))
def test_the_acts_of_a_fate_follow_each_other(fate: str) -> None:
    """None before the case was sent, none after the report, none out of order or unknown."""
    acts = FATES[fate]
    instants = [sent_at(fate), *(act.at for act in acts), REPORT_AT]
    assert instants == sorted(instants)
    assert {act.verb for act in acts} <= TURNS.keys() & WORDS.keys()


def test_every_table_speaks_of_fates_that_are_played() -> None:
    """A fate that no case has would show nothing."""
    played = {story.fate for story in whole_script().stories}
    assert played == FATES.keys()
    assert played >= AT_INTAKE | SECOND_WAVE | NUDGES.keys() | DUE_AT.keys() | ENDS.keys()
    assert {end for ends in ENDS.values() for end in ends} <= set(OUTCOMES)


def test_the_short_story_has_every_fate_and_reminders_that_fall_together() -> None:
    """One officer needs several late cases for a digest to come."""
    stories = whole_script().shortened().stories
    assert {story.fate for story in stories} == FATES.keys()
    assert len([story for story in stories if story.fate == "late"]) > 1
