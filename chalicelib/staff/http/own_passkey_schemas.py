"""Passkeys of one's own."""

from __future__ import annotations

from pydantic import BaseModel, Field

from chalicelib.runtime.http.schemas.texts import Body, Title
from chalicelib.staff.http.office_account_schemas import PasskeyView, Typed
from chalicelib.staff.http.session_schemas import WebauthnPart

__all__ = ["MadePasskeyBody", "NewPasskeyView", "OwnPasswordProof", "PasskeyView"]


class OwnPasswordProof(Body):
    """The present password, so that a session alone changes nothing."""

    password: Typed


class NewPasskeyView(BaseModel):
    """What `navigator.credentials.create` is to be given: user verification and a discoverable key
    are required, no attestation is asked for. `known` are the keys to exclude."""

    challenge: str = Field(examples=["2m9t1cXxqyB1m0vVnJ1S3j0c1k3yHq8w5m1V2b7Qf0E"])
    rp_id: str = Field(examples=["phananh.laocai.gov.vn"])
    rp_name: str = Field(examples=["LaoCai-S"])
    user: str = Field(examples=["qt01"])
    username: str = Field(examples=["quantri"])
    name: str = Field(examples=["Lù Thị Mây"])
    known: list[str] = Field(examples=[["q7fV0m2Jb1k"]])


class MadePasskeyBody(Body):
    """What the browser gave, each part in base64url, and what its owner calls the device."""

    name: Title
    client_data: WebauthnPart
    attestation: WebauthnPart
