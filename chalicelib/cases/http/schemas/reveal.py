"""A reporter who is revealed, as asked for and answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.cases.http.schemas.forms import CaseCode
from chalicelib.cases.http.schemas.representing import SentForView
from chalicelib.runtime.http.schemas.texts import Body, Note


class RevealBody(Body):
    """Why; the person may read it too."""

    reason: Note


class ReporterView(BaseModel):
    """What the desk needs to reach the person; neither personal number nor date of birth. Of who
    has no account, what whoever entered the case was told."""

    full_name: Annotated[str | None, Field(examples=["Giàng Thị Mẩy"])]
    phone: Annotated[str | None, Field(examples=["+84912345678"])]
    email: str | None
    commune_code: Annotated[str | None, Field(examples=["02647"])]
    organisation: SentForView | None = Field(description="For which the person sent it")


class RevealView(BaseModel):
    """Who sent it in."""

    code: CaseCode
    reporter: ReporterView
