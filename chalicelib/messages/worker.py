"""The queues `codes`, `notifications` and `sending` to the notifier."""

from __future__ import annotations

from functools import partial
from typing import Any

from chalicelib.messages.application.delivery import SENDING_RESERVE_MS
from chalicelib.messages.application.messaging import NotificationDesk
from chalicelib.messages.application.notifications import notify, send_due
from chalicelib.runtime.services import services
from chalicelib.runtime.workers.batches import BatchAnswer, Envelope, process
from chalicelib.runtime.workers.lanes import DUE_LANE, go_along, lane_named


def handle(event: dict[str, Any], context: Any) -> BatchAnswer:
    """Tell everybody whom each event concerns, or send what is due in a lane."""

    def may_go_on() -> bool:
        return bool(context.get_remaining_time_in_millis() > SENDING_RESERVE_MS)

    def work(envelope: Envelope) -> None:
        desk = services().get(NotificationDesk)
        if envelope.event["schema"] == DUE_LANE:
            lane = lane_named(envelope.event)
            send = partial(send_due, desk, lanes=[lane])
            go_along(lane, context, SENDING_RESERVE_MS, send)
        else:
            notify(desk, envelope.event, may_go_on)

    return process(_lanes_last(event), work)


def _lanes_last(event: dict[str, Any]) -> dict[str, Any]:
    """A lane may take all the time of the run: whoever waits for what is new comes before it."""
    return {"Records": sorted(event["Records"], key=lambda letter: DUE_LANE in letter["body"])}
