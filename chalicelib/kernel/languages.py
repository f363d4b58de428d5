"""The languages in which people are answered."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """What titles, messages and explanations are written in."""

    VI = "vi"
    EN = "en"
