"""Communes' reports as they come and go."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from chalicelib.commune_reports.application.prefilling import LONGEST_TEXT
from chalicelib.kernel.time_forms import MONTH_PATTERN
from chalicelib.runtime.http.schemas.queries import LongPaging
from chalicelib.runtime.http.schemas.texts import LINES, Body, clean

_LONGEST = LONGEST_TEXT
_ID = Field(examples=["2026-08.02647"])
Month = Annotated[
    str, Field(json_schema_extra={"pattern": MONTH_PATTERN}, max_length=40, examples=["2026-08"])
]


def _short(text: str) -> str:
    if len(text) > _LONGEST:
        raise PydanticCustomError("too_long", "too long", {"max": _LONGEST})
    return text


Told = Annotated[
    str,
    Field(
        json_schema_extra={"minLength": 1, "maxLength": _LONGEST, "pattern": LINES},
        min_length=1,
        examples=["Cả 12 thôn đã có tổ công nghệ số cộng đồng."],
    ),
    AfterValidator(clean),
    AfterValidator(_short),
]
State = Literal["missing", "draft", "sent", "returned"]
_NAME = Annotated[str, Field(min_length=1, max_length=40)]


class CommuneReportsQuery(LongPaging):
    """Of which month (left out: the last that is over), and how far they have come."""

    period: Month | None = None
    state: State | None = None
    format: Literal["json", "xlsx"] = "json"


class ReportTextsBody(Body):
    """The form's texts by their ids; what is left out is empty."""

    texts: Annotated[
        dict[_NAME, Told],
        Field(max_length=20, examples=[{"results": "Cả 12 thôn đã có tổ công nghệ số."}]),
    ]


class ReportReturnBody(Body):
    """Why the report is sent back: the commune reads it."""

    reason: Told


class ReportFigureView(BaseModel):
    """A figure of the form: a number, or a share with `n` of `of`."""

    id: str = Field(examples=["received"])
    name: str = Field(examples=["Phản ánh tiếp nhận trong kỳ"])
    value: int | None
    n: int | None
    of: int | None


class ReportTextView(BaseModel):
    """A text of the form, as it is written now."""

    id: str = Field(examples=["results"])
    name: str = Field(examples=["Kết quả nổi bật"])
    required: bool
    text: str | None


class CommuneReportLineView(BaseModel):
    """A commune's report of a month. `late`: sent after its day, or missing though it is over."""

    id: Annotated[str, _ID]
    version: int = Field(ge=0, examples=[2])
    period: Month
    commune: str = Field(examples=["02647"])
    name: str = Field(examples=["Phường Lào Cai"])
    state: State
    due: str = Field(examples=["2026-09-20"])
    late: bool
    sent_at: str | None
    sent_by: str | None


class CommuneReportView(CommuneReportLineView):
    """With its figures, as known at the local midnight `as_of`, and texts. Version 0: nobody has
    begun it."""

    to: str = Field(examples=["so-khcn"])
    figures: list[ReportFigureView]
    texts: list[ReportTextView]
    as_of: str = Field(examples=["2026-09-01"])
    provisional: bool
    changed_at: str | None
    changed_by: str | None
    returned_at: Annotated[
        str | None, Field(description="Sent back the last time, also when it is sent again since")
    ]
    return_reason: str | None


class CommuneReportsView(BaseModel):
    """A line for each commune, by its code."""

    period: Month
    due: str = Field(examples=["2026-09-20"])
    items: list[CommuneReportLineView]
    unreadable: Annotated[
        list[str], Field(description="Communes whose report cannot be shown at the moment")
    ]
    next_cursor: str | None
