"""The officers' case routes: inbox, case page, transitions, what fell through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.inbox import MOST_COUNTED, InboxQueue, count_inbox, read_inbox
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.http.answering import CASE_ANSWERS, answer_to
from chalicelib.cases.http.card_lines import card_lines
from chalicelib.cases.http.card_views import card_view
from chalicelib.cases.http.cases import NO_CASE, load_case, read_by
from chalicelib.cases.http.replies import case_reply
from chalicelib.kernel.errors import Forbidden
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.paging import listed
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.cases.http.schemas.transitions import TransitionBody

_CASE = "chalicelib.cases.http.schemas.answers:OfficeCaseView"


@Endpoint(
    "GET",
    "/v1/officer/inbox",
    access=Access.OFFICER,
    query="chalicelib.runtime.http.schemas.queries:InboxQuery",
    reply="chalicelib.cases.http.schemas.answers:InboxPageView",
    summary="A queue, soonest deadline first",
    codes={403: ("queue_not_allowed",)},
)
def inbox(call: Call) -> Reply:
    """What waits for this officer."""
    desk = services().get(CaseDesk)
    queue = InboxQueue(call.query["queue"])
    found = read_inbox(desk, call.actor, queue, call.query["limit"], call.position)
    lines = card_lines(found, card_view)
    return Reply(200, listed(call, lines))


@Endpoint(
    "GET",
    "/v1/officer/inbox/counts",
    access=Access.OFFICER,
    reply="chalicelib.cases.http.schemas.inbox_counts:InboxCountsView",
    summary="How many cases wait in each queue of the reader",
    codes={403: ("queue_not_allowed",)},
)
def counts(call: Call) -> Reply:
    """Counted in the indexes: no case is read."""
    found = count_inbox(services().get(CaseDesk), call.actor)
    if not found:
        raise Forbidden("queue_not_allowed")
    queues = {
        queue.value: {"count": min(count, MOST_COUNTED), "more": count > MOST_COUNTED}
        for queue, count in found.items()
    }
    return Reply(200, {"queues": queues})


@Endpoint(
    "GET",
    "/v1/officer/cases/{code}",
    access=Access.OFFICER,
    load=load_case,
    reply=_CASE,
    headers=("ETag",),
    codes={404: NO_CASE},
    summary="A case, with the actions that this officer may take now",
)
def read(call: Call, case: Case) -> Reply:
    """The case page of the office; the read is written down first."""
    read_by(call, AuditKind.CASE_READ, case)
    return case_reply(call, case)


@Endpoint(
    "POST",
    "/v1/officer/cases/{code}/transitions",
    access=Access.OFFICER,
    body="chalicelib.cases.http.schemas.transitions:TransitionBody",
    load=load_case,
    reply=_CASE,
    idempotency="optional",
    answers=CASE_ANSWERS,
    if_match="required",
    summary="Take an action of the workflow table",
    codes={
        404: NO_CASE,
        403: (
            "action_not_allowed",
            "own_answer",
            "category_not_of_desk",
            "own_extension",
            "binding_not_allowed",
            "coordinating_not_allowed",
        ),
        409: (
            "illegal_transition",
            "binding_assignment",
            "return_window_over",
            "extension_open",
            "no_more_extensions",
            "extension_too_late",
            "no_extension_asked",
            "nothing_to_acknowledge",
            "case_full",
            "case_private",
            "dispute_answered",
            "dispute_open",
            "already_referred",
            "referral_over",
            "no_more_reopenings",
            "reopening_over",
        ),
    },
)
def transitions(call: Call, body: TransitionBody, case: Case) -> Reply:
    """Every action, each with its own fields."""
    evidence = tuple(getattr(body, "evidence", ()))
    return answer_to(call, case, body.command(), evidence)
