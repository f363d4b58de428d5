"""What an edit of the roll-out would change: days, and what communes are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.kernel.instants import local_date, wire
from chalicelib.rules.domain.roll_out import RollOutPlan
from chalicelib.worktime.domain.working_time import WorkingTime

_What = tuple[str, str]
"""A kind of thing (`morning_list`, `report`, `figure`, `text`), and its id."""


@dataclass(frozen=True)
class RollOutChange:
    """One thing that would be otherwise; None: it is not there. Of a report the next day by which
    it is due, of the morning list the next instant, of figures and texts how they are called."""

    what: str
    id: str
    before: str | None
    after: str | None


def roll_out_changes(
    before: RollOutPlan, after: RollOutPlan, now: datetime, calendar: WorkingTime
) -> list[RollOutChange]:
    """By kind and id; what stays as it is is left out."""
    old, new = (_said(plan, now, calendar) for plan in (before, after))
    return [
        RollOutChange(*what, old.get(what), new.get(what))
        for what in sorted({*old, *new})
        if old.get(what) != new.get(what)
    ]


def _said(plan: RollOutPlan, now: datetime, calendar: WorkingTime) -> Mapping[_What, str]:
    today, form = local_date(now), plan.reports.form
    said = {("report", one.id): one.due(today).isoformat() for one in plan.reports.calendar}
    said |= {("figure", one.id): " / ".join(one.names) for one in form.figures}
    said |= {
        ("text", one.id): " / ".join(one.names) + (" *" if one.required else "")
        for one in form.texts
    }
    morning = plan.campaign.next_morning(now, calendar)
    return {**said, **({("morning_list", "next"): wire(morning)} if morning else {})}
