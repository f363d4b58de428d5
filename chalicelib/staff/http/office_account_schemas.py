"""Officers' accounts, in lists and one's own."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.runtime.http.schemas.queries import Paging
from chalicelib.runtime.http.schemas.texts import Body
from chalicelib.runtime.http.schemas.times import Day

Typed = Annotated[str, Field(min_length=1, max_length=1000, examples=["đường lên Sa Pa 1"])]


class OfficersQuery(Paging):
    """Of one agency, or of all; those who are here, or whose accounts are revoked."""

    agency: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    state: Literal["active", "revoked"] | None = None


class LastDayBody(Body):
    """The local day with which the post ends; null: with none that is known."""

    last_day: Day | None


class LastDayView(BaseModel):
    """As it is now."""

    officer: str = Field(examples=["cb017"])
    last_day: str | None = Field(examples=["2026-12-31"])


class OwnPasswordBody(Body):
    """The present password, and the one that takes its place."""

    present: Typed
    wanted: Typed


class OfficeAccountView(BaseModel):
    """An officer's account; the last sign-in is `null` before the first."""

    id: str = Field(examples=["cb017"])
    username: str = Field(examples=["ltmay.sxd"])
    name: str = Field(examples=["Lù Thị Mây"])
    agency: str = Field(examples=["so-xay-dung"])
    roles: list[str] = Field(examples=[["officer"]])
    scope: str = Field(examples=["agency"])
    state: str = Field(examples=["active"])
    last_day: str | None = Field(examples=[None], description="With this day the post ends")
    person: str | None = Field(examples=[None], description="Whose further post it is")
    account: str = Field(examples=["ready"], description="`none`, `invited`, `ready`")
    second_factor: str = Field(examples=["app"], description="`passkey`, `app`, `sms`, `email`")
    last_sign_in_at: str | None = Field(examples=["2026-08-03T08:05:00+07:00"])
    factor_reset_asked_at: str | None = Field(
        examples=[None], description="A lost app waits for a second person to take it away"
    )


class OfficeAccountsView(BaseModel):
    """By agency, then by id."""

    items: list[OfficeAccountView]
    next_cursor: str | None


class PostView(BaseModel):
    """One of a person's posts; `current` is the one in use."""

    id: str = Field(examples=["cb017"])
    agency: str = Field(examples=["so-xay-dung"])
    role: str = Field(examples=["officer"])
    last_day: str | None = Field(examples=[None])
    current: bool = False


class PasskeyView(BaseModel):
    """One of one's own, by the name that its owner gave it."""

    id: str = Field(examples=["5f0c9a523c1b4a60"])
    name: str = Field(examples=["Khóa USB"])
    since: str = Field(examples=["2026-08-03T08:05:00+07:00"])
    last_used_at: str | None = Field(examples=["2026-08-03T08:05:00+07:00"])


class FurtherPostBody(Body):
    """Another post of somebody who has one: in another agency, until when (null: not known)."""

    agency: Annotated[str, Field(min_length=1, max_length=60, examples=["so-y-te"])]
    role: Literal["officer", "leader", "intake", "hotline"]
    last_day: Day | None = None


class OwnAccountView(OfficeAccountView):
    """One's own: also the sign-in before this one, and how many recovery codes are left."""

    phone: str | None = Field(examples=["+84912345678"])
    email: str = Field(examples=["ltmay@laocai.gov.vn"])
    previous_sign_in_at: str | None = Field(examples=["2026-08-02T08:05:00+07:00"])
    recovery_codes_left: int = Field(examples=[10])
    posts: list[PostView]
    passkeys: list[PasskeyView]
    passkeys_missing: int = Field(
        examples=[0], description="An administrator should have two at least, on two devices"
    )
    only_administrator: bool = Field(
        description="Nobody else can let people in: there should be two administrators at least"
    )
