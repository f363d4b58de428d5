"""How often codes are asked for, and answers and passwords tried: by subject and by network.

A subject is a phone, an officer or a user name. Strangers in one network use up that network's
share of it, and of what all networks together may; a device on which the subject signed in before
has a share of its own, which no stranger touches. What a whole network does is bounded besides, for
all but known devices. Subjects and networks are kept as keyed hashes, and never logged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.identity.application.devices import holder_of
from chalicelib.identity.domain.identity_policy import IdentityPolicy, SubjectQuotas
from chalicelib.kernel.errors import TooMany
from chalicelib.kernel.instants import wire
from chalicelib.kernel.keys import Fingerprints, Hasher, KeyPurpose
from chalicelib.kernel.networks import network_of
from chalicelib.kernel.quotas import Limiter, Quota
from chalicelib.kernel.together import Part

NOWHERE = "unknown"
"""The network of a request whose address was not told."""
DEVICES = "devices"
"""What the uses of known devices are counted under, in the place of a network."""


@dataclass(frozen=True)
class CodeLimits:
    """What counting needs."""

    limiter: Limiter
    hasher: Hasher
    fingerprints: Fingerprints
    policy: IdentityPolicy


@dataclass(frozen=True)
class Origin:
    """What a request says of where it comes from: network address (as the gateway saw it) and the
    value of a device. Without an address no network is counted."""

    address: str | None = None
    device: str | None = None


NO_ORIGIN = Origin()


@dataclass(frozen=True)
class Source:
    """An origin as it is counted: the network's keyed hash, and whether the device is known."""

    network: str
    is_known: bool = False

    @property
    def place(self) -> str:
        """What is counted apart for one subject; a network that nobody knows is one."""
        return DEVICES if self.is_known else self.network or NOWHERE

    def share_of(self, quotas: SubjectQuotas) -> list[Quota]:
        """What one use from here is counted in."""
        apart = quotas.known_devices if self.is_known else quotas.per_network
        counted = [replace(quota, of=self.place) for quota in apart]
        return counted if self.is_known else [*counted, *quotas.in_all]


def device_holder(limits: CodeLimits, origin: Origin, now: datetime) -> str | None:
    """Whose device the origin shows, if it shows one that is good."""
    return holder_of(limits.hasher, origin.device, now)


def source_of(limits: CodeLimits, origin: Origin, *, is_known: bool = False) -> Source:
    """The origin as it is counted."""
    if origin.address is None:
        return Source("", is_known)
    network = limits.hasher.hash(KeyPurpose.ADDRESS, network_of(origin.address))
    return Source(network[:32], is_known)


def phone_subject(hashed: str) -> str:
    """The phone of this hash as it is counted, whether or not it has an account."""
    return f"phone-{hashed}"


def officer_subject(officer: str) -> str:
    """An officer as one is counted."""
    return f"officer-{officer}"


def spend_code(
    limits: CodeLimits, subject: str, quotas: SubjectQuotas, source: Source, now: datetime
) -> None:
    """Count one code that is asked for; raises TooMany (`too_many_codes`)."""
    spend_network_code(limits, source, now)
    _spend(limits, f"codes-{subject}", source.share_of(quotas), now, "too_many_codes")


def spend_network_code(limits: CodeLimits, source: Source, now: datetime) -> None:
    """Count one code in its network alone, which many share: an update that stands in nobody's way.
    Raises TooMany (`too_many_codes`)."""
    _spend_network(limits, "codes", limits.policy.codes_per_network, source, now, "too_many_codes")


def spend_network_password(limits: CodeLimits, source: Source, now: datetime) -> None:
    """Count one password in its network; raises TooMany (`signing_in_locked`)."""
    per_network = limits.policy.passwords_per_network
    _spend_network(limits, "passwords", per_network, source, now, "signing_in_locked")


@dataclass(frozen=True)
class CountedUse:
    """What is counted in, or asked of, the write that it is a use of. `code` is the refusal's."""

    subject: str
    quotas: Sequence[Quota]
    code: str

    def taking(self, limiter: Limiter, now: datetime) -> Sequence[Part]:
        """Counts one use; nothing where nothing bounds it."""
        return (limiter.use(self.subject, self.quotas, now),) if self.quotas else ()

    def asking(self, limiter: Limiter, now: datetime) -> Sequence[Part]:
        """Counts nothing, but refuses like a use."""
        return (limiter.room(self.subject, self.quotas, now),) if self.quotas else ()

    def used_up(self, limiter: Limiter, now: datetime) -> TooMany:
        """The answer where it was refused."""
        return _too_many(self.code, limiter.wait(self.subject, self.quotas, now) or 1, now)


def password_use(limits: CodeLimits, username: str, source: Source) -> CountedUse:
    """A wrong password for a name, which is hashed, from all networks together. A known device is
    not counted."""
    quotas = () if source.is_known else limits.policy.wrong_passwords
    return CountedUse(f"passwords-{username}", quotas, "signing_in_locked")


def code_use(subject: str, quotas: SubjectQuotas, source: Source) -> CountedUse:
    """A code that is asked for."""
    return CountedUse(f"codes-{subject}", source.share_of(quotas), "too_many_codes")


def answer_use(subject: str, quotas: SubjectQuotas, source: Source) -> CountedUse:
    """A wrong answer to a code."""
    return CountedUse(f"wrong-{subject}", source.share_of(quotas), "too_many_wrong_codes")


def network_answer_use(limits: CodeLimits, source: Source) -> CountedUse:
    """A wrong answer of a network, which is asked beside the subject's."""
    quotas = _network_quotas(limits, source)
    return CountedUse(f"wrong-{source.network}", quotas, "too_many_wrong_codes")


def check_network_answers(limits: CodeLimits, source: Source, now: datetime) -> None:
    """Raises TooMany (`too_many_wrong_codes`) where too many answers of the network were wrong."""
    wait = limits.limiter.wait(f"wrong-{source.network}", _network_quotas(limits, source), now)
    _refuse("too_many_wrong_codes", wait, now)


def spend_network_answer(limits: CodeLimits, source: Source, now: datetime) -> None:
    """Count one wrong answer in its network; raises TooMany (`too_many_wrong_codes`)."""
    quotas = _network_quotas(limits, source)
    _spend(limits, f"wrong-{source.network}", quotas, now, "too_many_wrong_codes")


def _network_quotas(limits: CodeLimits, source: Source) -> Sequence[Quota]:
    if source.is_known or not source.network:
        return ()
    return limits.policy.wrong_codes_per_network


def _spend_network(
    limits: CodeLimits,
    what: str,
    quotas: Sequence[Quota],
    source: Source,
    now: datetime,
    code: str,
) -> None:
    if source.network and not source.is_known:
        _spend(limits, f"{what}-{source.network}", quotas, now, code)


def _spend(
    limits: CodeLimits, subject: str, quotas: Sequence[Quota], now: datetime, code: str
) -> None:
    _refuse(code, limits.limiter.take(subject, quotas, now), now)


def _refuse(code: str, wait: int, now: datetime) -> None:
    """When there is room again is told as with all quotas: `again_at`."""
    if wait:
        raise _too_many(code, wait, now)


def _too_many(code: str, wait: int, now: datetime) -> TooMany:
    return TooMany(code, wait, {"again_at": wire(now + timedelta(seconds=wait))})
