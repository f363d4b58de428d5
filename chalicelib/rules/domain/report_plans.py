"""The report calendar of a province, and the form of the communes' monthly report: data.

Source: docs/handbook.md §8 (the day), §10.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from chalicelib.kernel.documents import Document
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.kernel.languages import Language

COMMUNE_REPORT = "commune"
"""The line of the calendar that communes report by."""
CAMPAIGN_FIGURES = ("accounts", "accounts_made", "visits", "reach")
FIGURES = (
    *("carried_over", "received", "reopened", "answered_on_time", "answered_late_or_reopened"),
    *("rejected", "duplicate", "redirected", "withdrawn", "pending_in_time", "pending_overdue"),
    *("waiting", "extended", "returned", "rerouted", "recategorised"),
    *("sent_elsewhere", "taken_otherwise"),
    *("on_time", "satisfaction", "rated", "reinspection"),
    *("sent_elsewhere", "taken_otherwise"),
    *CAMPAIGN_FIGURES,
)
"""What a form may ask of the figures of cases, and of the campaign's."""
MOST_REPORTS, MOST_FIGURES, MOST_TEXTS = 20, 40, 20
LATEST_DAY = 28
"""Of a month, so that each has it; and the farthest that a reminder is from the day."""
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
DIFFICULTIES = "difficulties"
"""The text that is prefilled with what stands on the list of difficulties, where a form has it."""
Names = tuple[str, str]


@frozen
class ReportDay:
    """A report of the calendar: to whom, and by which day of the month (at its end)."""

    id: str
    to: str
    names: Names
    day: int

    def due(self, period_end: date) -> date:
        """The first such day on or after the period's end (which is outside the period)."""
        here = period_end.replace(day=self.day)
        if here >= period_end:
            return here
        return (period_end.replace(day=28) + timedelta(days=4)).replace(day=self.day)


@frozen
class ReportReminders:
    """When communes that have not sent are reminded: of the months from `since` on, at which local
    time, on which days, counted from the day by which reports are due (less than zero: before)."""

    since: date
    at: time
    days: tuple[int, ...]

    def day_of(self, month: str, due: date, now: datetime) -> int | None:
        """Which of those days it is now, from the time on until midnight."""
        local = now.astimezone(LOCAL_ZONE)
        days = (local.date() - due).days
        is_day = days in self.days and local.time() >= self.at
        return days if is_day and self.minds(month) else None

    def minds(self, month: str) -> bool:
        """Whether anybody is reminded of that month's report."""
        return month >= f"{self.since:%Y-%m}"

    def next_after(self, month: str, due: date, now: datetime) -> datetime | None:
        """The next instant (UTC) at which somebody is to be reminded of that month's report."""
        if not self.minds(month):
            return None
        days = [due + timedelta(days=day) for day in sorted(self.days)]
        instants = [datetime.combine(day, self.at, LOCAL_ZONE).astimezone(UTC) for day in days]
        return next((at for at in instants if at > now), None)


@frozen
class FormFigure:
    """A figure that the report is prefilled with."""

    id: str
    names: Names


@frozen
class FormText:
    """A text that the commune writes."""

    id: str
    names: Names
    required: bool


@frozen
class ReportForm:
    """What a commune reports, in this version."""

    version: int
    figures: tuple[FormFigure, ...]
    texts: tuple[FormText, ...]


@frozen
class ReportPlan:
    """A province's calendar of reports, and the communes' form."""

    calendar: tuple[ReportDay, ...]
    reminders: ReportReminders
    form: ReportForm

    @property
    def commune_day(self) -> ReportDay:
        """The line that communes report by."""
        return next(one for one in self.calendar if one.id == COMMUNE_REPORT)


def named(names: Names, language: Language) -> str:
    """In that language."""
    return names[list(Language).index(language)]


def reports_from_document(part: Document, version: int) -> ReportPlan:
    """The member `reports` of the plan in that version; what is wrong is noted."""
    calendar = tuple(_day(one) for one in part.parts("calendar", MOST_REPORTS))
    part.each_once("calendar", (one.id for one in calendar))
    named = part.has("calendar") and part.is_sound("calendar")
    if named and COMMUNE_REPORT not in (one.id for one in calendar):
        part.fault("calendar", "missing")
    form = part.part("form")
    figures = [
        FormFigure(one.one_of("id", FIGURES), _names(one))
        for one in form.parts("figures", MOST_FIGURES)
    ]
    texts = [
        FormText(_id(one), _names(one), one.flag("required"))
        for one in form.parts("texts", MOST_TEXTS)
    ]
    form.each_once("figures", (one.id for one in figures))
    form.each_once("texts", (one.id for one in texts))
    reminders = _reminders(part.part("reminders"))
    return ReportPlan(calendar, reminders, ReportForm(version, tuple(figures), tuple(texts)))


def reports_to_document(plan: ReportPlan) -> dict[str, Any]:
    """The inverse."""
    reminders = plan.reminders
    return {
        "calendar": [
            {"id": one.id, "to": one.to, "name": _written(one.names), "day": one.day}
            for one in plan.calendar
        ],
        "reminders": {
            "since": reminders.since.isoformat(),
            "at": reminders.at.isoformat("minutes"),
            "days_before": [-day for day in reminders.days if day <= 0],
            "days_after": [day for day in reminders.days if day > 0],
        },
        "form": {
            "figures": [{"id": one.id, "name": _written(one.names)} for one in plan.form.figures],
            "texts": [
                {"id": one.id, "name": _written(one.names), "required": one.required}
                for one in plan.form.texts
            ],
        },
    }


def _day(part: Document) -> ReportDay:
    day = part.whole("day", least=1, most=LATEST_DAY)
    return ReportDay(_id(part), part.text("to"), _names(part), day)


def _reminders(part: Document) -> ReportReminders:
    before = part.wholes("days_before", most=LATEST_DAY)
    after = part.wholes("days_after", least=1, most=LATEST_DAY)
    return ReportReminders(part.day("since"), part.time("at"), (*(-day for day in before), *after))


def _id(part: Document) -> str:
    id = part.text("id")
    if id and not _ID.fullmatch(id):
        part.fault("id", "wrong_form")
    return id


def _names(part: Document) -> Names:
    names = part.part("name")
    return names.text("vi"), names.text("en")


def _written(names: Names) -> dict[str, str]:
    return dict(zip(("vi", "en"), names, strict=True))
