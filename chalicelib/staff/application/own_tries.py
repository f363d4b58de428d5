"""How often somebody who is signed in may guess at what proves their own account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Fault, Invalid, TooMany
from chalicelib.kernel.quotas import Limiter, Quota
from chalicelib.kernel.store import VersionedStore
from chalicelib.staff.application.sign_in_lines import tell_wrong
from chalicelib.staff.domain.credentials import Credentials, matches

T = TypeVar("T")


@dataclass(frozen=True)
class OwnTries:
    """What counting needs; `most` is of one officer and day."""

    credentials: VersionedStore[Credentials]
    limiter: Limiter
    most: Quota

    def count(self, who: Actor, now: datetime, correlation_id: str, work: Callable[[], T]) -> T:
        """A try is counted before it is looked at: given back if it was right, told to the audit
        if it was wrong. Raises TooMany (`too_many_wrong_codes`), and what `work` does."""
        subject = f"own-factor-{who.id}"
        wait = self.limiter.take(subject, [self.most], now)
        if wait:
            raise TooMany("too_many_wrong_codes", wait)
        try:
            done = work()
        except Invalid:
            tell_wrong(self.credentials, AuditKind.CODE_WRONG, who, now, correlation_id)
            raise
        self.limiter.give_back(subject, [self.most], now)
        return done

    def check_password(
        self,
        who: Actor,
        known: Credentials,
        given: tuple[str, str],
        now: datetime,
        correlation_id: str,
    ) -> None:
        """`given`: the field, and the password in it. Counted likewise, but apart.

        Raises Invalid (`wrong_password`), and TooMany (`too_many_wrong_passwords`).
        """
        field, password = given
        subject = f"own-password-{who.id}"
        wait = self.limiter.take(subject, [self.most], now)
        if wait:
            raise TooMany("too_many_wrong_passwords", wait)
        if not matches(password, known.password_hash):
            tell_wrong(self.credentials, AuditKind.PASSWORD_WRONG, who, now, correlation_id)
            raise Invalid([Fault((field,), "wrong_password")])
        self.limiter.give_back(subject, [self.most], now)
