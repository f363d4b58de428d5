"""Invitations of officers, and the page that their link leads to."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.runtime.http.schemas.queries import NoQuery
from chalicelib.runtime.http.schemas.texts import Body

_LONGEST_TOKEN = 200
_LONGEST_FIELD = 1000
"""Beyond what a password may have, so that a long one is told its limit on the page."""

LinkToken = Annotated[
    str,
    Field(min_length=1, max_length=_LONGEST_TOKEN, description="From the link", examples=["x"]),
]
Secret = Annotated[str, Field(max_length=_LONGEST_FIELD, examples=["năm con suối, một cây cầu"])]


Lang = Annotated[Literal["vi", "en"], Field(description="The page's language")]


class LinkQuery(NoQuery):
    """What the link carries."""

    token: LinkToken
    lang: Lang = "vi"


class PasswordForm(Body):
    """What the page's form sends."""

    token: LinkToken
    password: Secret
    again: Secret
    lang: Lang = "vi"


class InvitationView(BaseModel):
    """An invitation on its way by mail."""

    officer: str = Field(examples=["cb017"])
    expires_at: str = Field(
        json_schema_extra={"format": "date-time"}, examples=["2026-08-10T08:00:00+07:00"]
    )
