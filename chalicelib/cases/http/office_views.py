"""Parts of a case that only the office sees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.disputes import Dispute
from chalicelib.cases.domain.on_behalf import OnBehalf
from chalicelib.cases.domain.referrals import Referral
from chalicelib.cases.domain.reinspections import Reinspection
from chalicelib.cases.http.answer_views import attachment_view
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.instants import wire
from chalicelib.uploads.domain.uploads import Upload

if TYPE_CHECKING:
    from chalicelib.cases.http.views import Reading


def dispute_view(one: Dispute, case: Case) -> dict[str, Any]:
    """For the office, without who said it."""
    return {
        "number": one.number,
        "at": wire(one.at),
        "reason": one.reason,
        "attachments": [{"id": file.id, "kind": file.kind} for file in one.attachments],
        "present": one.round == case.round.number,
        "reply": one.reply,
        "replied_at": wire(one.replied_at) if one.replied_at else None,
    }


def on_behalf_view(entered: OnBehalf | None) -> dict[str, Any] | None:
    """Who entered it for whom it is of, and under which numbers it came."""
    if entered is None:
        return None
    foreign = entered.foreign
    return {
        "by": entered.by,
        "at": wire(entered.at),
        "document": entered.document,
        "addressed_to": entered.addressed_to,
        "foreign_number": {"system": foreign.system, "number": foreign.number} if foreign else None,
    }


def publication_view(case: Case, reader: Actor) -> dict[str, Any] | None:
    """For whoever may publish it; nobody else's page asks for what makes it."""
    if reader.role is not Role.INTAKE:
        return None
    from chalicelib.cases.http.public_views import office_publication

    return office_publication(case)


def referral_view(one: Referral, now: datetime) -> dict[str, Any]:
    """A question to a body outside the office, without the secret of its link."""
    return {
        "number": one.number,
        "agency": one.agency,
        "question": one.question,
        "at": wire(one.at),
        "until": wire(one.until),
        "state": one.state(now).value,
        "noted_at": wire(one.noted_at) if one.noted_at else None,
        "asked": [{"at": wire(asked.at), "text": asked.text} for asked in one.asked],
        "reply": one.reply,
        "ended_at": wire(one.ended_at) if one.ended_at else None,
    }


def reinspection_view(
    one: Reinspection, files: Mapping[str, Upload], reading: Reading
) -> dict[str, Any]:
    """An answer that was drawn, and what was found."""
    return {
        "round": one.round,
        "drawn_at": wire(one.drawn_at),
        "inspected_at": wire(one.inspected_at) if one.inspected_at else None,
        "by": one.by,
        "holds": one.holds,
        "note": one.note,
        "evidence": [attachment_view(file, files, reading) for file in one.evidence],
    }
