"""Bodies and answers of accounts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.identity.http.schemas.people import (
    CommuneCode,
    Email,
    FullName,
    PersonalNumber,
)
from chalicelib.identity.http.schemas.sessions import TokensView
from chalicelib.runtime.http.schemas.texts import Body, left_out, never_null
from chalicelib.runtime.http.schemas.times import Birthday


class ConsentBody(Body):
    """A purpose that the person ticked, in the version that was shown."""

    purpose: Annotated[str, Field(min_length=1, max_length=40, examples=["account"])]
    version: Annotated[int, Field(ge=1, le=1_000_000, examples=[1])]


class AccountBody(Body):
    """A new account; `personal_id` goes with `date_of_birth` and `sex`."""

    full_name: FullName
    personal_id: PersonalNumber | None = None
    date_of_birth: Birthday | None = None
    sex: Annotated[Literal["male", "female"], Field(examples=["female"])] | None = None
    commune_code: CommuneCode
    email: Email | None = None
    consents: Annotated[list[ConsentBody], Field(max_length=20)]


class AccountView(TokensView):
    """The new account, signed in."""

    account_id: str = Field(examples=["01K1QZ7M3VX2T9R4B8C6D5E0FG"])


class MeBody(Body):
    """What changes; what is left out stays, and only `email` can be taken away with `null`."""

    full_name: FullName | None = Field(default=None, json_schema_extra=never_null)
    commune_code: CommuneCode | None = Field(default=None, json_schema_extra=never_null)
    email: Email | None = Field(default=None, json_schema_extra=left_out)

    @field_validator("full_name", "commune_code", mode="before")
    @classmethod
    def _stay(cls, value: object) -> object:
        if value is None:
            raise PydanticCustomError("wrong_type", "this cannot be taken away")
        return value


class ConsentView(BaseModel):
    """A consent that was given."""

    purpose: str
    version: int
    at: str = Field(json_schema_extra={"format": "date-time"})
    channel: str


class HelpView(BaseModel):
    """Who of a community team helped to make the account, in which hamlet, and when."""

    name: str
    commune_code: str
    hamlet: str
    at: str = Field(json_schema_extra={"format": "date-time"})


class MeView(BaseModel):
    """The reader's own account."""

    account_id: str
    phone: str = Field(examples=["+84912345678"])
    full_name: str
    commune_code: str
    email: str | None
    personal_id: str | None
    date_of_birth: str | None
    sex: str | None
    identity_level: int = Field(description="0 phone proven, 1 number declared, 2 number proven")
    consents: list[ConsentView]
    helped_by: HelpView | None
    created_at: str = Field(json_schema_extra={"format": "date-time"})
    updated_at: str = Field(json_schema_extra={"format": "date-time"})
