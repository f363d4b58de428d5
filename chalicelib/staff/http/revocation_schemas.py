"""Revoking officers' accounts, and giving them back."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.kernel.ids import SORTABLE_ID
from chalicelib.runtime.http.schemas.texts import Body, Note, left_out
from chalicelib.staff.application.revocations import MOST_AT_ONCE

SentFile = Annotated[
    str, Field(pattern=f"^{SORTABLE_ID}$", examples=["01K1QX4F7H2Q9S5D3G8J6K0M1N"])
]
OfficerId = Annotated[str, Field(min_length=1, max_length=60, examples=["cb017"])]


class RevocationBody(Body):
    """Whose accounts end, and why: `officers` at once, or a file of their usernames that was sent
    by `POST /v1/admin/uploads`, which a worker works off. Who is named in `hand_over_to` takes
    their open cases, where it is of their agency; else the rule chooses."""

    officers: Annotated[
        list[OfficerId] | None,
        Field(min_length=1, max_length=MOST_AT_ONCE, json_schema_extra=left_out),
    ] = None
    upload_id: SentFile | None = Field(
        default=None, validate_default=True, json_schema_extra=left_out
    )
    reason: Note
    hand_over_to: OfficerId | None = Field(default=None, json_schema_extra=left_out)

    @field_validator("upload_id")
    @classmethod
    def _one_of_the_two(cls, upload_id: str | None, info: ValidationInfo) -> str | None:
        if "officers" in info.data and (info.data["officers"] is None) == (upload_id is None):
            raise PydanticCustomError("officers_or_file", "name officers or a file")
        return upload_id


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
    """Each officer once, in the order of the request. Of a file: the import that works it off."""

    results: list[RevokedView]
    import_id: str | None = Field(default=None, examples=[None])


class RestoredView(BaseModel):
    """The account is good again."""

    officer: str = Field(examples=["cb017"])
    active: bool
