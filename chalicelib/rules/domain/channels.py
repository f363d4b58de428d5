"""How cases come in. Source: docs/handbook.md §6."""

from __future__ import annotations

from enum import StrEnum


class CaseChannel(StrEnum):
    """By which way a case was sent."""

    APP = "app"
    HOTLINE = "hotline"
    COUNTER = "counter"
    PAPER = "paper"
    ZALO = "zalo"
    EMAIL = "email"


ON_BEHALF = frozenset(CaseChannel) - {CaseChannel.APP}
"""Somebody of the office enters the case for whoever brought it."""
