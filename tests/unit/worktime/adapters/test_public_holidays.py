"""Public holidays."""

from __future__ import annotations

import json
from datetime import date

import pytest

from chalicelib.kernel.languages import Language
from chalicelib.worktime.adapters.public_holidays import FILE, from_library
from tests.support.calendars import HOLIDAYS

KEPT = sorted(int(year) for year in json.loads(FILE.read_text("utf-8")))


@pytest.mark.parametrize("year", KEPT)
@pytest.mark.parametrize("language", Language)
def test_kept_years_are_what_the_library_says(year, language) -> None:
    """The kept copy saves an import; it must never say anything of its own."""
    assert HOLIDAYS.names(year, language) == from_library(year, language)


@pytest.mark.parametrize(
    ("language", "name"), [(Language.VI, "Quốc khánh"), (Language.EN, "National Day")]
)
def test_other_years_come_from_the_library(language, name) -> None:
    """No year is without holidays because nobody kept a copy."""
    assert 2040 not in KEPT
    assert HOLIDAYS.names(2040, language)[date(2040, 9, 2)] == name
