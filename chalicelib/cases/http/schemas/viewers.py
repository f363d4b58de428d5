"""Who else has a case open, as it is answered."""

from __future__ import annotations

from pydantic import BaseModel, Field

from chalicelib.cases.http.schemas.forms import AgencyView


class CaseViewerView(BaseModel):
    """A colleague."""

    id: str
    name: str
    agency: AgencyView


class ViewersView(BaseModel):
    """The last to look first, five at most, and how many more; when to say so again."""

    others: list[CaseViewerView] = Field(max_length=5)
    more: int = Field(ge=0)
    again_in_seconds: int
