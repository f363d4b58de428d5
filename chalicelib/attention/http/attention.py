"""What fell through: for supervisors and administrators."""

from __future__ import annotations

from chalicelib.attention.application.attention import AttentionDesk, what_needs_attention
from chalicelib.cases.http.card_lines import card_lines
from chalicelib.cases.http.views import card_view
from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services


@Endpoint(
    "GET",
    "/v1/officer/attention",
    access=Access.OFFICER,
    reply="chalicelib.cases.http.schemas.answers:AttentionView",
    summary="Cases without an officer or that cannot be settled, failed messages, dead letters",
    codes={403: ("attention_not_allowed",)},
)
def attention(call: Call) -> Reply:
    """The first hundred of each kind."""
    found = what_needs_attention(services().get(AttentionDesk), call.actor)
    unmanned, unreadable = card_lines(found.unmanned, card_view)
    return Reply(
        200,
        {
            "cases_without_officer": unmanned,
            "stuck_cases": [
                {
                    "code": case.code,
                    "failures": case.failures,
                    "fault": case.fault,
                    "failed_at": wire(case.failed_at),
                    "next_try_at": wire(case.next_at),
                }
                for case in found.stuck
            ],
            "unreadable_cases": unreadable,
            "failed_messages": [
                {
                    "case": message.case,
                    "kind": message.kind,
                    "channel": message.channel.value,
                    "status": message.status.value,
                    "reason": message.reason,
                    "at": wire(message.changed_at or message.happened_at),
                }
                for message in found.messages.messages
            ],
            "unreadable_messages": len(found.messages.unreadable),
            "dead_letters": [
                {"queue": queue, "letters": letters} for queue, letters in found.dead_letters
            ],
        },
    )
