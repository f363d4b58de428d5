"""Referrals to bodies outside the office, as asked for and answered."""

from __future__ import annotations

import secrets
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.referral_commands import Refer, ReplyKind, RevokeReferral
from chalicelib.cases.domain.referrals import LONGEST_TOKEN, MOST_ASKED, ReferralState
from chalicelib.cases.http.schemas.instants import Instant
from chalicelib.runtime.http.schemas.texts import Body, Note

Token = Annotated[
    str, Field(min_length=1, max_length=LONGEST_TOKEN, description="From the link", examples=["x"])
]


class ReferBody(Body):
    """Ask an external agency, which gets a link by mail."""

    action: Literal["refer"]
    agency: Annotated[str, Field(min_length=1, max_length=60, examples=["dien-luc"])]
    question: Annotated[Note, Field(examples=["Cột điện trước trường bao giờ thay xong?"])]

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return Refer(self.agency, self.question, secrets.token_hex(32))


class RevokeReferralBody(Body):
    """The link of the referral of that number works no more."""

    action: Literal["revoke_referral"]
    referral: Annotated[int, Field(ge=1, le=10_000, examples=[1])]
    reason: Note

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return RevokeReferral(self.referral, self.reason)


class AskedView(BaseModel):
    """What the body asked back."""

    at: Instant
    text: str


class ReferralView(BaseModel):
    """A question to a body outside the office, and what came of it."""

    number: int = Field(ge=1)
    agency: str = Field(examples=["dien-luc"])
    question: str
    at: Instant
    until: Instant
    state: ReferralState
    noted_at: Instant | None
    asked: list[AskedView]
    reply: str | None
    ended_at: Instant | None


class LinkBody(Body):
    """The link's token."""

    token: Token


class LinkReplyBody(Body):
    """What the body says. `text` is needed but where it takes note; `answer` and `not_ours` end the
    link."""

    token: Token
    reply: Literal["take_note", "ask", "answer", "not_ours"]
    text: Annotated[Note, Field(examples=["Đã thay cột điện ngày 05/08."])] | None = None

    @property
    def kind(self) -> ReplyKind:
        """As the domain knows it."""
        return ReplyKind(self.reply)


class LinkPhotoView(BaseModel):
    """A photo of the case, by an address that is good for five minutes."""

    kind: str = Field(examples=["image/jpeg"])
    address: str


class LinkedCaseView(BaseModel):
    """What the body reads: the question, and the case without its reporter. `asked` it may ask
    back five times at most."""

    code: str = Field(examples=["LC-260803-7K3QX"])
    category: str = Field(examples=["lighting_water"])
    description: str
    location: dict[str, float] | None = Field(description="Degrees, WGS 84")
    address: str | None
    commune: str = Field(examples=["Phường Lào Cai"])
    agency: str | None = Field(examples=["Sở Công Thương"])
    due_at: Instant | None
    photos: list[LinkPhotoView]
    referral: ReferralView
    may_ask: int = Field(ge=0, le=MOST_ASKED)
