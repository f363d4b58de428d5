"""From the tables' streams to the queues. Idempotent: what it sends twice, consumers do once.

A passing fault raises, so that the stream delivers the whole batch again. A record that can never
be relayed goes to the relay's own dead-letter queue, and the rest goes on.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chalicelib.relay.application.ports import QueueMessage, Queues
from chalicelib.relay.domain.subscriptions import Subscriptions

BARRIER = "barrier/1"
_NEEDED = {"id", "correlation_id"}


class Unrelayable(Exception):
    """The record's `event` attribute is not an event of a known schema."""


@dataclass(frozen=True)
class RelayDesk:
    """Where events go, and who wants them."""

    queues: Queues
    subscriptions: Subscriptions


@dataclass(frozen=True)
class Relayed:
    """What one batch came to."""

    letters: int
    set_aside: int
    barriers: tuple[str, ...] = ()
    """Marks of the local stack that came by: all before them has been sent."""
    actions: Counter[str] = field(default_factory=Counter)
    """What happened to cases, by action."""


def relay(desk: RelayDesk, event_attributes: Iterable[str]) -> Relayed:
    """Send the events of a batch of new images to the queues that want them, in their order."""
    letters: list[QueueMessage] = []
    set_aside = 0
    barriers: list[str] = []
    actions: Counter[str] = Counter()
    for text in event_attributes:
        try:
            events = _events(text)
            barriers += [str(e["id"]) for e in events if e.get("schema") == BARRIER]
            actions.update(str(e["action"]) for e in events if "action" in e)
            told = [e for e in events if e.get("schema") != BARRIER]
            letters.extend(_letters(desk.subscriptions, told))
        except Unrelayable as unrelayable:
            desk.queues.set_aside(json.dumps({"reason": str(unrelayable), "event": text}))
            set_aside += 1
    desk.queues.send(letters)
    return Relayed(len(letters), set_aside, tuple(barriers), actions)


def _letters(
    subscriptions: Subscriptions, events: Iterable[Mapping[str, object]]
) -> list[QueueMessage]:
    return [
        QueueMessage(queue, json.dumps({"event": event, "correlation_id": event["correlation_id"]}))
        for event in events
        for queue in _queues(subscriptions, event)
    ]


def _events(text: str) -> list[Mapping[str, object]]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unrelayable("not JSON") from error
    events = document if isinstance(document, list) else [document]
    if not all(isinstance(event, dict) and event.keys() >= _NEEDED for event in events):
        raise Unrelayable("not an event")
    return events


def _queues(subscriptions: Subscriptions, event: Mapping[str, object]) -> Iterable[str]:
    try:
        return subscriptions.queues_for(event)
    except (KeyError, ValueError) as error:
        raise Unrelayable("unknown schema or action") from error
