"""Officers' passwords are looked at: how often, and what becomes of a right one and of a wrong one.

What a password comes to is told only once that is written with its count, over exactly the count
that was read before: so of any number of tries at once no more than the limits are answered, and a
right one that comes too late is told from a wrong one by nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.identity.application.limits import (
    CodeLimits,
    Origin,
    Source,
    device_holder,
    password_use,
    source_of,
    spend_network_password,
)
from chalicelib.identity.application.sign_ins import KEPT
from chalicelib.identity.domain.identity_policy import LockOutRules
from chalicelib.kernel.errors import TooMany, Unauthenticated
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.keys import KeyPurpose
from chalicelib.kernel.store import JoinableStore
from chalicelib.kernel.together import Part, Refused
from chalicelib.staff.application import sign_in_lines
from chalicelib.staff.application.passwords import renew_hash
from chalicelib.staff.application.ports import StaffStore
from chalicelib.staff.domain.credentials import (
    Credentials,
    HashCost,
    SignInGuard,
    check_unlocked,
    forgive,
    matches,
    nobodys_hash,
    try_sign_in,
)

NOBODY = "-"
"""No officer has this id; looking it up costs as much as looking up one."""
_ATTEMPTS = 12


@dataclass(frozen=True)
class PasswordGate:
    """What looking at passwords needs. `cost` is that of new hashes."""

    directory: Directory
    credentials: JoinableStore[Credentials]
    guards: JoinableStore[SignInGuard]
    staff: StaffStore
    limits: CodeLimits
    lock_out: LockOutRules
    cost: HashCost


@dataclass(frozen=True)
class GivenPassword:
    """A username, a password, and where they came from."""

    username: str
    password: str
    origin: Origin


@dataclass(frozen=True)
class ProvenOfficer:
    """Whose password it is."""

    officer: Officer
    credentials: Credentials
    source: Source


@dataclass(frozen=True)
class _Try:
    """One look at a password: whose name it is (None: nobody's), and how it is counted."""

    hashed: str
    source: Source
    officer: Officer | None

    @property
    def guard(self) -> str:
        """Each network's share of the name, and that of its known devices, is guarded apart."""
        return f"{self.hashed}|{self.source.place}"


def pass_with(
    gate: PasswordGate,
    given: GivenPassword,
    now: datetime,
    follows: Callable[[ProvenOfficer], Sequence[Part]],
) -> ProvenOfficer:
    """Whose password it is; what `follows` from that is written together with its count.

    Raises Unauthenticated (`wrong_credentials`), TooMany (`signing_in_locked`), and Refused with a
    part of what follows.
    """
    username = given.username.strip().lower()
    hashed = gate.limits.hasher.hash(KeyPurpose.USERNAME, username)
    officer = gate.directory.officer_by_username(username)
    tried = _Try(hashed, _source(gate, officer, given.origin, now), officer)
    guard, known = gate.staff.look(tried.guard, officer.id if officer else NOBODY)
    check_unlocked(guard, now)
    spend_network_password(gate.limits, tried.source, now)
    right = matches(given.password, known.password_hash if known else nobodys_hash(gate.cost))
    if officer is None or not officer.active or known is None or not right:
        _count_wrong(gate, tried, guard, now)
        raise Unauthenticated("wrong_credentials")
    proven = ProvenOfficer(officer, known, tried.source)
    _count_right(gate, tried, guard, now, lambda: follows(proven))
    renew_hash(gate.credentials, known, given.password, gate.cost)
    return proven


def _source(gate: PasswordGate, officer: Officer | None, origin: Origin, now: datetime) -> Source:
    holder = device_holder(gate.limits, origin, now)
    return source_of(gate.limits, origin, is_known=bool(officer and officer.id == holder))


def _count_wrong(gate: PasswordGate, tried: _Try, guard: SignInGuard | None, now: datetime) -> None:
    """Raises TooMany where one of the limits has nothing left, whatever the password was."""
    use, limiter = password_use(gate.limits, tried.hashed, tried.source), gate.limits.limiter
    for _ in range(_ATTEMPTS):
        counted = try_sign_in(guard, tried.guard, now, gate.lock_out)
        event = sign_in_lines.failed(tried.officer, counted, now)
        writing = gate.guards.part(counted, now + gate.lock_out.lock + KEPT, event)
        try:
            gate.staff.write([writing, *use.taking(limiter, now)])
        except Refused as refused:
            if refused.part is not writing:
                raise _locked_for_the_day(gate, tried, use.used_up(limiter, now), now) from None
            guard = gate.guards.find(tried.guard)
        else:
            return
    raise TooMany("too_busy", 1)


def _count_right(
    gate: PasswordGate,
    tried: _Try,
    guard: SignInGuard | None,
    now: datetime,
    follows: Callable[[], Sequence[Part]],
) -> None:
    use, limiter = password_use(gate.limits, tried.hashed, tried.source), gate.limits.limiter
    for _ in range(_ATTEMPTS):
        check_unlocked(guard, now)
        clear, asked, more = _cleared(gate, tried, guard, now), use.asking(limiter, now), follows()
        try:
            gate.staff.write([clear, *asked, *more])
        except Refused as refused:
            if refused.part in asked:
                raise _locked_for_the_day(gate, tried, use.used_up(limiter, now), now) from None
            if refused.part is not clear:
                raise
            guard = gate.guards.find(tried.guard)
        else:
            return
    raise TooMany("too_busy", 1)


def _cleared(gate: PasswordGate, tried: _Try, guard: SignInGuard | None, now: datetime) -> Part:
    """Where nothing was counted, nothing is written: it only has to be so still."""
    if guard is None or not guard.failures:
        return gate.guards.still(tried.guard, guard)
    return gate.guards.part(forgive(guard), now + gate.lock_out.lock + KEPT)


def _locked_for_the_day(
    gate: PasswordGate, tried: _Try, used_up: TooMany, now: datetime
) -> TooMany:
    """Tell the audit, once a day, that the name is locked for all networks together."""
    until = now + timedelta(seconds=used_up.retry_after)
    id = f"{tried.hashed}|{local_date(now)}"
    if gate.guards.find(id) is None:
        guard = SignInGuard(id, 1, 0, now, until)
        gate.guards.put(guard, until + KEPT, sign_in_lines.locked(tried.officer, guard, now))
    return used_up
