"""The public holidays of Viet Nam, which a calendar is given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from chalicelib.kernel.languages import Language


class PublicHolidays(Protocol):
    """Every year's, whichever it is."""

    def names(self, year: int, language: Language) -> Mapping[date, str]:
        """What each holiday of the year is called, by its day."""
