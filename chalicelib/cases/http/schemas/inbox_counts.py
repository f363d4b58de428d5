"""How many cases wait in the queues of the inbox."""

from __future__ import annotations

from pydantic import BaseModel, Field


class QueueCountView(BaseModel):
    """One queue: so many cases, or more than that."""

    count: int = Field(ge=0, le=100)
    more: bool


class InboxCountsView(BaseModel):
    """By the name of the queue; those that the reader may read."""

    queues: dict[str, QueueCountView] = Field(examples=[{"mine": {"count": 12, "more": False}}])
