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
from pathlib import Path

FILE = Path(__file__).parents[2] / "data" / "public_holidays.json"


@cache
def public_holidays(year: int, language: str) -> Mapping[date, str]:
    """The names of the year's holidays by day, in `vi` or `en`."""
    kept = _kept().get(str(year))
    if kept is None:
        return from_library(year, language)
    return {date.fromisoformat(day): names[language] for day, names in kept.items()}


def from_library(year: int, language: str) -> dict[date, str]:
    """What the library says, unshortened."""
    from holidays import country_holidays

    theirs = {"en": "en_US"}.get(language, language)
    return dict(country_holidays("VN", years=year, language=theirs))


@cache
def _kept() -> dict[str, dict[str, dict[str, str]]]:
    document: dict[str, dict[str, dict[str, str]]] = json.loads(FILE.read_text("utf-8"))
    return document
