"""The plans hold together, and their dates are those of the working calendar."""

from __future__ import annotations

import pytest

from chalicelib.worktime.domain.deadlines import start_clock
from localstack.demo.case_actions import ACTIONS
from localstack.demo.case_plans import (
    AT_INTAKE,
    DUE_AT,
    ENDS,
    PLANS,
    REMINDERS,
    REPORT_AT,
    SECOND_WAVE,
    sent_at,
)
from localstack.demo.clock import local
from localstack.demo.reporting import OUTCOMES
from localstack.demo.script import whole_script
from localstack.demo.verdict import FAMILY
from localstack.demo.working import WORDS
from tests.support.calendars import CAP, OFFICIAL, at, limit, replay

CLOCKS = {
    "silent": ("7 ngày", "03/08/2026 08:00", "dừng 03/08/2026 14:15; tiếp 13/08/2026 14:15"),
    "late": ("3 ngày", "20/08/2026 08:00", ""),
    "extended": ("7 ngày", "20/08/2026 08:00", "gia hạn 3 ngày 26/08/2026 09:40"),
}
"""Limit, start and what happens to the clock, by plan."""


@pytest.mark.parametrize("plan", sorted(DUE_AT))
def test_the_due_times_of_the_plans_are_those_of_the_calendar(plan: str) -> None:
    """The worked Saturday 22 August counts, 31 August to 2 September do not."""
    allowed, start, events = CLOCKS[plan]
    clock = replay(start_clock("handling", limit(allowed), at(start), OFFICIAL, CAP), events)
    assert clock.due_at == local(DUE_AT[plan][:16])


@pytest.mark.parametrize("plan", sorted(PLANS))
def test_the_acts_of_a_plan_follow_each_other(plan: str) -> None:
    """None before the case was sent, none after the report, none out of order or unknown."""
    acts = PLANS[plan]
    instants = [sent_at(plan), *(act.at for act in acts), REPORT_AT]
    assert instants == sorted(instants)
    assert {act.verb for act in acts} <= ACTIONS.keys() & WORDS.keys()


def test_every_table_speaks_of_plans_that_are_played() -> None:
    """A plan that no case has would show nothing."""
    played = {story.plan for story in whole_script().stories}
    assert played == PLANS.keys()
    assert played >= AT_INTAKE | SECOND_WAVE | REMINDERS.keys() | DUE_AT.keys() | ENDS.keys()
    assert {end for ends in ENDS.values() for end in ends} <= set(OUTCOMES)


def test_the_short_story_has_every_plan_and_reminders_that_fall_together() -> None:
    """One officer needs several late cases for a digest to come."""
    stories = whole_script().shortened().stories
    assert {story.plan for story in stories} == PLANS.keys()
    assert len([story for story in stories if story.plan == "late"]) > 1
    parents = [story.key for story in stories if story.plan == "family"]
    for key in parents:
        assert len([story for story in stories if story.same_as == key]) >= FAMILY - 1
