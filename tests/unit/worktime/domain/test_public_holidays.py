"""Public holidays."""

from __future__ import annotations

import json
from datetime import date

import pytest

from chalicelib.worktime.domain.public_holidays import FILE, from_library, public_holidays

KEPT = sorted(int(year) for year in json.loads(FILE.read_text("utf-8")))


@pytest.mark.parametrize("year", KEPT)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_kept_years_are_what_the_library_says(year, language) -> None:
    """The kept copy saves an import; it must never say anything of its own."""
    assert public_holidays(year, language) == from_library(year, language)


def test_other_years_come_from_the_library() -> None:
    """No year is without holidays because nobody kept a copy."""
    assert 2040 not in KEPT
    assert public_holidays(2040, "vi")[date(2040, 9, 2)] == "Quốc khánh"
    assert public_holidays(2040, "en")[date(2040, 9, 2)] == "National Day"
