"""Accounts that are used each month. Source: docs/handbook.md §8, §10."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chalicelib.campaign.application.reach import ReachDesk, commune_for
from chalicelib.campaign.domain.counts import Measure
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.kernel.instants import local_date


@dataclass(frozen=True)
class ActivityLine:
    """Accounts with at least one action of their own in the month, of those at its end."""

    active: int
    accounts: int


@dataclass(frozen=True)
class ActivityReport:
    """Of a month; `provisional` until it is over."""

    month: date
    provisional: bool
    total: ActivityLine
    rows: Mapping[str, ActivityLine]


def make_activity(desk: ReachDesk, reader: Actor, month: date) -> ActivityReport:
    """In one call, however many accounts there are. Who reads what, is as with the reach.

    Raises Forbidden, and Invalid for a month that has not begun.
    """
    own, today = commune_for(reader, None), local_date(desk.clock.now())
    if month > today:
        raise Invalid([Fault(("month",), "period_not_begun")])
    active: Counter[str] = Counter()
    accounts: Counter[str] = Counter()
    for place, cell in desk.counts.months(month).items():
        if own in (None, place.commune):
            accounts[place.commune] += cell[Measure.PRESENT]
            if place.day == month:
                active[place.commune] += cell[Measure.ACTIVE]
    codes = sorted({*active, *accounts})
    rows = {code: ActivityLine(active[code], accounts[code]) for code in codes}
    total = ActivityLine(active.total(), accounts.total())
    return ActivityReport(month, month == today.replace(day=1), total, rows)
