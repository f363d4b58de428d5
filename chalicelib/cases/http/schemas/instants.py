"""Instants as cases are answered with them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

Instant = Annotated[
    str,
    Field(json_schema_extra={"format": "date-time"}, examples=["2026-08-03T08:05:00+07:00"]),
]
