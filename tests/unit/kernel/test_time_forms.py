"""Days, times of day and instants from outside: taken in one form each."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel import time_forms as forms
from chalicelib.kernel.errors import Invalid
from tests.support import time_forms as table

Parse = Callable[[str], object]
KINDS: tuple[tuple[Parse, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    (forms.parse_day, forms.DAY_PATTERN, table.GOOD_DAYS, table.WRONG_DAYS, table.FAR_DAYS),
    (forms.parse_time, forms.TIME_PATTERN, table.GOOD_TIMES, table.WRONG_TIMES, ()),
    (
        forms.parse_instant,
        forms.INSTANT_PATTERN,
        table.GOOD_INSTANTS,
        table.WRONG_INSTANTS,
        table.FAR_INSTANTS,
    ),
    (
        forms.parse_month,
        forms.MONTH_PATTERN,
        table.GOOD_MONTHS,
        table.WRONG_MONTHS,
        table.FAR_MONTHS,
    ),
)


def _documented(pattern: str, text: str) -> bool:
    """As a client's validator reads the pattern: `$` is the end, not a last line feed."""
    return re.search(pattern.removesuffix("$") + r"\Z", text) is not None


def _faults(parse: Parse, text: str) -> list[str]:
    try:
        parse(text)
    except Invalid as invalid:
        return [fault.code for fault in invalid.faults]
    return []


@pytest.mark.parametrize(
    ("parse", "pattern", "text"),
    [(parse, pattern, text) for parse, pattern, good, _, _ in KINDS for text in good],
)
def test_the_form_of_the_contract_is_taken(parse: Parse, pattern: str, text: str) -> None:
    """By the parser, and by the pattern that clients check with."""
    assert _faults(parse, text) == []
    assert _documented(pattern, text)


@pytest.mark.parametrize(
    ("parse", "pattern", "text", "code"),
    [
        *((p, r, text, "wrong_form") for p, r, _, wrong, _ in KINDS for text in wrong),
        *((p, r, text, "out_of_range") for p, r, _, _, far in KINDS for text in far),
    ],
)
def test_nothing_else_is(parse: Parse, pattern: str, text: str, code: str) -> None:
    """Whatever Python would make of it; the year 0 is in no calendar."""
    no_year = text.startswith("0000")
    assert _faults(parse, text) == ["wrong_form" if no_year else code]
    assert not _documented(pattern, text)


@pytest.mark.parametrize("text", table.NO_SUCH_DAYS)
def test_days_that_no_calendar_has(text: str) -> None:
    """No pattern tells them; alone and in an instant."""
    assert _faults(forms.parse_day, text) == ["wrong_form"]
    assert _faults(forms.parse_instant, f"{text}T08:00Z") == ["wrong_form"]


@given(st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind), _fitting(kind[1]))))
def test_what_fits_the_pattern_is_taken(found) -> None:
    """But for days that no calendar has."""
    (parse, *_), text = found
    if _faults(parse, text):
        assert re.match(r"[0-9]{4}-(02-(29|3.)|(04|06|09|11)-31|02-31)", text)


@cache
def _fitting(pattern: str) -> st.SearchStrategy[str]:
    return st.from_regex(pattern.removesuffix("$") + r"\Z")


def test_what_is_read() -> None:
    """Instants in UTC, their fraction kept; openings as two times."""
    assert forms.parse_day("2026-08-03") == date(2026, 8, 3)
    assert forms.parse_month("2026-08") == date(2026, 8, 1)
    assert forms.parse_time("22:00") == time(22)
    assert forms.parse_opening("07:30-11:30") == (time(7, 30), time(11, 30))
    read = forms.parse_instant("2026-08-03T15:00:01.5+07:00")
    assert read == datetime(2026, 8, 3, 8, 0, 1, 500_000, tzinfo=UTC)
    assert read.utcoffset() == UTC.utcoffset(None)


@pytest.mark.parametrize("text", ["07:30", "07:30-24:00", "07:30–11:30", "07:30-11:30Z", "7:30-8"])
def test_what_is_no_opening(text: str) -> None:
    """Two times of day with a hyphen between."""
    assert _faults(forms.parse_opening, text) == ["wrong_form"]


@pytest.mark.parametrize("text", ["1900-01-01", "1990-05-17", "2026-08-03"])
def test_other_bounds(text: str) -> None:
    """A birth date lies before what is planned; who asks says from when on."""
    assert forms.parse_day(text, date(1900, 1, 1)) == date.fromisoformat(text)
    assert _documented(forms.BIRTHDAY_PATTERN, text)
