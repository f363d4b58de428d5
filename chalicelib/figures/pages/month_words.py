"""What the month comes to, in one sentence that can be repeated; titles that say the finding.

Made of the numbers by rules; where nothing can be said, the name of the figure stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chalicelib.figures.pages.numbers import (
    NumberWords,
    ShownShare,
    number_of,
    share,
    total_received,
)
from chalicelib.runtime.pages.words import PageWords

_IN_A_ROW = 2
"""Months that are worth saying so."""


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


def concentration(counts: Iterable[int]) -> int:
    """In how many of them more than half of the whole lies."""
    ordered = sorted(counts, reverse=True)
    reached, whole = 0, sum(ordered)
    for place, count in enumerate(ordered, 1):
        reached += count
        if reached * 2 > whole:
            return place
    return 0


def punctual_title(words: PageWords, shares: Sequence[ShownShare], aim: int) -> str:
    """How many months in a row, up to the last, met the aim, or missed it."""
    met, count = shares[-1].meets(aim), 0
    for one in reversed(shares):
        if not one.of or one.meets(aim) is not met:
            break
        count += 1
    if count < _IN_A_ROW:
        return words("dashboard.finding.punctual")
    return words(f"dashboard.finding.{'met' if met else 'missed'}", aim=aim, count=count)


def channel_title(words: PageWords, total: Mapping[str, Any], channels: Sequence[str]) -> str:
    """The channel by which more than half came."""
    whole, numbers = total_received(total), NumberWords(words)
    for channel in channels:
        part = ShownShare(total["received"].get(channel, 0), whole)
        if part.n * 2 > whole:
            return words(
                "dashboard.finding.channel",
                channel=words.of("dashboard.channel", channel),
                percent=numbers.percent(part),
                parts=numbers.parts(part),
            )
    return words("dashboard.finding.channels")


def commune_title(
    words: PageWords, ranked: Sequence[Mapping[str, Any]], figure: str, aim: int | None
) -> str:
    """Of a share, how many communes meet its aim; of a number, in how few most of it lies."""
    name = words(f"dashboard.figure.{figure}")
    if aim is not None and ranked:
        met = sum(share(row[figure]).meets(aim) for row in ranked)
        return words(
            "dashboard.finding.communes_met", figure=name, aim=aim, count=met, of=len(ranked)
        )
    places = concentration(number_of(row, figure) for row in ranked) if aim is None else 0
    if 0 < places < len(ranked):
        return words("dashboard.finding.communes_most", figure=name, count=places)
    return words("dashboard.by_commune", figure=name)
