"""Who may see a case besides its reporter and the office."""

from __future__ import annotations

from enum import StrEnum


class Visibility(StrEnum):
    """As the reporter, or the intake desk, has it."""

    PUBLIC = "public"
    PRIVATE = "private"
