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

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


def text(data: bytes) -> str:
    """As it travels: base64url."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class SecurityKey:
    """One that its holder has just plugged in at an origin, as browsers name it. `verifies`:
    whether it makes sure who holds it."""

    origin: str
    host: str
    verifies: bool = True
    used: int = 0
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, challenge: str, name: str = "Khóa USB") -> Json:
        """The body that adds it to an account, under a name."""
        numbers = self.key.public_key().public_numbers()
        x, y = (one.to_bytes(32, "big") for one in (numbers.x, numbers.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        length = len(self.credential).to_bytes(2, "big")
        data = self._data(_ATTESTED) + bytes(16) + length + self.credential + public
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", challenge)
        return {"name": name, "client_data": text(client), "attestation": text(attestation)}

    def sign(self, challenge: str) -> Json:
        """The body that signs in."""
        self.used += 1
        data, client = self._data(0), self._client("webauthn.get", challenge)
        signed = data + hashlib.sha256(client).digest()
        return {
            "credential": text(self.credential),
            "client_data": text(client),
            "authenticator_data": text(data),
            "signature": text(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
        }

    def _data(self, flags: int) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([flags]) + self.used.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()


def key_at(office_url: str) -> SecurityKey:
    """A new one, for the office at its own address."""
    parts = urlsplit(office_url)
    return SecurityKey(f"{parts.scheme}://{parts.netloc}", parts.hostname or "")
