"""The citizens' case routes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.audit.application.reading import ReadersDesk, record_read
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.cases import (
    CaseDesk,
    SubmitCase,
    list_own_cases,
    read_case,
    submit_case,
)
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.http.answering import CASE_ANSWERS, answer_to
from chalicelib.cases.http.card_lines import card_lines
from chalicelib.cases.http.card_views import own_card_view
from chalicelib.cases.http.replies import case_reply, reply_of
from chalicelib.kernel.together import Part
from chalicelib.rules.domain.channels import CaseChannel
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.paging import listed
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.cases.http.schemas.cases import (
        RatingBody,
        ReopenBody,
        SubmitBody,
        SupplementBody,
        WithdrawBody,
    )

CASE = "chalicelib.cases.http.schemas.answers:CaseView"
NO_CASE = ("case_not_found",)
_TOO_MANY = ("too_many_cases", "too_many_urgent_cases", "case_codes_used_up", "too_busy")
_CONFLICTS = ("illegal_transition", "busy")


def load_case(call: Call) -> Case:
    """The case of the path, if it is the caller's to see."""
    return read_case(services().get(CaseDesk), call.actor, call.path["code"])


def read_by(call: Call, kind: AuditKind, case: Case, **what: str) -> None:
    """Let the audit know before the answer leaves; without it there is none."""
    desk = services().get(ReadersDesk)
    record_read(desk, call.actor, kind, case.code, call.correlation_id, what)


@Endpoint(
    "POST",
    "/v1/cases",
    access=Access.CITIZEN,
    body="chalicelib.cases.http.schemas.cases:SubmitBody",
    reply=CASE,
    headers=("ETag", "Location"),
    status=201,
    idempotency="required",
    records=True,
    summary="Send a case",
    codes={
        403: ("account_blocked",),
        422: ("outside_province", "commune_mismatch"),
        429: _TOO_MANY,
    },
)
def submit(call: Call, body: SubmitBody) -> Reply:
    """A hole in the road, rubbish, a rude clerk, a good idea."""
    command = SubmitCase(
        reporter=call.actor.id,
        channel=CaseChannel.APP,
        matter=body.matter(),
        seed=call.seed,
        correlation_id=call.correlation_id,
    )
    written: list[tuple[Case, Reply]] = []

    def recording(case: Case) -> Sequence[Part]:
        reply = _sent(call, case)
        written[:] = [(case, reply)]
        return [call.keyed.recording(reply)] if call.keyed else []

    sent = submit_case(services().get(CaseDesk), command, recording)
    return next((reply for case, reply in written if case is sent), None) or _sent(call, sent)


def _sent(call: Call, case: Case) -> Reply:
    reply = reply_of(call, case, 201, followers=0)  # nobody can know of it yet
    return Reply(201, reply.body, {**reply.headers, "Location": f"/v1/cases/{case.code}"})


@Endpoint(
    "GET",
    "/v1/me/cases",
    access=Access.CITIZEN,
    query="chalicelib.runtime.http.schemas.queries:Paging",
    reply="chalicelib.cases.http.schemas.answers:OwnPageView",
    summary="My cases, newest first",
)
def list_mine(call: Call) -> Reply:
    """The citizen's own list."""
    desk = services().get(CaseDesk)
    found = list_own_cases(desk, call.actor.id, call.query["limit"], call.position)
    lines = card_lines(found, own_card_view)
    return Reply(200, listed(call, lines))


@Endpoint(
    "GET",
    "/v1/cases/{code}",
    access=Access.CITIZEN,
    load=load_case,
    reply=CASE,
    headers=("ETag",),
    codes={404: NO_CASE},
    summary="One of my cases, with its timeline and why it is due when it is",
)
def read(call: Call, case: Case) -> Reply:
    """The case page."""
    return case_reply(call, case)


_REOPENING = ("no_more_reopenings", "reopening_over", "case_full")


def _command_route(action: str, body: str, summary: str, status: int, *more: str) -> Any:
    return Endpoint(
        "POST",
        f"/v1/cases/{{code}}/{action}",
        access=Access.CITIZEN,
        body=f"chalicelib.cases.http.schemas.cases:{body}",
        load=load_case,
        reply=CASE,
        status=status,
        idempotency="optional",
        answers=CASE_ANSWERS,
        if_match="optional",
        summary=summary,
        codes={404: NO_CASE, 409: (*_CONFLICTS, *more)},
    )


@_command_route("supplements", "SupplementBody", "Answer a question", 201)
def supplement(call: Call, body: SupplementBody, case: Case) -> Reply:
    """The clock resumes."""
    command = commands.Supplement(body.text)
    return answer_to(call, case, command, tuple(body.uploads), 201)


@_command_route("rating", "RatingBody", "Rate the answer", 201, "already_rated", "rating_over")
def rate(call: Call, body: RatingBody, case: Case) -> Reply:
    """Once per answer."""
    return answer_to(call, case, commands.Rate(body.stars, body.comment), status=201)


@_command_route("reopen", "ReopenBody", "Reopen", 200, *_REOPENING)
def reopen(call: Call, body: ReopenBody, case: Case) -> Reply:
    """The answer does not settle the matter."""
    return answer_to(call, case, commands.Reopen(body.reason))


@_command_route("withdraw", "WithdrawBody", "Withdraw", 200)
def withdraw(call: Call, body: WithdrawBody, case: Case) -> Reply:
    """Take the case back."""
    return answer_to(call, case, commands.Withdraw(body.reason))
