"""The files of a province that hold its first rules: categories and their questions,
routing, policy, calendar, words that insult."""

from __future__ import annotations

from functools import cached_property

from chalicelib.rules.domain.abuse import AbuseWords, abuse_from_document
from chalicelib.rules.domain.categories import Category, categories_from_document
from chalicelib.rules.domain.policies import Policy
from chalicelib.rules.domain.policy_documents import policy_from_document
from chalicelib.rules.domain.questions import CategoryQuestions, questions_from_document
from chalicelib.rules.domain.routing import RoutingRules, routing_from_document
from chalicelib.runtime.data_files import read_document
from chalicelib.worktime.domain.calendar_documents import calendar_from_document
from chalicelib.worktime.domain.calendars import Calendar
from chalicelib.worktime.domain.public_holidays import PublicHolidays


class RuleFiles:
    """One province's; each file is read when it is first asked for."""

    def __init__(self, province: str, holidays: PublicHolidays) -> None:
        self._province = province
        self._holidays = holidays

    @cached_property
    def categories(self) -> tuple[Category, ...]:
        """All categories in the order in which they are shown."""
        return categories_from_document(read_document(self._province, "categories"))

    @cached_property
    def routing_rules(self) -> RoutingRules:
        """`routing.json`."""
        return routing_from_document(read_document(self._province, "routing"))

    @cached_property
    def policy(self) -> Policy:
        """`policy.json`."""
        return policy_from_document(read_document(self._province, "policy"))

    @cached_property
    def questions(self) -> CategoryQuestions:
        """`questions.json`."""
        return questions_from_document(read_document(self._province, "questions"))

    @cached_property
    def abuse_words(self) -> AbuseWords:
        """`abuse_words.json`."""
        return abuse_from_document(read_document(self._province, "abuse_words"))

    @cached_property
    def calendar(self) -> Calendar:
        """`calendar.json`."""
        return calendar_from_document(read_document(self._province, "calendar"), self._holidays)
