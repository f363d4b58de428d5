"""The figures that a commune's report is prefilled with: of its cases, and of the campaign."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.agencies.domain.scopes import committee_for
from chalicelib.campaign.application.reach import ReachDesk, make_reach
from chalicelib.campaign.domain.reach import ReachLine
from chalicelib.commune_reports.domain.commune_reports import Value
from chalicelib.difficulties.application.ports import DifficultyStore
from chalicelib.difficulties.domain.difficulties import Difficulty
from chalicelib.figures.application.kept_reports import Scope
from chalicelib.figures.application.ports import FigureLog
from chalicelib.figures.application.reports import make_report
from chalicelib.figures.domain.reports import Figures, Period, Share
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.isolation import Isolation
from chalicelib.rules.domain.report_plans import CAMPAIGN_FIGURES, DIFFICULTIES, ReportForm

LONGEST_TEXT = 4000
_MOST_DIFFICULTIES = 100
FOR_ALL = Actor(Role.SYSTEM, "commune_reports", province=True)
"""Who prefills and reminds."""


@dataclass(frozen=True)
class FigureSources:
    """Where figures come from, asked for by whoever makes some alone."""

    log: Callable[[], FigureLog]
    reach: Callable[[], ReachDesk]
    difficulties: Callable[[], DifficultyStore]


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


def texts_for(
    sources: FigureSources, form: ReportForm, commune: str, asked: Period, isolation: Isolation
) -> dict[str, str]:
    """What the commune raised in the month, and what it raised before and nobody has solved; the
    newest first, as far as a text goes."""
    if DIFFICULTIES not in {one.id for one in form.texts}:
        return {}
    committee = committee_for(commune)

    def is_of_month(one: Difficulty) -> bool:
        day = local_date(one.raised_at)
        is_open = one.solved_at is None or local_date(one.solved_at) >= asked.start
        return one.agency == committee and day < asked.end and is_open

    found = sources.difficulties().store.page(
        [committee], _MOST_DIFFICULTIES, None, isolation, is_of_month
    )
    text = ""
    for one in found.items:
        longer = f"{text}\n{_line(one)}" if text else _line(one)
        if len(longer) > LONGEST_TEXT:
            break
        text = longer
    return {DIFFICULTIES: text} if text else {}


def _line(one: Difficulty) -> str:
    """As the commune said it, and how far it has come."""
    said = " ".join(one.text.split())
    if one.solved_at is not None:
        return f"- {said} (đã giải quyết: {' '.join((one.solution or '').split())})"
    return f"- {said} (hạn giải quyết {one.due:%d/%m/%Y})" if one.due else f"- {said}"


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
