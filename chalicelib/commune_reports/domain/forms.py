"""The report calendar of a province, and the form of the communes' monthly report: data.

Source: docs/handbook.md §8 (the day), §10.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta

from chalicelib.figures.domain.reports import Figures
from chalicelib.kernel.documents import Document
from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.kernel.languages import Language

COMMUNE_REPORT = "commune"
"""The line of the calendar that communes report by."""
CAMPAIGN_FIGURES = ("accounts", "accounts_made", "visits", "reach")
FIGURES = (
    *(one.name for one in fields(Figures) if one.name != "median_working_minutes"),
    *CAMPAIGN_FIGURES,
)
"""What a form may ask of the figures of cases, and of the campaign's."""
DIFFICULTIES = "difficulties"
"""The text that is prefilled with what stands on the list of difficulties, where a form has it."""
Names = tuple[str, str]


@dataclass(frozen=True)
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


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class FormFigure:
    """A figure that the report is prefilled with."""

    id: str
    names: Names


@dataclass(frozen=True)
class FormText:
    """A text that the commune writes."""

    id: str
    names: Names
    required: bool


@dataclass(frozen=True)
class ReportForm:
    """What a commune reports, in this version."""

    version: int
    figures: tuple[FormFigure, ...]
    texts: tuple[FormText, ...]


@dataclass(frozen=True)
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


def plan_from_document(value: object) -> ReportPlan:
    """The plan of a JSON document; raises Invalid with all its faults."""
    document = Document(value)
    document.text("source")
    calendar = tuple(_day(part) for part in document.parts("calendar"))
    document.each_once("calendar", (one.id for one in calendar))
    if COMMUNE_REPORT not in (one.id for one in calendar):
        document.fault("calendar", "missing")
    form = document.part("form")
    plan = ReportPlan(
        calendar,
        _reminders(document.part("reminders")),
        ReportForm(
            form.whole("version", least=1),
            tuple(
                FormFigure(part.one_of("id", FIGURES), _names(part))
                for part in form.parts("figures", most=40)
            ),
            tuple(
                FormText(part.text("id"), _names(part), part.flag("required"))
                for part in form.parts("texts", most=20)
            ),
        ),
    )
    form.each_once("figures", (one.id for one in plan.form.figures))
    form.each_once("texts", (one.id for one in plan.form.texts))
    document.finish()
    return plan


def _day(part: Document) -> ReportDay:
    day = part.whole("day", least=1, most=28)
    return ReportDay(part.text("id"), part.text("to"), _names(part), day)


def _reminders(part: Document) -> ReportReminders:
    before, after = part.wholes("days_before", most=28), part.wholes("days_after", most=28)
    return ReportReminders(part.day("since"), part.time("at"), (*(-day for day in before), *after))


def _names(part: Document) -> Names:
    names = part.part("name")
    return names.text("vi"), names.text("en")
