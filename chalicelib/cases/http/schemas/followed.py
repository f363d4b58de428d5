"""What somebody follows, as answered."""

from __future__ import annotations

from pydantic import BaseModel, Field

from chalicelib.cases.domain.workflow import State
from chalicelib.cases.http.schemas.forms import AgencyView, CaseCode, CommuneView
from chalicelib.cases.http.schemas.instants import Instant


class FollowedCaseView(BaseModel):
    """In short what anybody may read of it."""

    state: State
    category: str = Field(examples=["roads"])
    commune: CommuneView
    agency: AgencyView | None
    excerpt: str = Field(max_length=120)
    submitted_at: Instant
    answered_at: Instant | None


class FollowedLineView(BaseModel):
    """A case that is followed; `case` is null where it is public no more."""

    code: CaseCode
    published: bool
    case: FollowedCaseView | None


class FollowedPageView(BaseModel):
    """By code, so the oldest day first."""

    items: list[FollowedLineView]
    next_cursor: str | None
