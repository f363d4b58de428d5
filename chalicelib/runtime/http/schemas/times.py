"""Days and instants as fields. The forms are the domain's; here they become types."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.time_forms import (
    BIRTHDAY_PATTERN,
    DAY_PATTERN,
    INSTANT_PATTERN,
    parse_day,
    parse_instant,
)
from chalicelib.runtime.http.schemas.texts import refused


def _read(parse: Callable[[str], object]) -> BeforeValidator:
    """Texts are the domain's to read; a number is no instant, whatever it could be seconds of."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            raise PydanticCustomError("wrong_type", "a text is expected")
        try:
            return parse(value)
        except Invalid as invalid:
            raise refused(invalid) from None

    return BeforeValidator(read, json_schema_input_type=str)


def _date(pattern: str) -> dict[str, Any]:
    return {"format": "date", "pattern": pattern}


Day = Annotated[
    date,
    _read(parse_day),
    Field(json_schema_extra=_date(DAY_PATTERN), examples=["2026-08-10"]),
]
"""From 2000 to 2100."""
Birthday = Annotated[
    date,
    _read(partial(parse_day, first=date.min, last=date.max)),
    Field(json_schema_extra=_date(BIRTHDAY_PATTERN), examples=["1990-05-17"]),
]
"""Which of them are no birthdays, the rules of accounts say."""
Instant = Annotated[
    datetime, _read(parse_instant), Field(json_schema_extra={"pattern": INSTANT_PATTERN})
]
"""In UTC. Without an example: it stands beside what may be given in its place."""
