"""Texts and numbers as the contract takes them. Lengths are counted in code points after NFC."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from chalicelib.kernel import texts
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.ids import SORTABLE_ID, is_sortable_id

_CONTROLS = "\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f"
LINES = f"^(?=[\\s\\S]*\\S)(\\r\\n|[^{_CONTROLS}])*$"
LINE = f"^(?=[\\s\\S]*\\S)[^\\t\\n{_CONTROLS}\\u2028\\u2029]*$"
"""For the document; here the text is looked at character by character."""


class Body(BaseModel):
    """Base of all bodies: strict types, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", defer_build=True, frozen=True)


def left_out(schema: dict[str, Any]) -> None:
    """For the schema of a field that may be left out: it has no default, `null` least of all."""
    schema.pop("default", None)


def never_null(schema: dict[str, Any]) -> None:
    """For the schema of a field that may be left out, and is not `null` where it is given."""
    left_out(schema)
    schema |= schema.pop("anyOf")[0]


def clean(text: str) -> str:
    """The text as it is kept; raises for control characters and for texts that show nothing."""
    tidy = texts.normal(text)
    if texts.has_controls(tidy):
        raise PydanticCustomError("control_character", "control characters are not accepted")
    if tidy and texts.shows_nothing(tidy):
        raise PydanticCustomError("blank", "the text shows nothing")
    return tidy


def one_line(text: str) -> str:
    """As `clean`, without line feeds and tabs."""
    tidy = clean(text)
    if not texts.is_one_line(tidy):
        raise PydanticCustomError("control_character", "one line is expected")
    return tidy


def refused(invalid: Invalid) -> PydanticCustomError:
    """The domain's fault with a text, as pydantic knows faults."""
    fault = invalid.faults[0]
    return PydanticCustomError(fault.code, "not acceptable", dict(fault.params))


def _sized(least: int, most: int) -> AfterValidator:
    def check(text: str) -> str:
        if len(text) < least:
            raise PydanticCustomError("too_short", "too short", {"min": least})
        if len(text) > most:
            raise PydanticCustomError("too_long", "too long", {"max": most})
        return text

    return AfterValidator(check)


def _documented(least: int, most: int, pattern: str) -> dict[str, Any]:
    return {"minLength": least, "maxLength": most, "pattern": pattern}


def _upload_id(text: str) -> str:
    """What has not the form of an upload's id is no upload of anybody."""
    if not is_sortable_id(text):
        raise PydanticCustomError("unknown_upload", "no upload has such an id")
    return text


_UPLOAD_ID = Field(
    min_length=1,
    max_length=60,
    examples=["01K1QX4F7H2Q9S5D3G8J6K0M1N"],
    json_schema_extra={"pattern": f"^{SORTABLE_ID}$"},
)
UploadIds = Annotated[
    list[Annotated[str, _UPLOAD_ID, AfterValidator(_upload_id)]], Field(max_length=10)
]
Description = Annotated[
    str,
    Field(
        json_schema_extra=_documented(10, 4000, LINES),
        examples=["Ổ gà sâu trước cổng trường, xe máy ngã nhiều lần."],
    ),
    AfterValidator(clean),
    _sized(10, 4000),
]
Note = Annotated[
    str,
    Field(
        json_schema_extra=_documented(1, 1000, LINES), examples=["Đoạn nào, gần số nhà bao nhiêu?"]
    ),
    AfterValidator(clean),
    _sized(1, 1000),
]
DocumentNumber = Annotated[
    str,
    Field(json_schema_extra=_documented(1, 100, LINE), examples=["123/SXD-QLHT"]),
    AfterValidator(one_line),
    _sized(1, 100),
]
Address = Annotated[
    str,
    Field(
        json_schema_extra=_documented(1, 300, LINE),
        examples=["Trước cổng trường tiểu học Lê Ngọc Hân"],
    ),
    AfterValidator(one_line),
    _sized(1, 300),
]
Title = Annotated[
    str,
    Field(json_schema_extra=_documented(1, 100, LINE), examples=["Đã vá ổ gà"]),
    AfterValidator(one_line),
    _sized(1, 100),
]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, examples=[22.4856])]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, examples=[103.9707])]
