"""Access tokens that nobody may come in with, made by somebody who even knows the signing key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import warnings
from collections.abc import Iterator
from typing import Any

import jwt
from jwt.warnings import InsecureKeyLengthWarning


def forged(good: str, key: bytes) -> Iterator[tuple[str, str]]:
    """What is wrong, and the token: each made of a good one that was signed with this key."""
    claims: dict[str, Any] = jwt.decode(good, options={"verify_signature": False})
    header = {"kid": jwt.get_unverified_header(good)["kid"]}

    def signed(algorithm: str = "HS256", by: bytes | None = key, **changes: Any) -> str:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", InsecureKeyLengthWarning)
            return jwt.encode({**claims, **changes}, by, algorithm, header)

    yield "no token", "x"
    yield "not even ASCII", "ồ.ồ.ồ"
    yield "another signature", good[:-2] + ("AA" if good[-2:] != "AA" else "BB")
    yield "no signature", good.rpartition(".")[0] + "."
    yield "another key", signed(by=b"x" * 32)
    yield "alg none", signed("none", None)
    yield "another hash", signed("HS512")
    yield "another algorithm's name", _renamed(good, key, "RS256")
    yield "no algorithm's name", _renamed(good, key, "none")
    yield "no number for the end", signed(exp="tomorrow")
    yield "another kind", signed(typ="refresh")
    yield "a role that is none", signed(role="emperor")
    yield "a key that is none", jwt.encode(claims, key, "HS256", {"kid": "999"})
    yield "a key's path", jwt.encode(claims, key, "HS256", {"kid": "../../etc"})


def _renamed(token: str, key: bytes, algorithm: str) -> str:
    """HMAC under the right key, while the header names something else."""
    header, payload, _ = token.split(".")
    said = json.loads(base64.urlsafe_b64decode(header + "=="))
    swapped = base64.urlsafe_b64encode(json.dumps({**said, "alg": algorithm}).encode()).decode()
    signed = f"{swapped.rstrip('=')}.{payload}"
    digest = hmac.new(key, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"
