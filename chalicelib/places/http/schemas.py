"""Reference data and health as they are answered. Only the document is made from these."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from chalicelib.cases.http.schemas.answers import Urgency

State = Literal["ok", "down"]


class HealthView(BaseModel):
    """`down` (503) while a dependency does not answer."""

    status: State
    stage: str = Field(examples=["prod"])
    build: str = Field(examples=["3b1f0c2a9d4e"])
    dependencies: dict[str, State] = Field(examples=[{"cases": "ok", "queues": "ok"}])


class CommuneLineView(BaseModel):
    """A commune or ward of the province."""

    code: str = Field(pattern="^[0-9]{5}$", examples=["02647"])
    name: str = Field(examples=["Phường Lào Cai"])
    kind: str = Field(examples=["ward"])


class CommunesView(BaseModel):
    """All of them, by code."""

    items: list[CommuneLineView]


class NamesView(BaseModel):
    """In both languages."""

    vi: str = Field(examples=["Đường sá, giao thông"])
    en: str = Field(examples=["Roads"])


class CategoryView(BaseModel):
    """What a case can be about."""

    code: str = Field(examples=["roads"])
    name: NamesView
    default_urgency: Urgency
    evidence_required: bool


class CategoriesView(BaseModel):
    """In the order in which they are shown."""

    items: list[CategoryView]


class ConsentTextView(BaseModel):
    """A purpose, its present text, and whether there is no account without it."""

    purpose: str = Field(examples=["account"])
    version: int = Field(ge=1)
    needed: bool
    title: str
    text: str
    legal_basis: str


class ConsentsView(BaseModel):
    """Nothing is ticked beforehand."""

    items: list[ConsentTextView]
