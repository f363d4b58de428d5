"""What the month comes to, in one sentence that can be repeated; titles that say the finding.

Made of the numbers by rules; where nothing can be said, the name of the figure stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.figures.pages.numbers import NumberWords, ShownShare, share
from chalicelib.runtime.pages.words import PageWords


def headline(
    words: PageWords, total: Mapping[str, Any], before: Mapping[str, Any], aim: int
) -> list[str]:
    """How punctual answers were, against the aim and the month before; and what is overdue now."""
    numbers = NumberWords(words)
    now, then = share(total["on_time"]), share(before["on_time"])
    if not now.of:
        return [words("dashboard.headline.nothing")]
    told = words(
        f"dashboard.headline.{'met' if now.meets(aim) else 'missed'}",
        percent=numbers.percent(now),
        aim=aim,
        change=_change(words, now, then),
    )
    return [told, *_overdue(words, numbers, total["pending_overdue"])]


def _change(words: PageWords, now: ShownShare, then: ShownShare) -> str:
    if not then.of:
        return ""
    turned = now.n * then.of - then.n * now.of
    return words(f"dashboard.headline.{'higher' if turned > 0 else 'lower' if turned else 'same'}")


def _overdue(words: PageWords, numbers: NumberWords, count: int) -> list[str]:
    if not count:
        return [words("dashboard.headline.none_overdue")]
    return [words("dashboard.headline.overdue", count=numbers.whole(count))]


def concentration(rows: Sequence[Mapping[str, Any]]) -> int:
    """In how many lines more than half of what is overdue lies."""
    counts = sorted((row["pending_overdue"] for row in rows), reverse=True)
    reached, whole = 0, sum(counts)
    for place, count in enumerate(counts, 1):
        reached += count
        if reached * 2 > whole:
            return place
    return 0


def months_met(shares: Sequence[ShownShare], aim: int) -> int:
    """How many months in a row, up to the last, met the aim."""
    met = 0
    for one in reversed(shares):
        if not one.of or not one.meets(aim):
            break
        met += 1
    return met
