"""A reporter who is revealed, as asked for and answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.cases.http.schemas.answers import CaseCode
from chalicelib.runtime.http.schemas.texts import Body, Note


class RevealBody(Body):
    """Why; the person may read it too."""

    reason: Note


class ReporterView(BaseModel):
    """What the desk needs to reach the person; neither personal number nor date of birth."""

    full_name: Annotated[str, Field(examples=["Giàng Thị Mẩy"])]
    phone: Annotated[str, Field(examples=["+84912345678"])]
    email: str | None
    commune_code: Annotated[str, Field(examples=["02647"])]


class RevealView(BaseModel):
    """Who sent it in."""

    code: CaseCode
    reporter: ReporterView
