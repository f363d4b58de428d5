"""Questions of the office to bodies outside it, which answer by a link.

A referral is a question to one external agency about one case. Its link is good for that alone,
until it is used, revoked or over; it carries a proof that only its maker could make.
Source: docs/handbook.md §2.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.ids import is_case_code

LINK_LIFE = timedelta(days=10)
"""Calendar time (default)."""
MOST_ASKED = 5
"""How often a body asks back about one referral."""
LONGEST_TOKEN = 200


class ReferralState(StrEnum):
    """How a referral stands; the last four are ends."""

    SENT = "sent"
    NOTED = "noted"
    ANSWERED = "answered"
    NOT_OURS = "not_ours"
    REVOKED = "revoked"
    OVER = "over"


ENDS = frozenset({ReferralState.ANSWERED, ReferralState.NOT_OURS, ReferralState.REVOKED})


@frozen
class Asked:
    """What the body asked back."""

    at: datetime
    text: str


@frozen
class Referral:
    """One question. `number` counts from 1 within the case; instants are UTC. The link is good
    before `until`."""

    number: int
    agency: str
    question: str
    secret: str
    """32 random bytes in hex."""
    at: datetime
    until: datetime
    noted_at: datetime | None = None
    asked: tuple[Asked, ...] = ()
    end: ReferralState | None = None
    ended_at: datetime | None = None
    reply: str | None = None

    def state(self, now: datetime) -> ReferralState:
        """As it stands at that instant."""
        if self.end is not None:
            return self.end
        if now >= self.until:
            return ReferralState.OVER
        return ReferralState.NOTED if self.noted_at else ReferralState.SENT

    def works(self, now: datetime) -> bool:
        """Whether its link still does."""
        return self.state(now) in (ReferralState.SENT, ReferralState.NOTED)

    def token(self, case: str) -> str:
        """What the link carries."""
        return f"{case}.{self.number}.{_proof(self.secret, case, self.number)}"

    def is_named_by(self, token: str, case: str) -> bool:
        """Whether this is the link's."""
        return hmac.compare_digest(token.encode(), self.token(case).encode())


def over_since(referrals: tuple[Referral, ...], at: datetime) -> tuple[Referral, ...]:
    """Those that were open at that instant are good no more since then."""
    return tuple(
        one if one.end is not None or one.until <= at else replace(one, until=at)
        for one in referrals
    )


def named_in(token: str) -> tuple[str, int] | None:
    """The case and the number that a link names, proven or not."""
    case, _, rest = token.partition(".")
    number = rest.partition(".")[0]
    good = number.isascii() and number.isdecimal() and len(number) < 6 and is_case_code(case)
    return (case, int(number)) if good and len(token) <= LONGEST_TOKEN else None


def _proof(secret: str, case: str, number: int) -> str:
    message = f"referral.{case}.{number}".encode()
    return hmac.new(bytes.fromhex(secret), message, hashlib.sha256).hexdigest()
