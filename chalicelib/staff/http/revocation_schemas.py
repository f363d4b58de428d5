"""Revoking officers' accounts, and giving them back."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.runtime.http.schemas.texts import Body, Note, left_out
from chalicelib.staff.application.revocations import MOST_AT_ONCE

OfficerId = Annotated[str, Field(min_length=1, max_length=60, examples=["cb017"])]


class RevocationBody(Body):
    """Whose accounts end, and why. Who is named in `hand_over_to` takes what was not begun, where
    it is of their agency; else the rule chooses."""

    officers: Annotated[list[OfficerId], Field(min_length=1, max_length=MOST_AT_ONCE)]
    reason: Note
    hand_over_to: OfficerId | None = Field(default=None, json_schema_extra=left_out)


class RestorationBody(Body):
    """Why the account is given back."""

    reason: Note


class RevokedView(BaseModel):
    """What came of one officer; `code` says why nothing was done."""

    officer: str = Field(examples=["cb017"])
    outcome: str = Field(examples=["revoked"])
    handed_over: int = Field(examples=[3], description="Cases that went on to somebody else")
    code: str | None = Field(examples=[None])


class RevocationsView(BaseModel):
    """Each officer once, in the order of the request."""

    results: list[RevokedView]


class RestoredView(BaseModel):
    """The account is good again."""

    officer: str = Field(examples=["cb017"])
    active: bool
