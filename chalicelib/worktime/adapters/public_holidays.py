"""Public holidays of Viet Nam, by the `holidays` library.

Importing the library costs more than anything else that a deadline needs, so the years around the
present are kept beside the code as the library gives them (a test compares them); the library
answers for all others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache

from chalicelib.kernel.languages import Language
from chalicelib.runtime.data_files import DATA

FILE = DATA / "public_holidays.json"


class KeptHolidays:
    """Those of the file, and the library's for other years; each year is read once a process."""

    def names(self, year: int, language: Language) -> Mapping[date, str]:
        """What each holiday of the year is called, by its day."""
        return _names(year, language)


def from_library(year: int, language: Language) -> dict[date, str]:
    """What the library says, unshortened."""
    from holidays import country_holidays

    theirs = {"en": "en_US"}.get(language, language)
    return dict(country_holidays("VN", years=year, language=theirs))


@cache
def _names(year: int, language: Language) -> Mapping[date, str]:
    kept = _kept().get(str(year))
    if kept is None:
        return from_library(year, language)
    return {date.fromisoformat(day): names[language] for day, names in kept.items()}


@cache
def _kept() -> dict[str, dict[str, dict[str, str]]]:
    document: dict[str, dict[str, dict[str, str]]] = json.loads(FILE.read_text("utf-8"))
    return document
