"""Numbers of a day's budget."""

from __future__ import annotations

import pytest

from chalicelib.messages.adapters.sms_ledger import load_sms_budget
from chalicelib.messages.domain.messages import Book
from chalicelib.messages.domain.sms_budget import (
    ALARMS_AT,
    SmsBudget,
    SmsSpent,
    SmsUse,
    contradictions,
    use_of,
)
from chalicelib.runtime.settings import STAGES
from infra.alarms import alarms
from tests.support.directory import PROVINCES
from tests.support.messages import make_message


@pytest.mark.parametrize("province", PROVINCES)
@pytest.mark.parametrize("stage", STAGES)
def test_every_province_has_a_budget_for_every_stage(province: str, stage: str) -> None:
    """With room for both kinds."""
    budget = load_sms_budget(province, stage)
    assert 0 < budget.for_others < budget.parts_a_day


def test_a_stage_without_a_budget_is_named() -> None:
    """Nothing is sent before somebody has said what it may cost."""
    with pytest.raises(ValueError, match="parts_a_day says nothing of elsewhere"):
        load_sms_budget("lao_cai", "elsewhere")


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        (SmsBudget(1000, 60), ()),
        (SmsBudget(1000, 0), ()),
        (SmsBudget(1000, 100), ("code_percent is not between 0 and 99",)),
        (SmsBudget(1000, -1), ("code_percent is not between 0 and 99",)),
        (SmsBudget(0, 10), ("parts_a_day leaves nothing for all but codes",)),
        (SmsBudget(1, 60), ("parts_a_day leaves nothing for all but codes",)),
    ],
)
def test_a_budget_that_no_day_can_keep_is_named(budget: SmsBudget, told: tuple[str, ...]) -> None:
    """The field that has to change."""
    assert contradictions(budget) == told


@pytest.mark.parametrize(
    ("spent", "percent"),
    [
        (SmsSpent(0, 0), 0),
        (SmsSpent(499, 0), 49),
        (SmsSpent(500, 0), 50),
        (SmsSpent(400, 400), 100),
        (SmsSpent(401, 399), 99),
        (SmsSpent(1300, 0), 130),
    ],
)
def test_the_fuller_part_counts(spent: SmsSpent, percent: int) -> None:
    """Of 1,000 parts 400 are for all but codes."""
    assert spent.percent_of(SmsBudget(1000, 60)) == percent


def test_what_a_message_is_for() -> None:
    """Codes are urgent, and codes first."""
    assert use_of(make_message()) is SmsUse.ORDINARY
    assert use_of(make_message(urgent=True)) is SmsUse.URGENT
    assert use_of(make_message(book=Book.CODES, urgent=True)) is SmsUse.CODE


@pytest.mark.parametrize("percent", ALARMS_AT)
def test_an_alarm_rings_at_each_share(percent: int) -> None:
    """At it, not above it; and it does not ring anew because nobody is written to at night."""
    alarm = alarms(())[f"SmsBudget{percent}"]["Properties"]
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (
        percent,
        "GreaterThanOrEqualToThreshold",
    )
    assert (alarm["Statistic"], alarm["TreatMissingData"]) == ("Maximum", "ignore")
    assert "docs/runbooks/sms-budget.md" in alarm["AlarmDescription"]
