"""Answer texts as they come and go."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from chalicelib.answer_texts.application.bulk import MOST_PICKED
from chalicelib.kernel.ids import CASE_CODE
from chalicelib.runtime.http.schemas.queries import LongPaging
from chalicelib.runtime.http.schemas.texts import Body, Description, Title, left_out

_NAME = Field(min_length=1, max_length=60)
_TEXT = "Kính gửi ông/bà: phản ánh {code} tại {commune} đã được xử lý. Trân trọng cảm ơn."


class AnswerTextsQuery(LongPaging):
    """Which texts; one's own agency unless another is named."""

    agency: Annotated[str, _NAME] | None = None
    category: Annotated[str, _NAME] | None = None
    active: Literal["true", "false"] | None = None
    q: Annotated[str, Field(min_length=1, max_length=100, examples=["o ga"])] | None = None


class AnswerTextBody(Body):
    """One text; `category` left out: for all of them. Fields in braces are filled in by a case."""

    agency: Annotated[str, _NAME] | None = Field(default=None, json_schema_extra=left_out)
    id: Annotated[
        str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60, examples=["da-va-o-ga"])
    ]
    category: Annotated[str, _NAME] | None = Field(default=None, json_schema_extra=left_out)
    title: Title
    text: Annotated[Description, Field(examples=[_TEXT])]
    active: bool = True


class PreviewBody(Body):
    """A text, kept or not."""

    text: Annotated[Description, Field(examples=[_TEXT])]


class PickedCase(Body):
    """A case in the version that was seen."""

    code: Annotated[str, Field(pattern=f"^{CASE_CODE}$", examples=["LC-260803-7K3QX"])]
    version: Annotated[int, Field(ge=1, examples=[4])]


_PICKED = Field(min_length=1, max_length=MOST_PICKED)


class AnswersBody(Body):
    """One text for several cases; fields in braces are filled in by each."""

    text: Annotated[Description, Field(examples=[_TEXT])]
    cases: Annotated[list[PickedCase], _PICKED]


class ApprovalsBody(Body):
    """Proposed answers to be approved."""

    cases: Annotated[list[PickedCase], _PICKED]


class BulkResultView(BaseModel):
    """What became of one case. `problem` says why it was refused, as the same action on that case
    alone would be."""

    code: str = Field(examples=["LC-260803-7K3QX"])
    status: Literal["done", "repeated", "refused"]
    version: int | None = Field(examples=[5])
    problem: dict[str, Any] | None


class BulkResultsView(BaseModel):
    """In the order in which the cases were named."""

    results: list[BulkResultView]


class AnswerTextView(BaseModel):
    """One text in its present version."""

    id: str = Field(examples=["da-va-o-ga"])
    agency: str = Field(examples=["so-xay-dung"])
    category: str | None = Field(examples=["roads"])
    title: str = Field(examples=["Đã vá ổ gà"])
    text: str = Field(examples=[_TEXT])
    fields: list[str] = Field(examples=[["code", "commune"]])
    active: bool
    version: int = Field(examples=[2])
    changed_at: str = Field(examples=["2026-08-03T08:05:00+07:00"])
    changed_by: str = Field(examples=["cb017"])


class AnswerTextsView(BaseModel):
    """A page of texts by id."""

    items: list[AnswerTextView]
    next_cursor: str | None


class PreviewView(BaseModel):
    """What the citizen would read."""

    text: str
