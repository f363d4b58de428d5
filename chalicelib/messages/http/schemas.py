"""The bell: its lines, and how far it was read."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.runtime.http.schemas.texts import Body

NotificationId = Annotated[
    str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}$", examples=["01K1TQV2Z8Q4N6S0G3C5E7H9JB"])
]


class ReadBody(Body):
    """The newest notification that the person has seen, by its id."""

    up_to: NotificationId


class NotificationView(BaseModel):
    """One line of the bell. `kind` is stable, for icons; `title` and `text` are for people."""

    id: NotificationId
    at: Annotated[str, Field(examples=["2026-08-05T10:05:00+07:00"])]
    kind: Annotated[str, Field(examples=["answered"])]
    title: Annotated[str, Field(examples=["Phản ánh LC-260803-7K3QX đã được trả lời"])]
    text: str
    case: Annotated[str | None, Field(examples=["LC-260803-7K3QX"])]
    urgent: bool
    read: bool


class NotificationPageView(BaseModel):
    """Newest first."""

    items: list[NotificationView]
    unreadable: Annotated[int, Field(ge=0, description="Lines that cannot be shown at the moment")]
    next_cursor: str | None


class ReadView(BaseModel):
    """Everything up to here counts as read."""

    up_to: NotificationId
