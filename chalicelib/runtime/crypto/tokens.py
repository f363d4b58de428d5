"""Tokens as JWT, HS256 only, under the tokens' key; `kid` names the key set.

`aud` is the stage and `typ` the kind of token, so that none is good in another place. Times follow
our own clock, not the library's.
"""

from __future__ import annotations

import re
import secrets
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import import_module
from threading import Lock
from types import MappingProxyType
from typing import Any

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Unauthenticated
from chalicelib.kernel.instants import epoch_seconds
from chalicelib.kernel.keys import Bearer, IssuedToken
from chalicelib.runtime.crypto.key_sets import KeySets
from chalicelib.runtime.crypto.keyring import LONGEST_TOKEN

ALGORITHM = "HS256"
ACCESS, REGISTRATION = "access", "registration"
ACCESS_LIFE = timedelta(minutes=14)
"""One less than the quarter of an hour in which a revocation acts: what a process remembers of the
directory may be a minute old when it refreshes."""
REGISTRATION_LIFE = LONGEST_TOKEN
"""Time to fill in the form after the code; the account needs name, commune and consents."""
_ASYMMETRIC = ("cryptography.x509", "cryptography.hazmat.primitives.asymmetric.ec")
_HEADERS, _TOKENS = 16, 256
"""Remembered."""
_KEY_NUMBER = re.compile("[1-9][0-9]{0,2}")
_ONE_AT_A_TIME = Lock()
"""Of several threads one imports, and none gets a part of it."""
_REQUIRED = ["sub", "typ", "aud", "iat", "exp", "jti"]
_OPTIONS: Any = {
    "require": _REQUIRED,
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
    "strict_aud": True,
}


def library() -> Any:
    """PyJWT, imported late, since only the api function reads tokens, and for keyed hashes alone.

    Where it does not find these two it does without asymmetric keys, whose modules take as long to
    import as all the rest of the library, and does not look with each token whether our key is
    one. Whoever needs such keys takes this away.
    """
    with _ONE_AT_A_TIME:
        if "jwt" not in sys.modules:
            hidden = [name for name in _ASYMMETRIC if name not in sys.modules]
            sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
            try:
                import_module("jwt")
            finally:
                for name in hidden:
                    del sys.modules[name]
    return sys.modules["jwt"]


class JwtTokens:
    """Tokens of one stage."""

    def __init__(self, keyring: KeySets, stage: str) -> None:
        self._keyring = keyring
        self._stage = stage

    def issue_access(self, bearer: Bearer, now: datetime) -> IssuedToken:
        """A token for requests in the bearer's name."""
        actor = bearer.actor
        claims: dict[str, Any]
        claims = {"role": actor.role.value, "agency": actor.agency, "sid": bearer.session}
        claims |= {"province": True} if actor.province else {}
        return self._issue(ACCESS, actor.id, claims, now, ACCESS_LIFE)

    def read_access(self, token: str, now: datetime) -> Bearer:
        """Raises `Unauthenticated`: `token_expired`, or `bad_token` for everything else."""
        claims = self._read(ACCESS, token, now)
        try:
            role, province = Role(claims["role"]), claims.get("province") is True
            actor = Actor(role, claims["sub"], claims["agency"], province)
            return Bearer(actor, claims["sid"])
        except (KeyError, ValueError):
            raise Unauthenticated("bad_token") from None

    def issue_registration(self, registration: str, now: datetime) -> IssuedToken:
        """A token that proves that this registration's phone answered its code."""
        return self._issue(REGISTRATION, registration, {}, now, REGISTRATION_LIFE)

    def read_registration(self, token: str, now: datetime) -> str:
        """The registration's id; raises `Unauthenticated` as `read_access` does."""
        registration: str = self._read(REGISTRATION, token, now)["sub"]
        return registration

    def _issue(
        self, kind: str, subject: str, claims: dict[str, Any], now: datetime, life: timedelta
    ) -> IssuedToken:
        jwt = library()
        keys = self._keyring.newest()
        payload = {
            **claims,
            "sub": subject,
            "typ": kind,
            "aud": self._stage,
            "iat": int(now.timestamp()),
            "exp": epoch_seconds(now + life),
            "jti": secrets.token_hex(8),
        }
        headers = {"kid": str(keys.number)}
        token = jwt.encode(payload, keys.key, algorithm=ALGORITHM, headers=headers)
        return IssuedToken(token, int(life.total_seconds()))

    def _read(self, kind: str, token: str, now: datetime) -> Mapping[str, Any]:
        jwt = library()
        try:
            key = self._key(_key_number(token.partition(".")[0]))
            claims = _verified(token, key, self._stage)
        except (jwt.PyJWTError, ValueError):
            raise Unauthenticated("bad_token") from None
        if claims["typ"] != kind or not isinstance(claims["exp"], int):
            raise Unauthenticated("bad_token")
        if now.timestamp() >= claims["exp"]:
            raise Unauthenticated("token_expired")
        return claims

    def _key(self, number: int) -> bytes:
        keys = self._keyring.find(number)
        if keys is None:
            raise Unauthenticated("bad_token")
        return keys.key


@lru_cache(_HEADERS)
def _key_number(header: str) -> int:
    """Of the key set that a token's header names, 0 if it names none: all tokens of a set have the
    same header. Raises what the library raises for a header that cannot be read."""
    kid = library().get_unverified_header(f"{header}..").get("kid")
    known = isinstance(kid, str) and _KEY_NUMBER.fullmatch(kid)
    return int(known[0]) if known else 0


@lru_cache(_TOKENS)
def _verified(token: str, key: bytes, stage: str) -> Mapping[str, Any]:
    """The claims under that key, which stay true: whether they are over is asked each time. A page
    asks several routes under one token. Raises what the library raises."""
    claims = library().decode(token, key, algorithms=[ALGORITHM], audience=stage, options=_OPTIONS)
    return MappingProxyType(claims)
