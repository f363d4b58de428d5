"""A calendar as the JSON document that administrators edit, and back.

An example is `chalicelib/data/lao_cai/calendar.json`: days are ISO 8601, openings `HH:MM-HH:MM`.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib.kernel.documents import Document
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.time_forms import FIRST_DAY, LAST_DAY, parse_opening
from chalicelib.worktime.domain.calendars import Calendar, Change, Notice, Override, are_in_order
from chalicelib.worktime.domain.public_holidays import PublicHolidays
from chalicelib.worktime.domain.year_tables import Hours, Opening

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def calendar_to_document(calendar: Calendar) -> dict[str, object]:
    """The inverse of `calendar_from_document`."""
    return {
        "version": calendar.version,
        "valid_from": calendar.valid_from.isoformat(),
        "source": calendar.source,
        "zone": calendar.zone,
        "week": {
            name: _openings(hours) for name, hours in zip(WEEKDAYS, calendar.week, strict=True)
        },
        "ordinary_hours": _openings(calendar.ordinary_hours),
        "notices": [{"year": one.year, "source": one.source} for one in calendar.notices],
        "overrides": [
            {"day": one.day.isoformat(), "kind": one.kind.value, "source": one.source}
            for one in calendar.overrides
        ],
    }


def calendar_from_document(value: object, holidays: PublicHolidays) -> Calendar:
    """Read and check a calendar of a country with these holidays; raises Invalid with all that is
    wrong with it."""
    document = Document(value)
    calendar = Calendar(
        version=document.whole("version", least=1),
        valid_from=document.day("valid_from"),
        zone=_zone(document),
        week=_week(document),
        ordinary_hours=_ordinary_hours(document),
        overrides=_overrides(document),
        notices=tuple(
            Notice(part.whole("year", FIRST_DAY.year, LAST_DAY.year), part.text("source"))
            for part in document.parts("notices")
        ),
        source=document.text("source"),
        holidays=holidays,
    )
    document.finish()
    return calendar


def _zone(document: Document) -> str:
    name = document.text("zone")
    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        document.fault("zone", "unknown_zone")
    return name


def _week(document: Document) -> tuple[Hours, ...]:
    part = document.part("week")
    given = [(name, part.texts(name)) for name in WEEKDAYS]
    if document.is_sound("week") and not any(texts for _, texts in given):
        document.fault("week", "no_working_day")
    return tuple(_hours(part, name, texts) for name, texts in given)


def _ordinary_hours(document: Document) -> Hours:
    texts = document.texts("ordinary_hours")
    if document.is_sound("ordinary_hours") and not texts:
        document.fault("ordinary_hours", "too_short", {"min": 1})
    return _hours(document, "ordinary_hours", texts)


def _hours(document: Document, name: str, texts: tuple[str, ...]) -> Hours:
    hours = tuple(opening for opening in map(_opening, texts) if opening is not None)
    if len(hours) < len(texts):
        document.fault(name, "wrong_form")
    elif not are_in_order(hours):
        document.fault(name, "hours_disordered")
    return hours


def _overrides(document: Document) -> tuple[Override, ...]:
    """The table of overrides; no day may stand in it twice."""
    overrides: dict[date, Override] = {}
    for part in document.parts("overrides"):
        kind = Change(part.one_of("kind", tuple(Change)))
        override = Override(part.day("day"), kind, part.text("source"))
        other = overrides.setdefault(override.day, override)
        if other is not override and override.day != date.min:
            part.fault("day", "not_unique" if other.kind is kind else "off_and_worked")
    return tuple(overrides.values())


def _opening(text: str) -> Opening | None:
    try:
        return Opening(*parse_opening(text))
    except Invalid:
        return None


def _openings(hours: Hours) -> list[str]:
    return [f"{opening.opens:%H:%M}-{opening.closes:%H:%M}" for opening in hours]
