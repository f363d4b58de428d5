"""The people of an agency, and when they are away."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.runtime.http.schemas.queries import LongPaging
from chalicelib.runtime.http.schemas.texts import Body, left_out
from chalicelib.runtime.http.schemas.times import Day

_ID = Field(min_length=1, max_length=60, examples=["cb017"])


class RosterQuery(LongPaging):
    """Which agency; one's own unless it is said."""

    agency: Annotated[str, Field(min_length=1, max_length=60)] | None = None


class AbsenceBody(Body):
    """Local days; `until` is the first day back. The stand-in takes the work meanwhile."""

    since: Day
    until: Day
    stand_in: Annotated[str, _ID] | None = Field(default=None, json_schema_extra=left_out)


class AbsencesBody(Body):
    """All absences of one officer, in place of those before."""

    absences: Annotated[list[AbsenceBody], Field(max_length=50)]


class AbsenceView(BaseModel):
    """As it was put."""

    since: str = Field(examples=["2026-08-10"])
    until: str = Field(examples=["2026-08-17"])
    stand_in: str | None


class RosterLineView(BaseModel):
    """Somebody of the agency; `on_duty` is of today, the list up to a minute old."""

    id: str = Field(examples=["cb017"])
    name: str = Field(examples=["Lý Thị Mây"])
    role: str = Field(examples=["officer"])
    agency: str = Field(examples=["so-xay-dung"])
    active: bool
    on_duty: bool
    absences: list[AbsenceView]
    version: int = Field(examples=[3])


class RosterView(BaseModel):
    """Everybody, those who have left included, by id."""

    items: list[RosterLineView]
    next_cursor: str | None
