"""Categories as answered. Only the document is made from these."""

from __future__ import annotations

from pydantic import BaseModel, Field

from chalicelib.rules.http.urgencies import UrgencyCode


class NamesView(BaseModel):
    """In both languages."""

    vi: str = Field(examples=["Đường sá, giao thông"])
    en: str = Field(examples=["Roads"])


class CategoryView(BaseModel):
    """What a case can be about."""

    code: str = Field(examples=["roads"])
    name: NamesView
    default_urgency: UrgencyCode
    evidence_required: bool


class CategoriesView(BaseModel):
    """In the order in which they are shown."""

    items: list[CategoryView]
