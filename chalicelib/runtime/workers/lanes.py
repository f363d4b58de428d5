"""Along a lane of due work: one worker at a time, and the next is woken while something is left."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from itertools import groupby
from typing import Any

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.due_work import SOON, Lane, LaneKind, Lanes, Waker, Worked
from chalicelib.kernel.ids import new_seed
from chalicelib.runtime.services import Services, services
from chalicelib.runtime.settings import Settings
from chalicelib.runtime.workers.logs import logger

DUE_LANE = "due_lane/1"
"""The contract of the letter that wakes a worker."""
_PER_CALL = 10


def go_along(
    lane: Lane,
    context: Any,
    reserve_ms: int,
    work: Callable[[Callable[[], bool]], Worked],
) -> None:
    """Do the work of a lane within the time of this run; nothing while another worker has it.

    Somebody who came meanwhile may have been woken for what this one saw no more: the next one
    sees to it.
    """
    lanes, now = services().get(Lanes), services().get(Clock).now()
    until = now + timedelta(milliseconds=context.get_remaining_time_in_millis())
    if not lanes.take(lane, now, until):
        return

    def may_go_on() -> bool:
        return bool(context.get_remaining_time_in_millis() > reserve_ms)

    goes_on = False
    try:
        worked = work(may_go_on)
        goes_on = worked.goes_on
        logger.info("lane", extra={"lane": lane.id, **vars(worked)})
    finally:
        if lanes.leave(lane, until) or goes_on:
            services().get(Waker).wake([lane], SOON)


def lane_named(event: Mapping[str, Any]) -> Lane:
    """Of a letter that keeps its contract."""
    return Lane(LaneKind(event["kind"]), event["shard"])


class SqsWaker:
    """Letters on the queue of each kind of due work."""

    def __init__(self, client: Any, product: Services) -> None:
        self._client = client
        self._product = product

    def wake(self, lanes: Iterable[Lane], after: int = 0) -> None:
        """Ten lanes a call; a letter that is not taken is none: the next minute wakes again."""
        for kind, alike in groupby(sorted(lanes, key=lambda lane: lane.id), lambda lane: lane.kind):
            letters = [lane_letter(lane) for lane in alike]
            url = self._product.get(Settings).queue_url(kind)
            for start in range(0, len(letters), _PER_CALL):
                entries = [
                    {"Id": str(number), "MessageBody": body, "DelaySeconds": after}
                    for number, body in enumerate(letters[start : start + _PER_CALL])
                ]
                self._client.send_message_batch(QueueUrl=url, Entries=entries)


def lane_letter(lane: Lane) -> str:
    """What wakes a worker for that lane."""
    correlation_id = f"{lane.id}-{new_seed()[:16]}"
    event = {
        "schema": DUE_LANE,
        "id": lane.id,
        "kind": lane.kind.value,
        "shard": lane.shard,
        "correlation_id": correlation_id,
    }
    return json.dumps({"event": event, "correlation_id": correlation_id})
