"""An officer's own app that shows codes."""

from __future__ import annotations

from pydantic import BaseModel, Field

from chalicelib.identity.http.schemas.people import Otp
from chalicelib.runtime.http.schemas.texts import Body, Note, left_out
from chalicelib.staff.http.office_account_schemas import Typed
from chalicelib.staff.http.session_schemas import SecondFactor


class NewAppBody(Body):
    """Who has an app already proves it by its code, or a recovery code (`otp`); who has none by the
    password."""

    otp: SecondFactor | None = Field(default=None, json_schema_extra=left_out)
    password: Typed | None = Field(default=None, json_schema_extra=left_out)


class AppCodeBody(Body):
    """What the new app shows."""

    otp: Otp


class NewAppView(BaseModel):
    """What the app is to be given; shown once."""

    secret: str = Field(examples=["JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"])
    uri: str = Field(examples=["otpauth://totp/LaoCai-S:ltmay?secret=JBSWY3DPEHPK3PXP"])
    qr_svg: str = Field(examples=["<svg></svg>"], description="The same as a picture")


class RecoveryView(BaseModel):
    """Each is good once, in the place of a code; shown once."""

    recovery_codes: list[str] = Field(examples=[["7K3QX-9V2MB"]])


class FactorResetBody(Body):
    """Why, and how it was made sure that it is the owner who asks."""

    reason: Note


class FactorResetView(BaseModel):
    """Until when another person may confirm it."""

    officer: str = Field(examples=["cb017"])
    expires_at: str = Field(examples=["2026-08-04T08:05:00+07:00"])
