"""The figures that a commune's report is prefilled with: of its cases, and of the campaign."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.campaign.application.reach import ReachDesk, make_reach
from chalicelib.campaign.domain.reach import ReachLine
from chalicelib.commune_reports.domain.commune_reports import Value
from chalicelib.commune_reports.domain.forms import CAMPAIGN_FIGURES, ReportForm
from chalicelib.figures.application.kept_reports import Scope
from chalicelib.figures.application.ports import FigureLog
from chalicelib.figures.application.reports import make_report
from chalicelib.figures.domain.reports import Figures, Period, Share
from chalicelib.kernel.actors import Actor, Role

FOR_ALL = Actor(Role.SYSTEM, "commune_reports", province=True)
"""Who prefills and reminds."""


@dataclass(frozen=True)
class FigureSources:
    """Where figures come from, asked for by whoever makes some alone."""

    log: Callable[[], FigureLog]
    reach: Callable[[], ReachDesk]


def figures_for(
    sources: FigureSources, form: ReportForm, commune: str, asked: Period, now: datetime
) -> dict[str, Value]:
    """What the form asks for, as it is known now."""
    scope = Scope(commune=commune)
    cases = make_report(sources.log(), FOR_ALL, asked, "province", scope, now).total
    wanted = [one.id for one in form.figures]
    found = {name: _of_cases(cases, name) for name in wanted if name not in CAMPAIGN_FIGURES}
    if len(found) < len(wanted):
        days = asked.start, asked.end
        reach = make_reach(sources.reach(), FOR_ALL, *days, "province", commune).total
        found |= {name: _OF_CAMPAIGN[name](reach) for name in wanted if name in CAMPAIGN_FIGURES}
    return found


def _of_cases(figures: Figures, name: str) -> Value:
    value: object = getattr(figures, name)
    if isinstance(value, Share):
        return (value.n, value.of)
    if isinstance(value, Mapping):
        return sum(value.values())
    return value if isinstance(value, int) else 0


_OF_CAMPAIGN: Mapping[str, Callable[[ReachLine], Value]] = {
    "accounts": lambda line: line.accounts,
    "accounts_made": lambda line: line.alone + line.assisted,
    "visits": lambda line: sum(line.visits.values()),
    "reach": lambda line: (line.accounts, line.whole_target or 0),
}
"""Accounts that are there, and those made in the month; visits of its teams; accounts ÷ target."""
