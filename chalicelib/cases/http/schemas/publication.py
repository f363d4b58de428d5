"""The public form of a case, as asked for and answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.cases.domain.publication import PublicState
from chalicelib.cases.domain.workflow import State
from chalicelib.cases.http.schemas.answers import LocationView
from chalicelib.cases.http.schemas.forms import AgencyView, CaseCode, CommuneView, PublicAnswerView
from chalicelib.cases.http.schemas.instants import Instant
from chalicelib.cases.http.schemas.visibility import VisibilityCode
from chalicelib.runtime.http.schemas.texts import Body, UploadIds


class PublicPhotoView(BaseModel):
    """A photo, to be fetched by its number."""

    number: int = Field(ge=1)
    thumbnail: bool


class PublicCommentView(BaseModel):
    """A word of the office to the citizen, without what leads to a person."""

    at: Instant
    text: str = Field(examples=["Đã đặt vật tư, dự kiến thứ Năm có hàng."])


class PublicCaseView(BaseModel):
    """What anybody may read of a case: its text without persons, its place rounded to about 100 m,
    times to the minute, and no id but its code."""

    code: CaseCode
    state: State
    category: str = Field(examples=["roads"])
    description: str = Field(examples=["Tôi là [tên], ổ gà trước cổng trường."])
    location: LocationView | None
    commune: CommuneView
    agency: AgencyView | None
    photos: list[PublicPhotoView]
    submitted_at: Instant
    answer: PublicAnswerView | None
    comments: list[PublicCommentView]
    followers: int = Field(ge=0)
    disputes: int = Field(ge=0, description="People who say that the answer does not hold")


class PublicationView(BaseModel):
    """Whether strangers find the case, and what they read or would read."""

    state: PublicState
    hidden_photos: list[str]
    form: PublicCaseView


class VisibilityBody(Body):
    """Who may see the case, until it is answered; which of its photos nobody else sees, at any
    time. What is left out stays as it is."""

    visibility: VisibilityCode | None = None
    hidden_photos: Annotated[UploadIds, Field(examples=[["01K1QX4F7H2Q9S5D3G8J6K0M1N"]])] | None = (
        None
    )
