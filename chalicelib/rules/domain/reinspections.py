"""Which answers are looked at once more: how many, drawn by which seed.

Source: docs/handbook.md §3 (default): 5 %, more of agencies with low ratings.
"""

from __future__ import annotations

from typing import Any

from chalicelib.kernel.documents import Document
from chalicelib.kernel.frozen import frozen

PERCENTS = (0, 100)
LEAST_RATINGS = (1, 10_000)
LONGEST_SEED = 100


@frozen
class ReinspectionPolicy:
    """Shares of the answers in per cent."""

    seed: str = "phuc-tra"
    """Whoever knows it knows what will be drawn: a province chooses its own."""
    percent: int = 5
    low_rated_percent: int = 20
    """Of agencies whose ratings are low."""
    low_rated_below: int = 70
    """Per cent of an agency's ratings, of this month and the two before, that are good."""
    least_ratings: int = 10
    """Fewer say nothing of an agency."""

    def is_low(self, content: int, ratings: int) -> bool:
        """Whether an agency with so many good ones among so many ratings is looked at more."""
        return ratings >= self.least_ratings and content * 100 < self.low_rated_below * ratings


def reinspections_from_document(part: Document | None) -> ReinspectionPolicy:
    """A policy's member `reinspections`; what it does not say is as by default."""
    default = ReinspectionPolicy()
    if part is None:
        return default

    def share(name: str) -> int:
        present: int = getattr(default, name)
        return part.whole(name, *PERCENTS) if part.has(name) else present

    named = part.has("least_ratings")
    return ReinspectionPolicy(
        part.text("seed") if part.has("seed") else default.seed,
        share("percent"),
        share("low_rated_percent"),
        share("low_rated_below"),
        part.whole("least_ratings", *LEAST_RATINGS) if named else default.least_ratings,
    )


def reinspections_to_document(one: ReinspectionPolicy) -> dict[str, Any]:
    """The inverse."""
    return dict(vars(one))
