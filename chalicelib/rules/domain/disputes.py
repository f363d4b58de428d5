"""When people who follow an answered case reopen it together.

Source: docs/handbook.md §11 (default): the larger of 3 people and 20 % of the followers.
"""

from __future__ import annotations

from typing import Any

from chalicelib.kernel.documents import Document
from chalicelib.kernel.frozen import frozen

MOST_PEOPLE = 1_000
PERCENTS = (0, 100)


@frozen
class DisputePolicy:
    """How many people must say that an answer does not hold."""

    people: int = 3
    percent: int = 20
    """Of the followers."""

    def needed(self, followers: int) -> int:
        """The larger of the two; a part of a person counts as a whole one."""
        return max(self.people, -(-followers * self.percent // 100))


def disputes_from_document(part: Document | None) -> DisputePolicy:
    """A policy's member `disputes`; what it does not say is as by default."""
    default = DisputePolicy()
    if part is None:
        return default
    people = part.whole("people", 1, MOST_PEOPLE) if part.has("people") else default.people
    percent = part.whole("percent", *PERCENTS) if part.has("percent") else default.percent
    return DisputePolicy(people, percent)


def disputes_to_document(one: DisputePolicy) -> dict[str, Any]:
    """The inverse."""
    return {"people": one.people, "percent": one.percent}
