"""Officers change their own phone or mail, confirmed on both: where they are and where they go.

A change is two proofs with a code each, which nothing else is answered by. So who has got hold of
somebody's session moves the second factor nowhere, and a slip of the keys sends no code to a
stranger. The new phone is claimed when both codes are given, not before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.agencies.application.ports import DirectoryStore
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.identity.application.codes import id_for
from chalicelib.identity.application.limits import CountedUse
from chalicelib.identity.application.sign_ins import KEPT
from chalicelib.identity.domain import one_time_codes
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.identity.domain.address_proofs import AddressProof
from chalicelib.identity.domain.identity_policy import CodeRules
from chalicelib.identity.domain.sessions import Destination
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.errors import Fault, Invalid, NotFound, TooMany
from chalicelib.kernel.ids import is_sortable_id
from chalicelib.kernel.store import JoinableStore
from chalicelib.kernel.together import Refused
from chalicelib.staff.application.own_sessions import OwnSessionDesk, sign_out
from chalicelib.staff.application.own_tries import OwnTries
from chalicelib.staff.application.ports import StaffStore

_ATTEMPTS = 5
_FIELDS = {Channel.SMS: "phone", Channel.EMAIL: "email"}
"""What of an officer an address of that channel is."""


@dataclass(frozen=True)
class ContactDesk:
    """What changing one's own phone or mail needs. As many changes as tries are begun in a day:
    each sends a code to an address that may be a stranger's."""

    store: DirectoryStore
    proofs: JoinableStore[AddressProof]
    staff: StaffStore
    sessions: OwnSessionDesk
    tries: OwnTries
    rules: CodeRules


@dataclass(frozen=True)
class ContactChange:
    """A change that waits for both codes. `old` and `new` say how each of them travels."""

    id: str
    expires_at: datetime
    old: Channel
    new: Channel


@dataclass(frozen=True)
class GivenCodes:
    """What came to the present address, and to the new one."""

    old: str
    new: str


def begin_contact_change(
    desk: ContactDesk, who: Actor, wanted: Destination, seed: str, correlation_id: str
) -> ContactChange:
    """A code goes to the address of before, and one to the new one. A first phone is confirmed by
    mail. The same request again sends nothing anew.

    Raises Invalid (`already_yours`), NotFound, TooMany (`too_many_codes`).
    """
    now, officer = desk.sessions.clock.now(), _present(desk, who)
    if _address(officer, wanted.channel) == wanted.address:
        raise Invalid([Fault((_FIELDS[wanted.channel],), "already_yours")])
    id, beside = id_for("contact_new", seed), id_for("contact_old", seed)
    old = AddressProof(beside, 1, who.id, _confirming(officer, wanted.channel), _code(desk, now))
    new = AddressProof(id, 1, who.id, wanted, _code(desk, now), beside)
    limiter = desk.tries.limiter
    use = CountedUse(f"contact-{who.id}", [desk.tries.most], "too_many_codes")
    counted = use.taking(limiter, now)
    kind = AccountEventType.OFFICER_CONTACT_CODE_REQUESTED
    event, over = AccountEvent(kind, now, correlation_id), now + desk.rules.life + KEPT
    try:
        desk.staff.write([*(desk.proofs.part(one, over, event) for one in (new, old)), *counted])
    except Refused as refused:
        if refused.part in counted:
            raise use.used_up(limiter, now) from None
        new = desk.proofs.find(id) or new
    return ContactChange(id, new.code.expires_at, old.destination.channel, wanted.channel)


def finish_contact_change(
    desk: ContactDesk,
    who: Actor,
    id: str,
    given: GivenCodes,
    session: str | None,
    correlation_id: str,
) -> None:
    """The new address in the place of the old one; all other sessions end, and the owner is told.

    Raises NotFound (`contact_change_not_found`, also where the present address is another by now),
    Conflict (`phone_taken`, `code_used`), Gone (`code_expired`), Invalid (`wrong_code`), TooMany.
    """
    now = desk.sessions.clock.now()
    old, new = _proofs(desk, who, id)
    new.check_open(now)
    desk.tries.count(who, now, correlation_id, lambda: _check(old, new, given))
    what, about = {"factor": _FIELDS[new.destination.channel]}, f"officer#{who.id}"
    event = AuditEvent(AuditKind.FACTOR_CHANGED, now, who, correlation_id, what, about=about)
    _write(desk, who, old.destination, new.destination, event)
    sign_out(desk.sessions, who, session)
    desk.proofs.put(new.used(now), now + KEPT)


def _proofs(desk: ContactDesk, who: Actor, id: str) -> tuple[AddressProof, AddressProof]:
    new = desk.proofs.find(id) if is_sortable_id(id) else None
    own = new is not None and new.holder == who.id and new.beside
    old = desk.proofs.find(new.beside) if new and own and new.beside else None
    if old is None or new is None:
        raise NotFound("contact_change_not_found")
    return old, new


def _check(old: AddressProof, new: AddressProof, given: GivenCodes) -> None:
    asked = (("otp_old", old, given.old), ("otp_new", new, given.new))
    wrong = [name for name, proof, digits in asked if not proof.is_proven_by(digits)]
    if wrong:
        raise Invalid([Fault((name,), "wrong_code_here") for name in wrong], "wrong_code")


def _write(
    desk: ContactDesk, who: Actor, old: Destination, new: Destination, event: AuditEvent
) -> None:
    """Over exactly the address that the code went to. Where a run was cut off behind it, nothing
    is left to do here."""
    for _ in range(_ATTEMPTS):
        before = _present(desk, who)
        if _address(before, new.channel) == new.address:
            return
        if _confirming(before, new.channel) != old:
            raise NotFound("contact_change_not_found")
        changed = replace(before, version=before.version + 1)
        if new.channel is Channel.SMS:
            after = replace(changed, phone=new.address)
        else:
            after = replace(changed, email=new.address)
        if desk.store.save_officer(after, before, event):
            desk.store.announce()
            return
    raise TooMany("too_busy", 1)


def _present(desk: ContactDesk, who: Actor) -> Officer:
    officer = desk.store.find_officer(who.id)
    if officer is None or not officer.active:
        raise NotFound("officer_not_found")
    return officer


def _address(officer: Officer, channel: Channel) -> str | None:
    return officer.phone if channel is Channel.SMS else officer.email


def _confirming(officer: Officer, channel: Channel) -> Destination:
    """Where somebody shows that the account is theirs who wants another address there."""
    if channel is Channel.SMS and officer.phone:
        return Destination(Channel.SMS, officer.phone)
    return Destination(Channel.EMAIL, officer.email)


def _code(desk: ContactDesk, now: datetime) -> one_time_codes.OneTimeCode:
    return one_time_codes.issue(now, desk.rules)
