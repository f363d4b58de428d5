"""Bodies outside the office are asked, and answer by a link. The clock runs on meanwhile.

Source: docs/handbook.md §2, §3.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.cases.domain.actions.circumstances import Circumstances, Outcome
from chalicelib.cases.domain.cases import Case, Fact
from chalicelib.cases.domain.referral_commands import (
    Refer,
    ReplyKind,
    ReplyToReferral,
    RevokeReferral,
)
from chalicelib.cases.domain.referrals import (
    ENDS,
    LINK_LIFE,
    MOST_ASKED,
    Asked,
    Referral,
    ReferralState,
)
from chalicelib.kernel.errors import Conflict, Fault, Gone, Invalid

_ENDING = {
    ReplyKind.ANSWER: ReferralState.ANSWERED,
    ReplyKind.NOT_OURS: ReferralState.NOT_OURS,
}


def refer(case: Case, command: Refer, about: Circumstances) -> Outcome:
    """One open question to a body at a time."""
    if any(one.agency == command.agency and is_open(one, about) for one in case.referrals):
        raise Conflict("already_referred")
    referral = Referral(
        number=len(case.referrals) + 1,
        agency=command.agency,
        question=command.question,
        secret=command.secret,
        at=about.now,
        until=about.now + LINK_LIFE,
    )
    changed = replace(case, referrals=(*case.referrals, referral))
    facts: dict[str, Fact] = {"referral": referral.number, "external": referral.agency}
    return Outcome(changed, internal=True, facts=facts)


def revoke_referral(case: Case, command: RevokeReferral, about: Circumstances) -> Outcome:
    """What has ended by itself need not be revoked."""
    found = next((one for one in case.referrals if one.number == command.referral), None)
    if found is None:
        raise Invalid([Fault(("referral",), "unknown_referral")])
    if not is_open(found, about):
        raise Conflict("referral_over")
    ended = replace(found, end=ReferralState.REVOKED, ended_at=about.now)
    facts = {"referral": found.number}
    return Outcome(_with(case, ended), note=command.reason, internal=True, facts=facts)


def reply_to_referral(case: Case, command: ReplyToReferral, about: Circumstances) -> Outcome:
    """By its link alone: a body that answered, or whose link is over, has no more to say."""
    found = open_referral(case, command.referral, about.now)
    facts: dict[str, Fact] = {"referral": found.number, "reply": command.kind.value}
    return Outcome(_with(case, _replied(found, command, about)), internal=True, facts=facts)


def open_referral(case: Case, number: int, now: datetime) -> Referral:
    """Raises Gone (`link_used`, `link_revoked`, `link_over`)."""
    found = next(one for one in case.referrals if one.number == number)
    state = found.state(now)
    if state is ReferralState.REVOKED:
        raise Gone("link_revoked")
    if state in ENDS:
        raise Gone("link_used")
    if state is ReferralState.OVER or not case.is_open:
        raise Gone("link_over")
    return found


def bodies_asked(case: Case, about: Circumstances) -> tuple[str, ...]:
    """Whose part the case still waits for: they have a link that works."""
    return tuple(one.agency for one in case.referrals if is_open(one, about))


def is_open(referral: Referral, about: Circumstances) -> bool:
    """Whether its link still works."""
    return referral.works(about.now)


def _replied(found: Referral, command: ReplyToReferral, about: Circumstances) -> Referral:
    noted = found.noted_at or about.now
    if command.kind is ReplyKind.TAKE_NOTE:
        return replace(found, noted_at=noted)
    text = command.text or ""
    if command.kind is ReplyKind.ASK:
        if len(found.asked) >= MOST_ASKED:
            raise Conflict("asked_too_often")
        return replace(found, noted_at=noted, asked=(*found.asked, Asked(about.now, text)))
    end = _ENDING[command.kind]
    return replace(found, noted_at=noted, end=end, ended_at=about.now, reply=text)


def _with(case: Case, changed: Referral) -> Case:
    referrals = tuple(changed if one.number == changed.number else one for one in case.referrals)
    return replace(case, referrals=referrals)
