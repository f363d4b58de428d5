"""What fell through: for supervisors and administrators."""

from __future__ import annotations

from typing import Any

from chalicelib.attention.application.attention import AttentionDesk, what_needs_attention
from chalicelib.cases.application.ports import StuckCase
from chalicelib.cases.http.card_lines import card_lines
from chalicelib.cases.http.card_views import card_view
from chalicelib.kernel.instants import wire
from chalicelib.messages.domain.messages import Message
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.paging import next_cursor
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services


@Endpoint(
    "GET",
    "/v1/officer/attention",
    access=Access.OFFICER,
    query="chalicelib.runtime.http.schemas.queries:LongPaging",
    reply="chalicelib.cases.http.schemas.answers:AttentionView",
    summary="Cases without an officer or that cannot be settled, failed messages, dead letters",
    codes={403: ("attention_not_allowed",)},
)
def attention(call: Call) -> Reply:
    """At most `limit` of each kind; whoever follows the cursor sees all of the three lists."""
    asked = call.query["limit"], call.position
    found = what_needs_attention(services().get(AttentionDesk), call.actor, *asked)
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
