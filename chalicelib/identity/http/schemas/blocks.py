"""Blocks of accounts, as sent and answered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StrictBool

from chalicelib.runtime.http.schemas.texts import Body, Note
from chalicelib.runtime.http.schemas.times import Day

_Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
_State = Literal["lasts", "appealed", "lifted", "over"]


class BlockBody(Body):
    """Why, in words for the person, and up to and with which day; at most 90 days."""

    reason: Annotated[Note, Field(examples=["Nhiều lần gửi nội dung xúc phạm."])]
    until: Day


class AppealBody(Body):
    """What the person says against it."""

    text: Annotated[Note, Field(examples=["Tài khoản của tôi bị người khác dùng."])]


class BlockDecisionBody(Body):
    """Whether it is lifted, and why, in words for the person."""

    lift: StrictBool
    reason: Annotated[Note, Field(examples=["Đã xác minh, gỡ khóa."])]


class AppealView(BaseModel):
    """What the person says."""

    text: str
    at: _Instant


class BlockDecisionView(BaseModel):
    """What was said to it."""

    lift: bool
    reason: str
    at: _Instant


class OwnBlockView(BaseModel):
    """Why nothing can be sent until when; `until` is the first instant at which it can again."""

    state: _State
    reason: str
    since: _Instant
    until: _Instant
    appeal: AppealView | None
    decision: BlockDecisionView | None


class MyBlockView(BaseModel):
    """The last block of my account, or null; `blocked`: whether it lasts."""

    blocked: bool
    block: OwnBlockView | None


class OfficeBlockView(OwnBlockView):
    """With whose it is, and for which case it was put by whom."""

    account: str
    case: str = Field(examples=["LC-260803-7K3QX"])
    by: str


class BlockPageView(BaseModel):
    """By account."""

    items: list[OfficeBlockView]
    unreadable: list[str]
    next_cursor: str | None
