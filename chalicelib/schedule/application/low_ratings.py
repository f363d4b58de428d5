"""Once a day: which agencies' ratings are low, so that more of their answers are looked at."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.application.ports import LowRatings
from chalicelib.figures.application.kept_reports import Scope, answers, question
from chalicelib.figures.application.ports import FigureLog
from chalicelib.figures.application.reports import so_far, two_months_before
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.instants import local_date


@dataclass(frozen=True)
class RatingsDesk:
    """What counting needs."""

    clock: Clock
    directory: Directory
    figures: FigureLog
    low_ratings: LowRatings


def count_low_ratings(desk: RatingsDesk) -> int | None:
    """How many there are; None where it was counted today already.

    Of the ratings of this month and the two before: one question a month, which is read on.
    """
    now = desk.clock.now()
    today = local_date(now)
    if desk.low_ratings.counted_on() == today:
        return None
    period = two_months_before(so_far(now).seen(now))
    asked = question(period, "agency", Scope())
    (balances,), _ = answers(desk.figures, [asked], period.end)
    policy, rows = desk.directory.policy().reinspections, balances.figures()[1]
    ratings = {agency: line.satisfaction for agency, line in rows.items() if agency}
    low = frozenset(agency for agency, one in ratings.items() if policy.is_low(one.n, one.of))
    desk.low_ratings.keep(today, low)
    return len(low)
