"""What fell through: for supervisors and administrators."""

from __future__ import annotations

from chalicelib.application.attention import what_needs_attention
from chalicelib.bootstrap import container
from chalicelib.domain.instants import wire
from chalicelib.entrypoints.http.calls import Access, Call, Reply
from chalicelib.entrypoints.http.case_views import card_view
from chalicelib.entrypoints.http.route import Endpoint


@Endpoint(
    "GET",
    "/v1/officer/attention",
    access=Access.OFFICER,
    reply="case_answers:AttentionView",
    summary="Cases without an officer, messages that finally failed, dead letters",
    codes={403: ("attention_not_allowed",)},
)
def attention(call: Call) -> Reply:
    """The first hundred of each kind."""
    found, desk = (
        what_needs_attention(container().attention_desk, call.actor),
        container().case_desk,
    )
    now = desk.clock.now()
    return Reply(
        200,
        {
            "cases_without_officer": [
                card_view(card, now, desk.directory, desk.gazetteer) for card in found.cases
            ],
            "failed_messages": [
                {
                    "case": message.case,
                    "kind": message.kind,
                    "channel": message.channel.value,
                    "status": message.status.value,
                    "reason": message.reason,
                    "at": wire(message.changed_at or message.happened_at),
                }
                for message in found.messages
            ],
            "dead_letters": [
                {"queue": queue, "letters": letters} for queue, letters in found.dead_letters
            ],
        },
    )
