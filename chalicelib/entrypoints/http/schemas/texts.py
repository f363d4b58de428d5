"""Texts and numbers as the contract takes them: NFC, line feeds, no other control characters.

Lengths are counted in code points after NFC.
"""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

_LINE_CONTROLS = frozenset("\n\t")
_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Cn", "Co", "Mn", "Me"})
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


class Body(BaseModel):
    """Base of all bodies: strict types, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", defer_build=True, frozen=True)


def clean(text: str) -> str:
    """NFC, CR LF as LF; raises for control characters and for texts that show nothing."""
    tidy = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    if any(unicodedata.category(c) == "Cc" and c not in _LINE_CONTROLS for c in tidy):
        raise PydanticCustomError("control_character", "control characters are not accepted")
    if tidy and all(_shows_nothing(c) for c in tidy):
        raise PydanticCustomError("blank", "the text shows nothing")
    return tidy


def _shows_nothing(char: str) -> bool:
    return unicodedata.category(char) in _INVISIBLE or char in _BLANK_LETTERS


def one_line(text: str) -> str:
    """As `clean`, without line feeds and tabs."""
    if any(c in _LINE_CONTROLS for c in clean(text)):
        raise PydanticCustomError("control_character", "one line is expected")
    return clean(text)


def _sized(least: int, most: int) -> AfterValidator:
    def check(text: str) -> str:
        if len(text) < least:
            raise PydanticCustomError("too_short", "too short", {"min": least})
        if len(text) > most:
            raise PydanticCustomError("too_long", "too long", {"max": most})
        return text

    return AfterValidator(check)


Description = Annotated[
    str,
    Field(json_schema_extra={"minLength": 10, "maxLength": 4000}),
    AfterValidator(clean),
    _sized(10, 4000),
]
Note = Annotated[
    str,
    Field(json_schema_extra={"minLength": 1, "maxLength": 1000}),
    AfterValidator(clean),
    _sized(1, 1000),
]
Name = Annotated[
    str,
    Field(json_schema_extra={"minLength": 1, "maxLength": 100}),
    AfterValidator(one_line),
    _sized(1, 100),
]
Address = Annotated[
    str,
    Field(json_schema_extra={"minLength": 1, "maxLength": 300}),
    AfterValidator(one_line),
    _sized(1, 300),
]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
