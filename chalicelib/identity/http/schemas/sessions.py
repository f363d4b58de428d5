"""Bodies and answers of citizens' sessions."""

from __future__ import annotations

from pydantic import BaseModel, Field

from chalicelib.identity.http.schemas.people import Device, Phone
from chalicelib.runtime.http.schemas.texts import Body


class SignInBody(Body):
    """Somebody wants to sign in with this phone."""

    phone: Phone
    device: Device = None


class SignInView(BaseModel):
    """A code is on its way if the phone has an account; `resend_after` is in seconds."""

    session_id: str = Field(examples=["01K1QZ7M3VX2T9R4B8C6D5E0FG"])
    expires_at: str = Field(
        json_schema_extra={"format": "date-time"}, examples=["2026-08-03T08:10:00+07:00"]
    )
    resend_after: int = Field(examples=[60])


class TokensView(BaseModel):
    """`expires_in` is the access token's, in seconds; each refresh token is good once."""

    access_token: str = Field(examples=["eyJhbGciOi…"])
    refresh_token: str = Field(examples=["01K1QZ7M3VX2T9R4B8C6D5E0FG.1.5f0c….4.AQE…"])
    expires_in: int = Field(examples=[840])
    device: str = Field(
        examples=["1801526400.9f2c….01K1QZ7M3VX2T9R4B8C6D5E0FG"],
        description=(
            "Keep it on this device in place of the one before, and show it at the next sign-in:"
            " limits that strangers use up then do not concern it. It opens nothing."
        ),
    )


class SessionView(TokensView):
    """An open session."""

    session_id: str = Field(examples=["01K1QZ7M3VX2T9R4B8C6D5E0FG"])
