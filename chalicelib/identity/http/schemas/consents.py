"""Consents as answered. Only the document is made from these."""

from __future__ import annotations

from pydantic import BaseModel, Field


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
