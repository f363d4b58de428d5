"""Disputes: people who follow a case say that its answer does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.cases.application.disputing import (
    disputable,
    own_disputes,
    people_following,
    raise_dispute,
)
from chalicelib.cases.application.public_following import FollowDesk
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.dispute_commands import RaiseDispute
from chalicelib.cases.domain.disputes import Dispute
from chalicelib.cases.http.answering import CASE_ANSWERS, Answering
from chalicelib.cases.http.cases import NO_CASE
from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.cases.http.schemas.disputes import DisputeBody

_SCHEMAS = "chalicelib.cases.http.schemas.disputes:"


def load_disputable(call: Call) -> Case:
    """The case of the path, or the one that it is a duplicate of, if anybody may read it."""
    return disputable(services().get(FollowDesk), call.path["code"])


@Endpoint(
    "POST",
    "/v1/cases/{code}/disputes",
    access=Access.CITIZEN,
    body=f"{_SCHEMAS}DisputeBody",
    load=load_disputable,
    reply=f"{_SCHEMAS}OwnDisputesView",
    status=201,
    idempotency="optional",
    answers=CASE_ANSWERS,
    summary="Say that the answer to a case that I follow does not hold",
    codes={
        403: ("not_following", "account_blocked"),
        404: NO_CASE,
        409: ("illegal_transition", "busy", "already_disputed", "dispute_over", "case_full"),
    },
)
def dispute(call: Call, body: DisputeBody, case: Case) -> Reply:
    """Once a person and answer, while it can be reopened. The agency must answer; so many people
    reopen the case."""
    answering = Answering(call, 201, _own)
    desk, command = services().get(FollowDesk), RaiseDispute(body.reason)
    raise_dispute(desk, call.actor, case, command, body.uploads, call.correlation_id, answering)
    return answering.replies[-1]


@Endpoint(
    "GET",
    "/v1/cases/{code}/disputes",
    access=Access.CITIZEN,
    load=load_disputable,
    reply=f"{_SCHEMAS}OwnDisputesView",
    codes={404: NO_CASE},
    summary="What I said against the answers of a case, and what the agency replied",
)
def read(call: Call, case: Case) -> Reply:
    """One's own words, and how many people dispute the present answer."""
    return _own(call, case, 200)


def _own(call: Call, case: Case, status: int) -> Reply:
    desk = services().get(FollowDesk)
    policy = desk.cases.directory.policy(case.policy)
    return Reply(
        status,
        {
            "code": case.code,
            "state": case.state.value,
            "disputes": len(case.present_disputes()),
            "needed": policy.disputes.needed(len(people_following(desk, case))),
            "items": [_line(one) for one in own_disputes(case, call.actor.id)],
        },
    )


def _line(one: Dispute) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": wire(one.at),
        "reason": one.reason,
        "uploads": [file.id for file in one.attachments],
        "reply": one.reply,
        "replied_at": wire(one.replied_at) if one.replied_at else None,
    }
