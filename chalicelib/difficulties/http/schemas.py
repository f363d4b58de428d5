"""Difficulties as they come and go."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.difficulties.domain.difficulties import DifficultyState, Topic
from chalicelib.runtime.http.schemas.queries import Paging
from chalicelib.runtime.http.schemas.texts import Body, Description, left_out
from chalicelib.runtime.http.schemas.times import Day

_NAME = Field(min_length=1, max_length=60)
_AGENCY = Annotated[str, _NAME]
_TEXT = Field(examples=["Thôn Nậm Kén chưa có sóng 4G, tổ công nghệ số không đăng ký được."])
_ID = Field(examples=["01K1QX4F7H2Q9S5D3G8J6K0M1N"])
TopicName = Literal[
    "people", "staff", "network", "equipment", "software", "funding", "procedures", "other"
]


class DifficultiesQuery(Paging):
    """Which of them; `agency` raised or owns it. One's own agency, or for the province all."""

    agency: _AGENCY | None = None
    state: Literal["raised", "assigned", "solved"] | None = None
    overdue: Literal["true"] | None = None
    format: Literal["json", "xlsx"] = "json"


class DifficultyBody(Body):
    """`agency` left out: one's own."""

    agency: _AGENCY | None = Field(default=None, json_schema_extra=left_out)
    topic: TopicName
    text: Annotated[Description, _TEXT]


class OwnerBody(Body):
    """Who is to solve it, by the end of which local day."""

    owner: Annotated[str, _NAME, Field(examples=["so-khcn"])]
    due: Day


class SolutionBody(Body):
    """What was done."""

    solution: Annotated[Description, Field(examples=["Đã lắp trạm phát sóng tạm ở nhà văn hoá."])]


class DifficultyView(BaseModel):
    """One difficulty in its present version."""

    id: Annotated[str, _ID]
    version: int = Field(examples=[2])
    agency: str = Field(examples=["ubnd-02647"])
    topic: Topic
    text: Annotated[str, _TEXT]
    state: DifficultyState
    owner: str | None
    due: str | None = Field(examples=["2026-08-10"])
    overdue: bool
    solution: str | None
    raised_at: str = Field(examples=["2026-08-03T08:05:00+07:00"])
    raised_by: str = Field(examples=["cb017"])
    solved_at: str | None
    changed_at: str
    changed_by: str


class DifficultiesView(BaseModel):
    """The newest first."""

    items: list[DifficultyView]
    unreadable: Annotated[
        list[str], Field(description="Ids of those that cannot be shown at the moment")
    ]
    next_cursor: str | None
