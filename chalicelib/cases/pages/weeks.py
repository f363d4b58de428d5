"""The weeks from a case's start to its due time, drawn: which days count, which do not, and which
the clock stood. The sentences beside the drawing say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.domain.workflow import State
from chalicelib.runtime.services import services
from chalicelib.worktime.domain.calendars import Calendar, Reason

_MOST_WEEKS = 6
"""Up to the due time; longer ones are told by the sentences alone."""
_STEP, _ROW, _TOP = 46, 32, 17
_WEEK = timedelta(7)
_DAY = timedelta(1)


@dataclass(frozen=True)
class DrawnDay:
    """A day in the drawing. `look`: gone, work, off or holiday, or empty where nothing is counted;
    `makeup`: worked against the week."""

    x: int
    y: int
    number: int
    look: str
    makeup: bool
    paused: bool
    today: bool
    due: bool


@dataclass(frozen=True)
class DrawnWeeks:
    """The drawing, and its height."""

    days: tuple[DrawnDay, ...]
    height: int
    width: int = 7 * _STEP


def drawn_weeks(case: Mapping[str, Any], now: datetime) -> DrawnWeeks | None:
    """None where nothing runs. The directory remembers the calendar, so that no call is made."""
    clock = case["clock"]
    if not clock or not clock["why"]:
        return None
    calendar = services().get(Directory).calendar()
    start, due = _day(calendar, clock["why"][0]["at"]), _day(calendar, clock["due_at"])
    last = due + timedelta(6 - due.weekday())
    first = max(start - timedelta(start.weekday()), last + _DAY - _MOST_WEEKS * _WEEK)
    stops = tuple(_stops(calendar, case["timeline"], now))
    today = calendar.day_of(now)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    drawn = tuple(
        DrawnDay(
            x=_STEP * (at % 7),
            y=_TOP + _ROW * (at // 7),
            number=day.day,
            look=_look(calendar, day, start, due, today),
            makeup=_is_makeup(calendar, day),
            paused=start <= day <= due and any(begun <= day <= ended for begun, ended in stops),
            today=day == today,
            due=day == due,
        )
        for at, day in enumerate(days)
    )
    return DrawnWeeks(drawn, _TOP + _ROW * (len(days) // 7))


def _day(calendar: Calendar, instant: str) -> date:
    return calendar.day_of(datetime.fromisoformat(instant))


def _look(calendar: Calendar, day: date, start: date, due: date, today: date) -> str:
    found = calendar.day(day)
    if not found.hours:
        return "off" if found.reason is Reason.WEEKEND else "holiday"
    if not start <= day <= due:
        return ""
    return "gone" if day < today else "work"


def _is_makeup(calendar: Calendar, day: date) -> bool:
    found = calendar.day(day)
    return bool(found.hours) and found.reason is Reason.NOTICE


def _stops(
    calendar: Calendar, timeline: Sequence[Mapping[str, Any]], now: datetime
) -> Iterator[tuple[date, date]]:
    """From the day of each question to that of its answer, or to today."""
    begun: date | None = None
    for entry in timeline:
        waits, day = entry["to"] == State.NEEDS_INFO, _day(calendar, entry["at"])
        if begun is None and waits:
            begun = day
        elif begun is not None and not waits:
            yield begun, day
            begun = None
    if begun is not None:
        yield begun, calendar.day_of(now)
