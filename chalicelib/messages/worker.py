"""The queues `codes` and `notifications` to the notifier."""

from __future__ import annotations

from typing import Any

from chalicelib.messages.application.delivery import SENDING_RESERVE_MS
from chalicelib.messages.application.messaging import NotificationDesk
from chalicelib.messages.application.notifications import notify
from chalicelib.runtime.services import services
from chalicelib.runtime.workers.batches import BatchAnswer, Envelope, process


def handle(event: dict[str, Any], context: Any) -> BatchAnswer:
    """Tell everybody whom each event concerns."""

    def may_go_on() -> bool:
        return bool(context.get_remaining_time_in_millis() > SENDING_RESERVE_MS)

    def work(envelope: Envelope) -> None:
        notify(services().get(NotificationDesk), envelope.event, may_go_on)

    return process(event, work)
