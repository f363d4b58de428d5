"""Another phone or mail of one's own."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.identity.http.schemas.people import Email, Otp, Phone
from chalicelib.runtime.http.schemas.texts import Body, left_out


def _in_no_example(schema: dict[str, Any]) -> None:
    """Beside the other one it would be refused."""
    left_out(schema)
    schema["anyOf"][0].pop("examples", None)


class ContactBody(Body):
    """The new phone or the new address, one at a time."""

    phone: Phone | None = Field(default=None, json_schema_extra=left_out)
    email: Email | None = Field(
        default=None, validate_default=True, json_schema_extra=_in_no_example
    )

    @field_validator("email")
    @classmethod
    def _one_of_the_two(cls, email: str | None, info: ValidationInfo) -> str | None:
        if "phone" in info.data and (info.data["phone"] is None) == (email is None):
            raise PydanticCustomError("one_contact", "phone or mail")
        return email


class ContactCodesBody(Body):
    """What came to the present address, and to the new one."""

    otp_old: Otp
    otp_new: Otp


class ContactChangeView(BaseModel):
    """A code is on its way to each of the two."""

    change_id: str = Field(examples=["01K1QZ7M3VX2T9R4B8C6D5E0FG"])
    expires_at: str = Field(
        json_schema_extra={"format": "date-time"}, examples=["2026-08-03T08:10:00+07:00"]
    )
    old_channel: str = Field(examples=["sms"], description="How the present address got its code")
    new_channel: str = Field(examples=["sms"])
