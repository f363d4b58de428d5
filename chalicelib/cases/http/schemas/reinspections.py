"""Re-inspections, as sent and answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StrictBool

from chalicelib.cases.http.schemas.answers import LineView, Unreadable
from chalicelib.runtime.http.schemas.texts import Body, Note, UploadIds


class ReinspectionBody(Body):
    """Whether what was answered is true, what was seen there, and photos of it."""

    holds: StrictBool
    note: Annotated[Note, Field(examples=["Đã đến nơi: ổ gà chưa được vá."])]
    evidence: UploadIds = Field(default_factory=list)


class ReinspectionPageView(BaseModel):
    """What was drawn first first."""

    items: list[LineView]
    unreadable: Unreadable
    next_cursor: str | None
