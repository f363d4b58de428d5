"""What short messages may cost in a day, counted in parts, for each part is paid for.

A share is for one-time codes alone. Codes and urgent messages are counted and never held; all else
goes out while there is room for it, both in its own share and in the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.messages.domain.messages import Book, Message

METRIC = "SmsBudgetUsed"
"""Percent of the day's budget, where an alarm looks."""
ALARMS_AT = (50, 80, 100)
"""Percent. At the last one everything but codes and urgent messages is held."""
FULL = ALARMS_AT[-1]
HELD_FOR = "sms_budget"
"""The reason of a message that waits for the next day's budget."""
BY_MAIL = "sms_budget_by_mail"
"""The reason of a message that was dropped because the same goes out by mail."""


class SmsUse(StrEnum):
    """What a short message is for."""

    CODE = "code"
    URGENT = "urgent"
    ORDINARY = "ordinary"


def use_of(message: Message) -> SmsUse:
    """Codes before all: they are urgent too."""
    if message.book is Book.CODES:
        return SmsUse.CODE
    return SmsUse.URGENT if message.urgent else SmsUse.ORDINARY


@dataclass(frozen=True)
class SmsBudget:
    """`parts_a_day` in the local day; `code_percent` of them are for codes alone."""

    parts_a_day: int
    code_percent: int

    @property
    def for_others(self) -> int:
        """Parts that all but codes may have."""
        return self.parts_a_day * (100 - self.code_percent) // 100


@dataclass(frozen=True)
class SmsSpent:
    """Parts of one day: all together, and those of all but codes."""

    total: int
    others: int

    def percent_of(self, budget: SmsBudget) -> int:
        """How near the day is to holding messages: the fuller one of the whole and its share."""
        whole = 100 * self.total // budget.parts_a_day
        return max(whole, 100 * self.others // budget.for_others)


def contradictions(budget: SmsBudget) -> tuple[str, ...]:
    """What no day can be kept by, each with the field that has to change."""
    found = []
    if not 0 <= budget.code_percent < 100:
        found.append("code_percent is not between 0 and 99")
    elif budget.for_others < 1:
        found.append("parts_a_day leaves nothing for all but codes")
    return tuple(found)
