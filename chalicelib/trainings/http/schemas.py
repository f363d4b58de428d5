"""Training sessions as they come and go."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.runtime.http.schemas.queries import Paging
from chalicelib.runtime.http.schemas.texts import Address, Body, Note, Title, left_out
from chalicelib.runtime.http.schemas.times import Instant
from chalicelib.trainings.application.attendances import MOST_BY_HAND

_NAME = Field(min_length=1, max_length=60)
_ID = Field(examples=["01K1QX4F7H2Q9S5D3G8J6K0M1N"])
_TITLE = Field(examples=["Tập huấn xử lý phản ánh"])
_PURPOSE = Field(examples=["Nhận, xử lý và trả lời phản ánh trên nền tảng."])
_PLACE = Field(examples=["Hội trường UBND phường Lào Cai"])
_MEETING = "https://hop.laocai.gov.vn/tap-huan-1"
_STARTS, _ENDS = (
    Field(examples=["2026-07-28T08:00:00+07:00"]),
    Field(examples=["2026-07-28T11:00:00+07:00"]),
)
Link = Annotated[
    str,
    Field(pattern=r"^https://[!-~]{1,490}$", max_length=500, examples=[_MEETING]),
]
RoleName = Literal["officer", "leader", "intake", "hotline", "supervisor", "administrator"]


class MaterialBody(Body):
    """Something to read or watch."""

    title: Title
    link: Link


class TrainingBody(Body):
    """A session; a place or a link is needed. `agencies` left out: one's own, for the province all;
    no `roles`: all of them."""

    title: Annotated[Title, _TITLE]
    purpose: Annotated[Note, _PURPOSE]
    starts_at: Annotated[Instant, _STARTS]
    ends_at: Annotated[Instant, _ENDS]
    place: Annotated[Address, _PLACE] | None = Field(default=None, json_schema_extra=left_out)
    link: Link | None = Field(default=None, json_schema_extra=left_out)
    agencies: Annotated[list[Annotated[str, _NAME]], Field(min_length=1, max_length=80)] | None = (
        Field(default=None, json_schema_extra=left_out)
    )
    roles: Annotated[list[RoleName], Field(max_length=6)] = Field(default_factory=list)
    materials: Annotated[list[MaterialBody], Field(max_length=20)] = Field(default_factory=list)
    cancelled: bool = False


class CodeBody(Body):
    """What the screen shows."""

    code: Annotated[str, Field(pattern="^[0-9]{6}$", examples=["204817"])]


class AttendanceBody(Body):
    """Officers who were there, or (`present` false) were not after all."""

    officers: Annotated[
        list[Annotated[str, _NAME, Field(examples=["cb017"])]],
        Field(min_length=1, max_length=MOST_BY_HAND),
    ]
    present: bool = True


class InvitationsBody(Body):
    """`since`: the agency to go on with, where one call was not enough."""

    since: Annotated[str, _NAME] | None = Field(default=None, json_schema_extra=left_out)


class AttendanceQuery(Paging):
    """Who was there; `xlsx`: the list for certificates."""

    format: Literal["json", "xlsx"] = "json"


class MaterialView(BaseModel):
    """Something to read or watch."""

    title: str
    link: str


class TrainingView(BaseModel):
    """A session in its present version. No `agencies`, no `roles`: for all of them."""

    id: Annotated[str, _ID]
    version: int = Field(examples=[2])
    agency: str = Field(examples=["so-khcn"])
    title: Annotated[str, _TITLE]
    purpose: Annotated[str, _PURPOSE]
    starts_at: Annotated[str, _STARTS]
    ends_at: Annotated[str, _ENDS]
    place: Annotated[str | None, _PLACE]
    link: str | None = Field(examples=[_MEETING])
    agencies: list[str]
    roles: list[RoleName]
    materials: list[MaterialView]
    cancelled: bool
    changed_at: str
    changed_by: str


class TrainingsView(BaseModel):
    """The last planned first."""

    items: list[TrainingView]
    unreadable: Annotated[
        list[str], Field(description="Ids of those that cannot be shown at the moment")
    ]
    next_cursor: str | None


class ShownCodeView(BaseModel):
    """What the screen of the session shows, and until when."""

    code: str = Field(examples=["204817"])
    until: str = Field(examples=["2026-07-28T08:01:00+07:00"])


class AttendedView(BaseModel):
    """One's own attendance."""

    training: Annotated[str, _ID]
    officer: str = Field(examples=["cb017"])
    present: bool
    said_at: str


class AttendanceView(BaseModel):
    """Somebody who was there; `by`: themselves by the code, or who wrote the list."""

    officer: str = Field(examples=["cb017"])
    name: str | None = Field(examples=["Lý Thị Mây"])
    agency: str | None = Field(examples=["so-xay-dung"])
    role: str | None = Field(examples=["officer"])
    said_at: str
    by: str


class AttendancesView(BaseModel):
    """By officer, the last first."""

    items: list[AttendanceView]
    unreadable: list[str]
    next_cursor: str | None


class AttendanceResultView(BaseModel):
    """What became of one officer of the list."""

    officer: str
    status: Literal["recorded", "unchanged", "refused"]
    code: str | None = Field(examples=["unknown_officer"])


class AttendanceResultsView(BaseModel):
    """In the order in which they were named."""

    results: list[AttendanceResultView]


class InvitedView(BaseModel):
    """How many mails go out by this call, and had gone out before; whom a fault left out. With
    `next_agency` there are more: ask again with it as `since`."""

    invited: int = Field(examples=[37])
    already: int = Field(examples=[0])
    refused: list[str]
    next_agency: str | None


class TrainedShareView(BaseModel):
    """Trained before ÷ got an account."""

    n: int
    of: int


class TrainedRowView(BaseModel):
    """An agency, as it was when the accounts were handed over."""

    key: str = Field(examples=["so-xay-dung"])
    name: str = Field(examples=["Sở Xây dựng"])
    trained_before: TrainedShareView


class TrainedView(BaseModel):
    """Officers who were trained before they got an account. `waiting`: trained, without one yet (of
    the province; else 0)."""

    trained_before: TrainedShareView
    waiting: int
    rows: list[TrainedRowView]
    unreadable: list[str]
