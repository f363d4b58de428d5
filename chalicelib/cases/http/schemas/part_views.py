"""The parts of co-ordinating agencies as they are answered."""

from __future__ import annotations

from pydantic import BaseModel, Field

from chalicelib.cases.http.schemas.forms import AgencyView, AttachmentView
from chalicelib.cases.http.schemas.instants import Instant


class PartView(BaseModel):
    """What one agency says to the case: null until it does. `wanted_by`: by the lead's wish."""

    agency: AgencyView | None
    officer: str | None
    wanted_by: Instant | None
    due_at: Instant | None = Field(description="The earlier of that and the case's due time")
    overdue: bool
    text: str | None
    evidence: list[AttachmentView]
    answered_by: str | None
    answered_at: Instant | None
