"""Urgencies as they are answered."""

from __future__ import annotations

from typing import Literal

UrgencyCode = Literal["urgent", "on_the_spot", "ordinary", "complex"]
