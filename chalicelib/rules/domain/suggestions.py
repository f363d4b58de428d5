"""What the policy says of suggested categories: when one is sure, and where it decides by itself.

Source: judgement (default); the numbers are data. Nothing is decided unless it is said here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from chalicelib.kernel.documents import Document
from chalicelib.kernel.frozen import frozen
from chalicelib.rules.domain.category_models import CategoryGuess

MOST_DECIDED = 50
"""Categories."""
CERTAINTIES = (1, 100)


@frozen
class SuggestionPolicy:
    """Certainties in per cent."""

    certainty: int = 70
    """From which on a suggestion is shown as sure; below it a person decides without one."""
    decides: Mapping[str, int] = field(default_factory=dict)
    """For each category named, from which on the router takes a case in as that category."""

    def is_sure(self, guess: CategoryGuess) -> bool:
        """Whether it is to be shown as such."""
        return guess.certainty >= self.certainty

    def is_decided(self, guess: CategoryGuess) -> bool:
        """Whether nobody need be asked."""
        least = self.decides.get(guess.category)
        return least is not None and guess.certainty >= least


def suggestions_from_document(part: Document | None) -> SuggestionPolicy:
    """A policy's member `suggestions`; one that says nothing of it decides nothing."""
    default = SuggestionPolicy()
    if part is None:
        return default
    decides = part.parts("decides", most=MOST_DECIDED) if part.has("decides") else []
    rows = [(one.text("category"), one.whole("certainty", *CERTAINTIES)) for one in decides]
    part.each_once("decides", (category for category, _ in rows))
    certainty = part.optional_whole("certainty", *CERTAINTIES) or default.certainty
    return SuggestionPolicy(certainty, dict(rows))


def suggestions_to_document(one: SuggestionPolicy) -> dict[str, Any]:
    """The inverse."""
    rows = one.decides.items()
    return {
        "certainty": one.certainty,
        "decides": [{"category": name, "certainty": least} for name, least in rows],
    }
