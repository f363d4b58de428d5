"""Invitations: a link by mail, with which an officer sets a password; it works once.

An officer has one invitation at most. Sending again makes the next version, whose link is another;
the link of an older one is good no more. The link carries a proof that only its maker could make,
so that nothing can be guessed and nobody else's can be used.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.kernel.errors import Conflict, Gone, NotFound, TooMany
from chalicelib.kernel.ids import is_officer_id
from chalicelib.kernel.instants import whole_seconds

AGAIN_AFTER = timedelta(minutes=1)
"""Who asks for the same mail twice within it has clicked twice."""


@dataclass(frozen=True)
class Invitation:
    """The newest invitation of the officer `id`. Good until `expires_at`, exclusively."""

    id: str
    version: int
    secret: str
    sent_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    taken_back_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether its link still works."""
        over = self.used_at or self.taken_back_at
        return over is None and now < self.expires_at

    @property
    def token(self) -> str:
        """What the link carries."""
        return f"{self.id}.{self.version}.{_proof(self)}"


def invite(before: Invitation | None, officer: str, now: datetime, life: timedelta) -> Invitation:
    """The officer's next invitation, in place of the one before.

    Raises TooMany (`invited_just_now`).
    """
    if before is not None and before.is_open(now) and now < before.sent_at + AGAIN_AFTER:
        wait = whole_seconds(before.sent_at + AGAIN_AFTER - now)
        raise TooMany("invited_just_now", wait)
    version = before.version + 1 if before else 1
    return Invitation(officer, version, secrets.token_hex(32), now, now + life)


def take_back(present: Invitation, now: datetime) -> Invitation:
    """Its link works no more. Raises Conflict (`invitation_over`) where it does not anyway."""
    if not present.is_open(now):
        raise Conflict("invitation_over")
    return replace(present, version=present.version + 1, taken_back_at=now)


def use(present: Invitation, now: datetime) -> Invitation:
    """As it stands once the password is set; `check_link` comes first."""
    return replace(present, version=present.version + 1, used_at=now)


def officer_of_token(token: str) -> str:
    """Whose invitation a link names, proven or not; raises NotFound for what has not the form."""
    officer, _, rest = token.rpartition(".")[0].rpartition(".")
    if not (rest.isascii() and rest.isdecimal() and is_officer_id(officer)):
        raise NotFound("invitation_not_found")
    return officer


def check_link(present: Invitation | None, token: str, now: datetime) -> Invitation:
    """The invitation whose link this is.

    Raises NotFound for what never was a link of it, or one that a newer has replaced, and Gone
    (`invitation_over`) once it was used or taken back, or is over.
    """
    if present is None:
        raise NotFound("invitation_not_found")
    made = present.version - (1 if present.used_at or present.taken_back_at else 0)
    if not hmac.compare_digest(token.encode(), replace(present, version=made).token.encode()):
        raise NotFound("invitation_not_found")
    if not present.is_open(now):
        raise Gone("invitation_over")
    return present


def _proof(invitation: Invitation) -> str:
    message = f"{invitation.id}.{invitation.version}".encode()
    return hmac.new(bytes.fromhex(invitation.secret), message, hashlib.sha256).hexdigest()
