"""What fell through: for supervisors and administrators."""

from __future__ import annotations

from typing import Any

from chalicelib.application.attention import what_needs_attention
from chalicelib.application.ports.cases import StuckCase
from chalicelib.bootstrap import container
from chalicelib.domain.instants import wire
from chalicelib.domain.messages import Message
from chalicelib.entrypoints.http.calls import Access, Call, Reply
from chalicelib.entrypoints.http.card_lines import card_lines
from chalicelib.entrypoints.http.case_views import card_view
from chalicelib.entrypoints.http.paging import next_cursor
from chalicelib.entrypoints.http.route import Endpoint


@Endpoint(
    "GET",
    "/v1/officer/attention",
    access=Access.OFFICER,
    query="queries:LongPaging",
    reply="case_answers:AttentionView",
    summary="Cases without an officer or that cannot be settled, failed messages, dead letters",
    codes={403: ("attention_not_allowed",)},
)
def attention(call: Call) -> Reply:
    """At most `limit` of each kind; whoever follows the cursor sees all of the three lists."""
    asked = call.query["limit"], call.position
    found = what_needs_attention(container().attention_desk, call.actor, *asked)
    unmanned = card_lines(found.unmanned, card_view)
    return Reply(
        200,
        {
            "cases_without_officer": list(unmanned.items),
            "stuck_cases": [_stuck_view(case) for case in found.stuck.items],
            "unreadable_cases": list(unmanned.unreadable),
            "failed_messages": [_message_view(message) for message in found.messages.items],
            "unreadable_messages": len(found.messages.unreadable),
            "dead_letters": [
                {"queue": queue, "letters": letters} for queue, letters in found.dead_letters
            ],
            "next_cursor": next_cursor(call, found.position),
        },
    )


def _stuck_view(case: StuckCase) -> dict[str, Any]:
    return {
        "code": case.code,
        "failures": case.failures,
        "fault": case.fault,
        "failed_at": wire(case.failed_at),
        "next_try_at": wire(case.next_at),
    }


def _message_view(message: Message) -> dict[str, Any]:
    return {
        "case": message.case,
        "kind": message.kind,
        "channel": message.channel.value,
        "status": message.status.value,
        "reason": message.reason,
        "at": wire(message.changed_at or message.happened_at),
    }
