"""Working calendars for tests, and the words in which the tables of cases are written."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from chalicelib.worktime.adapters.public_holidays import KeptHolidays
from chalicelib.worktime.domain.calendar_documents import calendar_from_document
from chalicelib.worktime.domain.calendars import Calendar, Change, Override
from chalicelib.worktime.domain.deadlines import DeadlineClock
from chalicelib.worktime.domain.limits import Limit
from chalicelib.worktime.domain.year_tables import Hours, Opening

FILE = Path(__file__).parents[2] / "chalicelib" / "data" / "lao_cai" / "calendar.json"
HOLIDAYS = KeptHolidays()
OFFICIAL = calendar_from_document(json.loads(FILE.read_text("utf-8")), HOLIDAYS)
"""The default calendar of Lào Cai, as it is shipped."""
CAP = timedelta(hours=37.5)
"""The default cap on all pauses of a case, in working time."""
_UNITS = {"ngày": "days", "giờ": "hours"}


def hours(*openings: str) -> Hours:
    """`hours("07:30-11:30", "13:30-17:00")`."""
    ends = (opening.split("-") for opening in openings)
    return tuple(Opening(time.fromisoformat(a), time.fromisoformat(b)) for a, b in ends)


def edited(version: int = 2, **days: str) -> Calendar:
    """The default calendar with more overrides: `edited(d20260805="off")`."""
    added = tuple(
        Override(date.fromisoformat(day[1:]), Change(kind), "QĐ 1/2026")
        for day, kind in days.items()
    )
    return replace(OFFICIAL, version=version, overrides=OFFICIAL.overrides + added)


def at(text: str, zone: str = "Asia/Ho_Chi_Minh") -> datetime:
    """A local instant, written `03/08/2026 08:05` (seconds and their fraction may follow)."""
    form = "%d/%m/%Y %H:%M" + ":%S" * (text.count(":") == 2)
    whole, _, fraction = text.partition(".")
    local = datetime.strptime(whole, form).replace(tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC) + timedelta(microseconds=int(fraction.ljust(6, "0") or 0))


def limit(text: str) -> Limit:
    """`3 ngày` or `8 giờ`."""
    amount, unit = text.split()
    return Limit(int(amount), _UNITS[unit])


def rows(table: str) -> list[tuple[str, ...]]:
    """The lines of a table whose columns stand between `|`."""
    lines = [line for line in table.strip().splitlines() if line.strip()]
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]


def replay(clock: DeadlineClock, events: str, calendar: Calendar = OFFICIAL) -> DeadlineClock:
    """Let happen to a clock what a table says: `dừng 04/08/2026 09:00; tiếp 05/08/2026 10:00`."""
    for event in filter(None, (text.strip() for text in events.split(";"))):
        words, when = re.fullmatch(r"(.+?) (\d\d/\d\d/\d{4} .+)", event).groups()
        clock = _happen(clock, words, at(when), calendar)
    return clock


def _happen(clock: DeadlineClock, words: str, when: datetime, calendar: Calendar) -> DeadlineClock:
    plain = {
        "dừng": clock.pause,
        "tiếp": clock.resume,
        "trùng": clock.mark_duplicate,
        "hết trùng": clock.unmark_duplicate,
    }
    if words in plain:
        return plain[words](when, calendar)
    if words.startswith("gia hạn "):
        return clock.extend(limit(words.removeprefix("gia hạn ")), when, calendar)
    return clock.change_limit(limit(words.removeprefix("thành ")), when, calendar)
