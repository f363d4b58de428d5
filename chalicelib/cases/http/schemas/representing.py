"""For which organisation a case was sent."""

from __future__ import annotations

from pydantic import BaseModel, Field


class SentForView(BaseModel):
    """An organisation that the reporter represents; nobody else sees which, as nobody sees who."""

    number: str = Field(examples=["5300100276"])
    name: str = Field(examples=["Công ty TNHH MTV Apatit Việt Nam"])
