"""From the tables' streams to the queues. Idempotent: what it sends twice, consumers do once.

A passing fault raises, so that the stream delivers the whole batch again. A record that can never
be relayed goes to the relay's own dead-letter queue, and the rest goes on.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chalicelib.relay.application.ports import QueueMessage, Queues, TopicMessage
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
    """Send on the events of a batch of new images, in their order: first those for which somebody
    waits, then each of the others once for all queues that want it."""
    letters: list[QueueMessage] = []
    publications: list[TopicMessage] = []
    set_aside = 0
    barriers: list[str] = []
    actions: Counter[str] = Counter()
    for text in event_attributes:
        try:
            events = _events(text)
            barriers += [str(e["id"]) for e in events if e.get("schema") == BARRIER]
            actions.update(str(e["action"]) for e in events if "action" in e)
            told = [_told(desk.subscriptions, e) for e in events if e.get("schema") != BARRIER]
        except Unrelayable as unrelayable:
            desk.queues.set_aside(json.dumps({"reason": str(unrelayable), "event": text}))
            set_aside += 1
            continue
        straight = desk.subscriptions.straight
        for one in told:
            letters += [QueueMessage(q, one.body) for q in one.queues if q in straight]
            by_topic = tuple(q for q in one.queues if q not in straight)
            publications += [TopicMessage(by_topic, one.body)] if by_topic else []
    desk.queues.send(letters)
    desk.queues.publish(publications)
    number = len(letters) + sum(len(one.queues) for one in publications)
    return Relayed(number, set_aside, tuple(barriers), actions)


def _told(subscriptions: Subscriptions, event: Mapping[str, object]) -> TopicMessage:
    """The event as it travels, and the queues that want it."""
    body = json.dumps({"event": event, "correlation_id": event["correlation_id"]})
    try:
        return TopicMessage(subscriptions.queues_for(event), body)
    except (KeyError, ValueError) as error:
        raise Unrelayable("unknown schema or action") from error


def _events(text: str) -> list[Mapping[str, object]]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unrelayable("not JSON") from error
    events = document if isinstance(document, list) else [document]
    if not all(isinstance(event, dict) and event.keys() >= _NEEDED for event in events):
        raise Unrelayable("not an event")
    return events
