"""Bodies and answers of registrations."""

from __future__ import annotations

from pydantic import BaseModel, Field

from chalicelib.identity.http.schemas.people import Phone
from chalicelib.runtime.http.schemas.texts import Body


class RegistrationBody(Body):
    """Somebody wants an account for this phone."""

    phone: Phone


class RegistrationView(BaseModel):
    """A code is on its way; `resend_after` is in seconds."""

    registration_id: str = Field(examples=["01K1QZ7M3VX2T9R4B8C6D5E0FG"])
    expires_at: str = Field(
        json_schema_extra={"format": "date-time"}, examples=["2026-08-03T08:10:00+07:00"]
    )
    resend_after: int = Field(examples=[60])


class RegistrationTokenView(BaseModel):
    """Opens `POST /v1/accounts`; `expires_in` is in seconds."""

    registration_token: str = Field(examples=["eyJhbGciOi…"])
    expires_in: int = Field(examples=[1800])
