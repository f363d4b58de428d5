"""How people are reached. Source: docs/handbook.md §6."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """How a message reaches its recipient. The bell is the list inside the app."""

    BELL = "bell"
    SMS = "sms"
    EMAIL = "email"
