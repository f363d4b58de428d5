"""A security key in memory: it makes a passkey and signs by it, as browsers and USB keys do
(WebAuthn, ES256)."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from localstack.demo.client import Json

_PRESENT_AND_VERIFIED, _ATTESTED = 0x05, 0x40


@dataclass
class SecurityKey:
    """One that its holder has just plugged in, at the office's own address."""

    office_url: str
    name: str
    used: int = 0
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, challenge: str) -> Json:
        """The body that adds it to an account."""
        numbers = self.key.public_key().public_numbers()
        x, y = (one.to_bytes(32, "big") for one in (numbers.x, numbers.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        length = len(self.credential).to_bytes(2, "big")
        data = self._data(_ATTESTED) + bytes(16) + length + self.credential + public
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", challenge)
        return {"name": self.name, "client_data": _text(client), "attestation": _text(attestation)}

    def sign(self, challenge: str) -> Json:
        """The body that signs in."""
        self.used += 1
        data, client = self._data(0), self._client("webauthn.get", challenge)
        signed = data + hashlib.sha256(client).digest()
        return {
            "credential": _text(self.credential),
            "client_data": _text(client),
            "authenticator_data": _text(data),
            "signature": _text(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
        }

    def _data(self, more: int) -> bytes:
        host = urlsplit(self.office_url).hostname or ""
        flags = bytes([_PRESENT_AND_VERIFIED | more])
        return hashlib.sha256(host.encode()).digest() + flags + self.used.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        parts = urlsplit(self.office_url)
        origin = f"{parts.scheme}://{parts.netloc}"
        said = {"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}
        return json.dumps(said).encode()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
