"""What an edit of the rules would do, and how far the open cases have followed one."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from chalicelib.runtime.http.schemas.texts import Body


class PreviewPageView(BaseModel):
    """A page. Of open cases, `limit` says how many are looked at, and `examined` how many were:
    of some there is nothing to say, of some several things. `next_cursor` is null when all were."""

    version: int
    examined: int
    failed: list[str] = Field(description="Cases of this page of which nothing can be said")
    next_cursor: str | None


class MovedCaseView(BaseModel):
    """An open case whose due time would move; `overdue` says whether it would be overdue now."""

    code: str
    agency: str | None
    due_at: str
    new_due_at: str
    overdue: bool


class CalendarPreviewView(PreviewPageView):
    """Open cases that would move."""

    items: list[MovedCaseView]


class ComingReminderView(BaseModel):
    """What would be sent in the coming week if nobody did anything."""

    at: str
    code: str
    agency: str | None
    reminder: str
    to: str
    change: Literal["same", "new", "gone"]


class PolicyPreviewView(PreviewPageView):
    """What would be sent in the coming week, beside what would be sent as things are."""

    items: list[ComingReminderView]


class WayView(BaseModel):
    """Where a rule sends; what is not sure waits at the intake desk."""

    agency: str
    coordinating: list[str]
    sure: bool
    rule: str


class ReroutedView(BaseModel):
    """Communes whose cases of a category and urgency would go another way."""

    category: str
    urgency: str
    communes: list[str]
    before: WayView | None
    after: WayView | None


class ReroutedCaseView(BaseModel):
    """A case that would have gone another way, as it is now."""

    code: str
    category: str
    commune: str
    urgency: str
    channel: str
    before: WayView | None
    after: WayView | None


class RoutingPreviewView(PreviewPageView):
    """Cases that come from then on; those that are open stay where they are.

    `items`: what goes another way when it comes through the app without any key word. `cases`:
    which of the last 1,000 cases (of a year at most) would have; `examined` and `failed` are of
    them. The cursor leads on while one of the lists goes on.
    """

    items: list[ReroutedView]
    cases: list[ReroutedCaseView]


class ProgressBody(Body):
    """Stop it, or let it go on."""

    state: Literal["running", "stopped"]


class RecomputationView(BaseModel):
    """How far the open cases have followed the newest calendar and reminders."""

    state: Literal["running", "stopped", "done"]
    calendar: int
    policy: int
    examined: int
    moved: int
    failed: int = Field(description="Cases that could not follow; they are tried again")
    failed_cases: list[str] = Field(description="Their codes, a hundred at most")
    starts_at: str
    changed_at: str
