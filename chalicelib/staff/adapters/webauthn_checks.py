"""WebAuthn by py_webauthn, which takes its time to import: nobody waits for it who has no passkey.

Attestation is not asked for: which make of device an officer uses is nobody's business here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit

from chalicelib.staff.application.ports import MadePasskey, ShownPasskey
from chalicelib.staff.domain.passkeys import Passkey

T = TypeVar("T")
_KIND = "public-key"


@dataclass(frozen=True)
class WebauthnChecks:
    """`address` is the office's own."""

    address: str

    @property
    def rp_id(self) -> str:
        """See PasskeyChecks."""
        return urlsplit(self.address).hostname or ""

    @property
    def origin(self) -> str:
        """As browsers write it down: without what comes behind the host and its port."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    def make(
        self, challenge: str, made: MadePasskey, id: str, name: str, now: datetime
    ) -> Passkey | None:
        """See PasskeyChecks."""
        from webauthn import base64url_to_bytes, verify_registration_response
        from webauthn.helpers import bytes_to_base64url, parse_attestation_object

        def check() -> Passkey:
            attested = parse_attestation_object(base64url_to_bytes(made.attestation))
            data = attested.auth_data.attested_credential_data
            credential = bytes_to_base64url(data.credential_id) if data else ""
            found = verify_registration_response(
                credential=_answer(
                    credential, clientDataJSON=made.client_data, attestationObject=made.attestation
                ),
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self.rp_id,
                expected_origin=self.origin,
                require_user_verification=True,
            )
            key = bytes_to_base64url(found.credential_public_key)
            return Passkey(id, credential, key, name, now, found.sign_count)

        return _unless_wrong(check)

    def use(
        self, challenge: str, known: Passkey, shown: ShownPasskey, now: datetime
    ) -> Passkey | None:
        """See PasskeyChecks."""
        from webauthn import base64url_to_bytes, verify_authentication_response

        def check() -> Passkey:
            found = verify_authentication_response(
                credential=_answer(
                    known.credential,
                    clientDataJSON=shown.client_data,
                    authenticatorData=shown.authenticator_data,
                    signature=shown.signature,
                ),
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self.rp_id,
                expected_origin=self.origin,
                credential_public_key=base64url_to_bytes(known.public_key),
                credential_current_sign_count=known.used,
                require_user_verification=True,
            )
            return replace(known, used=found.new_sign_count, used_at=now)

        return _unless_wrong(check)


def _answer(credential: str, **response: str) -> dict[str, object]:
    """As browsers write down what `navigator.credentials` gives."""
    return {"id": credential, "rawId": credential, "type": _KIND, "response": response}


def _unless_wrong(check: Callable[[], T]) -> T | None:
    """Strangers send anything, and the library's readers fail on it in ways of their own."""
    try:
        return check()
    except Exception:  # noqa: BLE001 - whatever it fails by, it proves nothing
        return None
