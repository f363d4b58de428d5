"""The officers' case routes: inbox, case page, transitions, what fell through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.application.inbox import InboxQueue, read_inbox
from chalicelib.bootstrap import container
from chalicelib.domain.cases import Case
from chalicelib.entrypoints.http.calls import Access, Call, Reply
from chalicelib.entrypoints.http.card_lines import card_lines
from chalicelib.entrypoints.http.case_views import card_view
from chalicelib.entrypoints.http.cases import NO_CASE, case_reply, load_case, take
from chalicelib.entrypoints.http.paging import page
from chalicelib.entrypoints.http.route import Endpoint

if TYPE_CHECKING:
    from chalicelib.entrypoints.http.schemas.transitions import TransitionBody

_CASE = "case_answers:OfficeCaseView"


@Endpoint(
    "GET",
    "/v1/officer/inbox",
    access=Access.OFFICER,
    query="queries:InboxQuery",
    reply="case_answers:InboxPageView",
    summary="A queue, soonest deadline first",
    codes={403: ("queue_not_allowed",)},
)
def inbox(call: Call) -> Reply:
    """What waits for this officer."""
    desk = container().case_desk
    queue = InboxQueue(call.query["queue"])
    found = read_inbox(desk, call.actor, queue, call.query["limit"], call.position)
    lines = card_lines(found, card_view)
    return Reply(200, {**page(call, lines), "unreadable": list(lines.unreadable)})


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
    """The case page of the office."""
    return case_reply(call, case)


@Endpoint(
    "POST",
    "/v1/officer/cases/{code}/transitions",
    access=Access.OFFICER,
    body="transitions:TransitionBody",
    load=load_case,
    reply=_CASE,
    idempotency="optional",
    if_match="required",
    summary="Take an action of the workflow table",
    codes={
        404: NO_CASE,
        403: ("action_not_allowed", "own_answer", "binding_not_allowed"),
        409: (
            "illegal_transition",
            "binding_assignment",
            "return_window_over",
            "extension_open",
            "no_more_extensions",
            "extension_too_late",
            "no_extension_asked",
            "nothing_to_acknowledge",
            "no_more_reopenings",
            "reopening_over",
        ),
    },
)
def transitions(call: Call, body: TransitionBody, case: Case) -> Reply:
    """Every action, each with its own fields."""
    evidence = tuple(body.evidence) if body.action == "propose_answer" else ()
    return case_reply(call, take(call, case, body.command(), evidence))
