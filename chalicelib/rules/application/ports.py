"""The rules that the province ships with, and the versions that administrators make, as ports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chalicelib.kernel.store import StoredEvent
from chalicelib.rules.domain.abuse import AbuseWords
from chalicelib.rules.domain.categories import Category
from chalicelib.rules.domain.category_models import CategoryModel
from chalicelib.rules.domain.policies import Policy
from chalicelib.rules.domain.questions import CategoryQuestions
from chalicelib.rules.domain.routing import RoutingRules
from chalicelib.rules.domain.rules import Edition, Rules
from chalicelib.worktime.domain.calendars import Calendar


class ShippedRules(Protocol):
    """What the directory of a new province is first loaded with; each read when it is asked for.

    Raises FileNotFoundError for a province that has none, Invalid for a document with faults.
    """

    @property
    def categories(self) -> tuple[Category, ...]:
        """All categories in the order in which they are shown: these are not edited."""
        ...

    @property
    def routing_rules(self) -> RoutingRules:
        """The first version."""
        ...

    @property
    def policy(self) -> Policy:
        """The first version."""
        ...

    @property
    def calendar(self) -> Calendar:
        """The first version."""
        ...

    @property
    def questions(self) -> CategoryQuestions:
        """The first version; stages of before there were any read it here."""
        ...

    @property
    def abuse_words(self) -> AbuseWords:
        """The first version; stages of before there were others read it here."""
        ...


class CategoryModels(Protocol):
    """What was learned of categories, version by version."""

    def present(self) -> CategoryModel | None:
        """The one in use, remembered for a while; None before the first."""
        ...

    def put(self, model: CategoryModel) -> None:
        """One more version, in use from now on; raises ValueError for one that is too large."""
        ...


class Rulebook(Protocol):
    """Every version of calendar, policy and routing rules that there ever was, and of categories'
    questions and words that insult (of stages that were loaded before those were kept here, without
    the first)."""

    def editions(self, kind: Rules) -> Sequence[Edition]:
        """All versions, oldest first, read consistently."""
        ...

    def add(self, kind: Rules, edition: Edition, event: StoredEvent | None = None) -> bool:
        """One more version, known to all from now on; False if its number is taken.

        The event goes to the stream with it.
        """
        ...
