"""An address, a phone or one of mail, that whoever has it proves by a code.

A kind of its own beside sign-ins: so no sign-in is ever answered by a code that went to an address
that somebody is only about to have.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.identity.domain.one_time_codes import OneTimeCode
from chalicelib.identity.domain.sessions import Destination
from chalicelib.kernel.errors import Conflict, Gone


@dataclass(frozen=True)
class AddressProof:
    """Who proves which address by which code. `beside` is the proof that goes with it, where a
    change needs two; `used_at` is when it served."""

    id: str
    version: int
    holder: str
    destination: Destination
    code: OneTimeCode
    beside: str | None = None
    used_at: datetime | None = None

    def check_open(self, now: datetime) -> None:
        """Raises Conflict (`code_used`), Gone (`code_expired`)."""
        if self.used_at is not None:
            raise Conflict("code_used")
        if now >= self.code.expires_at:
            raise Gone("code_expired")

    def is_proven_by(self, digits: str) -> bool:
        """Whether they are its code's."""
        return hmac.compare_digest(self.code.digits.encode(), digits.encode())

    def used(self, now: datetime) -> AddressProof:
        """The next version, which serves no more."""
        return replace(self, version=self.version + 1, used_at=now)
