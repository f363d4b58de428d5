"""The rules that administrators edit: calendar, policy, routing, the questions of categories, the
words that insult, each as versions of a document.

Source: docs/handbook.md (facts marked as defaults are data with a version, a day and a source).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.kernel.frozen import frozen
from chalicelib.rules.domain.abuse import abuse_from_document, abuse_to_document
from chalicelib.rules.domain.policy_documents import policy_from_document, policy_to_document
from chalicelib.rules.domain.questions import questions_from_document, questions_to_document
from chalicelib.rules.domain.routing import routing_from_document, routing_to_document
from chalicelib.worktime.domain.calendar_documents import (
    calendar_from_document,
    calendar_to_document,
)
from chalicelib.worktime.domain.public_holidays import PublicHolidays


class Rules(StrEnum):
    """What is edited, as it stands in the path of its route."""

    CALENDAR = "calendar"
    POLICIES = "policies"
    ROUTING = "routing-rules"
    QUESTIONS = "category-questions"
    ABUSE = "abuse-words"


@frozen
class Edition:
    """One version of a document; who put it there and when (UTC), unless it was loaded."""

    version: int
    document: Mapping[str, Any]
    put_at: datetime | None = None
    put_by: str | None = None


_WRITERS: dict[Rules, Callable[[Any], dict[str, Any]]] = {
    Rules.CALENDAR: calendar_to_document,
    Rules.POLICIES: policy_to_document,
    Rules.ROUTING: routing_to_document,
    Rules.QUESTIONS: questions_to_document,
    Rules.ABUSE: abuse_to_document,
}
_READERS: dict[Rules, Callable[[object], Any]] = {
    Rules.POLICIES: policy_from_document,
    Rules.ROUTING: routing_from_document,
    Rules.QUESTIONS: questions_from_document,
    Rules.ABUSE: abuse_from_document,
}
"""A calendar needs its country's holidays besides."""
_OF_THE_OFFICE = frozenset({"version", "valid_from", "source", "reminders", "quiet_hours"})
"""What supervisors may change of a policy without an administrator."""


def read_rules(
    kind: Rules, document: Mapping[str, Any], version: int, holidays: PublicHolidays
) -> Any:
    """The calendar (of a country with these holidays), policy, routing rules, questions or words
    that insult of a document, as this version.

    Raises Invalid with everything that is wrong.
    """
    numbered = {**document, "version": version}
    if kind is Rules.CALENDAR:
        return calendar_from_document(numbered, holidays)
    return _READERS[kind](numbered)


def written(kind: Rules, rules: Any) -> dict[str, Any]:
    """The document in its regular form."""
    return _WRITERS[kind](rules)


def is_only_reminding(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether two policies differ in nothing but when and whom they remind."""
    names = {*before, *after} - _OF_THE_OFFICE
    return all(before.get(name) == after.get(name) for name in names)
