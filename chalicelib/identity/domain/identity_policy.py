"""How strict signing in is. Source: docs/handbook.md §5, §7; the numbers are data (default).

Every duration is a `timedelta`; quotas count in fixed windows that begin at local midnight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise, product

from chalicelib.kernel.quotas import Quota


@dataclass(frozen=True)
class CodeRules:
    """One-time codes: how long one is good, how often it may be answered wrongly, when another
    may be sent, and how long the registration or sign-in that it belongs to stays open."""

    life: timedelta
    wrong_answers: int
    resend_after: timedelta
    open_for: timedelta


@dataclass(frozen=True)
class SessionLimits:
    """A session ends when it was not refreshed for `idle`, and `absolute` after it began."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True)
class LockOutRules:
    """After `failures` failed sign-ins in a row a username is locked for `lock`."""

    failures: int
    lock: timedelta


@dataclass(frozen=True)
class SubjectQuotas:
    """How often something is done to one phone or officer: by strangers in each network, by those
    of all networks together, and by all known devices, which count for themselves alone."""

    per_network: tuple[Quota, ...]
    in_all: tuple[Quota, ...]
    known_devices: tuple[Quota, ...]


@dataclass(frozen=True)
class IdentityPolicy:
    """One version of all of it. `phone_countries` are country calling codes.

    A network is a /24 of IPv4 or a /64 of IPv6: an office, or a part of a carrier's customers, so
    that what all in it may do together is generous. Wrong codes and passwords are counted over the
    day besides what each sign-in (`codes.wrong_answers`) and `lock_out` allow in a row.
    """

    version: int
    valid_from: date
    source: str
    phone_countries: tuple[int, ...]
    codes: CodeRules
    citizen_sessions: SessionLimits
    officer_sessions: SessionLimits
    lock_out: LockOutRules
    device_life: timedelta
    """How long a device is known after the last sign-in or refresh on it."""
    invitation_life: timedelta
    """How long the link is good that lets an officer set a password."""
    codes_per_phone: SubjectQuotas
    codes_per_officer: SubjectQuotas
    codes_per_network: tuple[Quota, ...]
    wrong_codes_per_phone: SubjectQuotas
    wrong_codes_per_officer: SubjectQuotas
    wrong_codes_per_network: tuple[Quota, ...]
    wrong_passwords: tuple[Quota, ...]
    """For one user name, from all networks together; known devices are not counted here."""
    passwords_per_network: tuple[Quota, ...]
    """Right ones too."""
    own_factor_tries: Quota
    """How often an officer who is signed in may be wrong about their own second factor."""
    personal_id_asks: Quota

    def without_networks(self) -> IdentityPolicy:
        """The same, with nothing that bounds what a whole network does."""
        return replace(
            self, codes_per_network=(), wrong_codes_per_network=(), passwords_per_network=()
        )

    def with_networks_of(self, times: int) -> IdentityPolicy:
        """The same, where whole networks may do so many times as much: in a large province more
        people share an address of their carrier."""
        return replace(
            self,
            codes_per_network=_times(times, self.codes_per_network),
            wrong_codes_per_network=_times(times, self.wrong_codes_per_network),
            passwords_per_network=_times(times, self.passwords_per_network),
        )


def _times(times: int, quotas: tuple[Quota, ...]) -> tuple[Quota, ...]:
    return tuple(replace(quota, most=times * quota.most) for quota in quotas)


_QUOTAS = (
    "codes_per_network",
    "wrong_codes_per_network",
    "wrong_passwords",
    "passwords_per_network",
)
_SUBJECT_QUOTAS = (
    "codes_per_phone",
    "codes_per_officer",
    "wrong_codes_per_phone",
    "wrong_codes_per_officer",
)


def contradictions(policy: IdentityPolicy, access_life: timedelta) -> tuple[str, ...]:
    """What does not fit together, each with the field that has to change.

    `access_life` is how long an access token is good: no session may end before it.
    """
    codes = policy.codes
    chains = (
        ("codes.resend_after", codes.resend_after, "codes.life", codes.life),
        ("codes.life", codes.life, "codes.open_for", codes.open_for),
        *_of_sessions("citizen_sessions", policy.citizen_sessions, access_life),
        *_of_sessions("officer_sessions", policy.officer_sessions, access_life),
    )
    found = [f"{name} is longer than {other}" for name, a, other, b in chains if a > b]
    for name in _QUOTAS:
        found.extend(_of_quotas(name, getattr(policy, name)))
    for name in _SUBJECT_QUOTAS:
        found.extend(_of_subject(name, getattr(policy, name)))
    found.extend(_of_networks(policy))
    for name in ("personal_id_asks", "own_factor_tries"):
        found.extend(_of_quotas(name, (getattr(policy, name),)))
    return tuple(found)


def _of_sessions(
    name: str, limits: SessionLimits, access_life: timedelta
) -> Iterator[tuple[str, timedelta, str, timedelta]]:
    yield "an access token's life", access_life, f"{name}.idle", limits.idle
    yield f"{name}.idle", limits.idle, f"{name}.absolute", limits.absolute


def _of_subject(name: str, quotas: SubjectQuotas) -> Iterator[str]:
    """One network does not use up what all may together."""
    for part in ("per_network", "in_all", "known_devices"):
        yield from _of_quotas(f"{name}.{part}", getattr(quotas, part))
    for one, all_ in product(quotas.per_network, quotas.in_all):
        if one.window >= all_.window and one.most >= all_.most:
            yield f"{name}.in_all allows no more than one network"


def _of_networks(policy: IdentityPolicy) -> Iterator[str]:
    """An officer's code is counted in its network by the password before it alone."""
    for codes, passwords in product(policy.codes_per_network, policy.passwords_per_network):
        if codes.window == passwords.window and codes.most < passwords.most:
            yield "passwords_per_network allows more than codes_per_network"


def _of_quotas(name: str, quotas: Sequence[Quota]) -> Iterator[str]:
    """Windows divide the local day; a longer one never allows less than a shorter one."""
    for index, quota in enumerate(quotas):
        if quota.window <= timedelta(0) or timedelta(days=1) % quota.window:
            yield f"{name}[{index}].window does not divide a day"
    for index, (short, long) in enumerate(pairwise(quotas), start=1):
        if long.window <= short.window or long.most < short.most:
            yield f"{name}[{index}] allows less than the one before it"
