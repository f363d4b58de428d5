"""A re-inspection, as the office sees it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from chalicelib.cases.http.schemas.forms import AttachmentView
from chalicelib.cases.http.schemas.instants import Instant


class ReinspectionView(BaseModel):
    """The answer of that round was drawn; all that follows is null until somebody has looked."""

    round: int = Field(ge=1)
    drawn_at: Instant
    inspected_at: Instant | None
    by: str | None
    holds: bool | None
    note: str | None
    evidence: list[AttachmentView]
