"""How cases come in. Source: docs/handbook.md §6."""

from __future__ import annotations

from enum import StrEnum


class CaseChannel(StrEnum):
    """By which way a case was sent."""

    APP = "app"
    HOTLINE = "hotline"
