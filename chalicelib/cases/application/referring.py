"""A body outside the office reads a case by its link, and says what it has to say.

Each read is written down before it is answered; what is said is a change of the case.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.audit.application.reading import ReadersDesk, record_read
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.transitions import Request, transition
from chalicelib.cases.domain.actions.referring import open_referral
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.referral_commands import ReplyKind, ReplyToReferral
from chalicelib.cases.domain.referrals import Referral, named_in
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Fault, Invalid, NotFound


@dataclass(frozen=True)
class Linked:
    """What a link leads to."""

    case: Case
    referral: Referral

    @property
    def actor(self) -> Actor:
        """Who has the link, as far as anybody knows."""
        return Actor(Role.EXTERNAL, f"link-{self.referral.agency}", self.referral.agency)


def follow_link(desk: CaseDesk, token: str) -> Linked:
    """The case and the open question. Raises NotFound (`link_not_found`) for what never was a link
    of that case, and Gone (`link_used`, `link_revoked`, `link_over`)."""
    named = named_in(token)
    case = desk.cases.find(named[0]) if named else None
    found = case.referrals if case else ()
    referral = next((one for one in found if named and one.number == named[1]), None)
    if case is None or referral is None or not referral.is_named_by(token, case.code):
        raise NotFound("link_not_found")
    return Linked(case, open_referral(case, referral.number, desk.clock.now()))


def read_by_link(desk: CaseDesk, readers: ReadersDesk, token: str, correlation_id: str) -> Linked:
    """As `follow_link`, and written down."""
    linked = follow_link(desk, token)
    what = {"referral": str(linked.referral.number)}
    record_read(readers, linked.actor, AuditKind.CASE_READ, linked.case.code, correlation_id, what)
    return linked


def reply_by_link(
    desk: CaseDesk, token: str, kind: ReplyKind, text: str | None, correlation_id: str
) -> Linked:
    """What the body says, on the case; of two at once that would end it one does. That it has taken
    note stands once."""
    linked = follow_link(desk, token)
    if kind is ReplyKind.TAKE_NOTE and linked.referral.noted_at is not None:
        return linked
    if kind is not ReplyKind.TAKE_NOTE and text is None:
        raise Invalid([Fault(("text",), "missing")])
    number = linked.referral.number
    command = ReplyToReferral(number, kind, text)
    request = Request(linked.actor, linked.case, command, None, correlation_id)
    changed = transition(desk, request)
    return Linked(changed, changed.referrals[number - 1])
