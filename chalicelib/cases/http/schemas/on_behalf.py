"""How a case came that the office entered for somebody, as officers see it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from chalicelib.cases.http.schemas.instants import Instant


class ForeignNumberView(BaseModel):
    """Under which another system has the case."""

    system: str = Field(examples=["tong-dai-1022"])
    number: str


class OnBehalfView(BaseModel):
    """Which colleague entered the case for its reporter, and when; the paper's number; the agency
    whose desk is to look at it."""

    by: str
    at: Instant
    document: str | None
    foreign_number: ForeignNumberView | None
    addressed_to: str | None
