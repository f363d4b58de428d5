"""Query parameters: text, checked like any other field."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class NoQuery(BaseModel):
    """No parameters are known."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class Paging(NoQuery):
    """A page of a list."""

    limit: Annotated[int, Field(ge=1, le=100, description="Items a page, 20 by default")] = 20
    cursor: Annotated[str, Field(max_length=2000)] | None = None


class InboxQuery(Paging):
    """Which queue of the inbox."""

    queue: Literal["mine", "agency", "intake", "overdue", "escalated"] = "mine"
