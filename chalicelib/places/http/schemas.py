"""Communes as answered. Only the document is made from these."""

from __future__ import annotations

from pydantic import BaseModel, Field


class CommuneLineView(BaseModel):
    """A commune or ward of the province."""

    code: str = Field(pattern="^[0-9]{5}$", examples=["02647"])
    name: str = Field(examples=["Phường Lào Cai"])
    kind: str = Field(examples=["ward"])


class CommunesView(BaseModel):
    """All of them, by code."""

    items: list[CommuneLineView]
