"""Visibility as it is sent and answered."""

from __future__ import annotations

from typing import Literal

VisibilityCode = Literal["public", "private"]
