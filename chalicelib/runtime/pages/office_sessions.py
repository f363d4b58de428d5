"""A session in the browser: tokens sealed in one cookie that no script can read.

Two tabs may refresh at once: the idempotency key is made of the refresh token, so that both get the
same new tokens (`page_calls.refreshed`).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, TypeVar

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.keys import Sealer, Unsealable
from chalicelib.runtime.pages.session_kinds import OFFICE, SessionKind
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
LANGUAGE_COOKIE = "__Host-lang"
ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Strict"
YEAR = 365 * 24 * 3600
_MOST_BYTES = 4096
"""What browsers keep of one cookie."""


@frozen
class PendingSignIn:
    """The first factor was right; the code is on its way. `next` is where the officer wanted to."""

    id: str
    channel: str
    expires_at: str
    next: str
    passkey: Mapping[str, str] | None = None
    """What a passkey has to sign, and for which host."""


@frozen
class OfficeSession:
    """Who is signed in, and with which tokens. `expires_at` is in seconds since 1970. Of a team's
    member `officer` says the role alone: no name stands in the browser."""

    id: str
    access_token: str
    refresh_token: str
    expires_at: int
    officer: Mapping[str, str]

    @property
    def role(self) -> str:
        """The officer's role, for what is shown: rights are asked for by the routes."""
        return self.officer["role"]

    @property
    def name(self) -> str:
        """The officer's name."""
        return self.officer.get("name", "")


def cookies_in(header: str) -> Mapping[str, str]:
    """The cookies of a request. Ours are read whatever stands beside them: other sites of a domain
    set cookies for all its hosts, and not always in the form of RFC 6265."""
    pairs = (one.strip(" \t").partition("=") for one in header.split(";"))
    return {name: value for name, _, value in pairs if name and len(value) <= _MOST_BYTES}


def session_in(cookies: Mapping[str, str], kind: SessionKind = OFFICE) -> OfficeSession | None:
    """The open session, if the cookie has one."""
    found = _opened(cookies, kind, "session")
    return _made(OfficeSession, found)


def sign_in_in(cookies: Mapping[str, str], kind: SessionKind = OFFICE) -> PendingSignIn | None:
    """The sign-in that waits for its code."""
    found = _opened(cookies, kind, "sign_in")
    return _made(PendingSignIn, found)


def keep_session(session: OfficeSession, kind: SessionKind = OFFICE) -> str:
    """The header that keeps it: an officer's until the browser is closed."""
    kept = f"Max-Age={int(kind.kept.total_seconds())}; " if kind.kept else ""
    document = {**asdict(session), "officer": dict(session.officer)}
    return _set(kind, {"session": document}, kept)


def keep_sign_in(sign_in: PendingSignIn, kind: SessionKind = OFFICE) -> str:
    """The same for a sign-in under way."""
    document = {**asdict(sign_in), "passkey": sign_in.passkey and dict(sign_in.passkey)}
    return _set(kind, {"sign_in": document})


def forget_session(kind: SessionKind = OFFICE) -> str:
    """The header that takes it away."""
    return f"{kind.cookie}=; Max-Age=0; {ATTRIBUTES}"


def keep_device(value: str, kind: SessionKind = OFFICE) -> str:
    """What makes this browser a known one at the next sign-in."""
    return f"{kind.device}={value}; Max-Age={YEAR}; {ATTRIBUTES}"


def keep_language(value: str) -> str:
    """The language that was chosen."""
    return f"{LANGUAGE_COOKIE}={value}; Max-Age={YEAR}; {ATTRIBUTES}"


def _set(kind: SessionKind, document: dict[str, object], kept: str = "") -> str:
    blob = services().get(Sealer).seal(json.dumps(document).encode(), kind.cookie)
    value = base64.urlsafe_b64encode(blob).decode().rstrip("=")
    return f"{kind.cookie}={value}; {kept}{ATTRIBUTES}"


def _made(kind: type[T], found: dict[str, Any] | None) -> T | None:
    """None for what another release sealed in another form."""
    if found is None or set(found) != {one.name for one in fields(kind)}:
        return None
    return kind(**found)


def _opened(cookies: Mapping[str, str], kind: SessionKind, part: str) -> dict[str, Any] | None:
    """None for what is not there, was changed, or was sealed by another stage."""
    value = cookies.get(kind.cookie)
    if not value:
        return None
    try:
        padded = value.encode("ascii") + b"=" * (-len(value) % 4)
        blob = base64.b64decode(padded, altchars=b"-_", validate=True)
        found: dict[str, Any] = json.loads(services().get(Sealer).unseal(blob, kind.cookie))
    except (ValueError, Unsealable):
        return None
    return found.get(part)
