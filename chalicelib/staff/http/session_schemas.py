"""Bodies and answers of officers' sessions."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.identity.http.schemas.people import Device, RefreshBody
from chalicelib.identity.http.schemas.sessions import SessionView
from chalicelib.runtime.http.schemas.texts import Body

SecondFactor = Annotated[
    str,
    Field(pattern=r"^([0-9]{6}|[0-9A-Za-z]{5}-[0-9A-Za-z]{5})$", examples=["204817"]),
]

CredentialId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,1364}$", examples=["q7fV0m2Jb1k"])]
"""As its device calls a passkey, in base64url: 1,023 bytes at most."""
WebauthnPart = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9_-]{1,8000}$", examples=["eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0"])
]


class OfficerSignInBody(Body):
    """Username and password."""

    username: Annotated[str, Field(min_length=1, max_length=100, examples=["ltmay.sxd"])]
    password: Annotated[str, Field(min_length=1, max_length=200, examples=["đường lên Sa Pa 1"])]
    device: Device = None


class PasskeyAskedView(BaseModel):
    """What `navigator.credentials.get` is to be given. Any of the officer's passkeys may answer."""

    challenge: str = Field(examples=["2m9t1cXxqyB1m0vVnJ1S3j0c1k3yHq8w5m1V2b7Qf0E"])
    rp_id: str = Field(examples=["phananh.laocai.gov.vn"])


class OfficerSignInView(BaseModel):
    """A code is on its way over this channel, or the officer's app shows it (`app`), or one of the
    officer's passkeys has to sign (`passkey`)."""

    session_id: str = Field(examples=["01K1QZ7M3VX2T9R4B8C6D5E0FG"])
    expires_at: str = Field(
        json_schema_extra={"format": "date-time"}, examples=["2026-08-03T08:10:00+07:00"]
    )
    channel: str = Field(examples=["sms"])
    passkey: PasskeyAskedView | None = None


class SecondFactorBody(Body):
    """The code that came or that the app shows, or a recovery code; and the device's value, if
    somebody signed in on it before."""

    otp: SecondFactor
    device: Device = None


class ShownPasskeyBody(Body):
    """What the browser gave, each part in base64url; and the device's value, if somebody signed in
    on it before."""

    credential: CredentialId
    client_data: WebauthnPart
    authenticator_data: WebauthnPart
    signature: WebauthnPart
    device: Device = None


class OfficerRefreshBody(RefreshBody):
    """Also the post in which the officer acts from now on, one of their own (`GET /v1/officer/me`);
    left out: the one of before."""

    post: Annotated[str, Field(min_length=1, max_length=60, examples=["cb017"])] | None = None


class OfficerView(BaseModel):
    """Who signed in."""

    id: str
    username: str
    name: str
    role: str = Field(examples=["officer"])
    agency: str = Field(examples=["so-xay-dung"])


class OfficerSessionView(SessionView):
    """An open session, and whose it is."""

    officer: OfficerView


class OwnSessionView(BaseModel):
    """One place at which one is signed in: since when, when its tokens were made last, and when it
    ends unless they are made anew. `current` is the one that asks."""

    id: str = Field(examples=["01K1QZ7M3VX2T9R4B8C6D5E0FG"])
    opened_at: str = Field(examples=["2026-08-03T08:05:00+07:00"])
    used_at: str = Field(examples=["2026-08-03T09:10:00+07:00"])
    ends_at: str = Field(examples=["2026-08-03T10:10:00+07:00"])
    current: bool


class OwnSessionsView(BaseModel):
    """All that are open."""

    items: list[OwnSessionView]
