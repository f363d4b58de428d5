"""Days, times of day and instants as they come in from outside: one strict form of each.

Python's own `fromisoformat` takes week dates, offsets on times of day and more that the contract
does not know. The patterns are those of the HTTP document: what fits one is taken, unless no
calendar has that day. Source: the HTTP contract, Manners; docs/handbook.md §4.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from chalicelib.kernel.errors import Fault, Invalid

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""Of what is planned, counted or reported: arithmetic around them never leaves the calendar."""
_YEAR = "(?:20[0-9]{2}|2100)"
_MONTH = "(?:0[1-9]|1[0-2])"
_DAY = "(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
TIME_PATTERN = f"^{_CLOCK}$"
OPENING_PATTERN = f"^{_CLOCK}-{_CLOCK}$"
MONTH_PATTERN = f"^{_YEAR}-{_MONTH}$"
DAY_PATTERN = f"^{_YEAR}-{_MONTH}-{_DAY}$"
BIRTHDAY_PATTERN = f"^(?:19|20)[0-9]{{2}}-{_MONTH}-{_DAY}$"
INSTANT_PATTERN = (
    rf"^{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}(?::[0-5][0-9](?:\.[0-9]{{1,6}})?)?(?:Z|[+-]{_CLOCK})$"
)
_ANY_YEAR = "[0-9]{4}"
_TIME = re.compile(TIME_PATTERN)
_OPENING = re.compile(OPENING_PATTERN)
_ANY_MONTH = re.compile(MONTH_PATTERN.replace(_YEAR, _ANY_YEAR))
_ANY_DAY = re.compile(DAY_PATTERN.replace(_YEAR, _ANY_YEAR))
_ANY_INSTANT = re.compile(INSTANT_PATTERN.replace(_YEAR, _ANY_YEAR))


def parse_day(text: str, first: date = FIRST_DAY, last: date = LAST_DAY) -> date:
    """A calendar day, `YYYY-MM-DD`. Raises Invalid (`wrong_form`, `out_of_range`)."""
    _check_form(_ANY_DAY, text)
    try:
        day = date.fromisoformat(text)
    except ValueError:  # 30 February, or the year 0
        raise _wrong_form() from None
    _check_range(day, first, last)
    return day


def parse_month(text: str) -> date:
    """The first day of a calendar month, `YYYY-MM`. Raises as `parse_day` does."""
    _check_form(_ANY_MONTH, text)
    return parse_day(f"{text}-01")


def parse_time(text: str) -> time:
    """A local time of day, `HH:MM`. Raises Invalid (`wrong_form`)."""
    _check_form(_TIME, text)
    return time.fromisoformat(text)


def parse_opening(text: str) -> tuple[time, time]:
    """Two local times of day, `HH:MM-HH:MM`, in whichever order. Raises as `parse_time` does."""
    _check_form(_OPENING, text)
    begin, _, end = text.partition("-")
    return time.fromisoformat(begin), time.fromisoformat(end)


def parse_instant(text: str) -> datetime:
    """An instant (UTC) of `YYYY-MM-DDTHH:MM`, seconds and their fraction if need be, with `Z` or an
    offset. Raises as `parse_day` does; the range is that of the day as it is written."""
    _check_form(_ANY_INSTANT, text)
    parse_day(text.partition("T")[0])
    return datetime.fromisoformat(text).astimezone(UTC)


def _check_form(form: re.Pattern[str], text: str) -> None:
    if not form.fullmatch(text):
        raise _wrong_form()


def _wrong_form() -> Invalid:
    return Invalid([Fault((), "wrong_form")])


def _check_range(day: date, first: date, last: date) -> None:
    if not first <= day <= last:
        raise Invalid([Fault((), "out_of_range", {"min": str(first), "max": str(last)})])
