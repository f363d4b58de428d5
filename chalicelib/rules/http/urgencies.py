"""Urgencies as they are answered."""

from __future__ import annotations

from typing import Literal

Urgency = Literal["urgent", "on_the_spot", "ordinary", "complex"]
