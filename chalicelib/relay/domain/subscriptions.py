"""Which event goes to which queue: what the functions want, as they are declared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.frozen import frozen

Event = Mapping[str, Any]
ATTRIBUTE = "queues"
"""Of a publication: it names the queues that want it, and each takes what names it."""
_OF_CASES = "case_event/1"


@frozen
class Subscription:
    """A queue's wish for events of one schema (`WantedEvents` in `function_events.py`)."""

    queue: str
    schema: str
    only: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()
    telling: str = ""
    lacking: str = ""

    def wants(self, event: Event) -> bool:
        """Whether this event is meant, of which schema and type are known."""
        kind = type_of(event)
        return (
            event["schema"] == self.schema
            and (not self.only or kind in self.only)
            and kind not in self.but
            and not (self.telling and event.get(self.telling, self) is None)
            and not (self.lacking and event.get(self.lacking) is not None)
        )


@frozen
class Subscriptions:
    """All of them, in the order of the declarations."""

    all: tuple[Subscription, ...]
    straight: frozenset[str] = frozenset()
    """The queues to which events go without the topic, and before it."""

    @classmethod
    def read(cls, document: str) -> Subscriptions:
        """From the setting that is made of the declarations."""
        told = json.loads(document)
        made = (
            Subscription(
                queue,
                one["schema"],
                frozenset(one.get("only", ())),
                frozenset(one.get("but", ())),
                one.get("telling", ""),
                one.get("lacking", ""),
            )
            for queue, wanted in told["wanted"].items()
            for one in wanted
        )
        return cls(tuple(made), frozenset(told["straight"]))

    def queues_for(self, event: Event) -> tuple[str, ...]:
        """The queues that want this event.

        Raises ValueError or KeyError for a schema or an action that is not known.
        """
        schema = str(event["schema"])
        if schema not in {one.schema for one in self.all}:
            raise ValueError(schema)
        if schema == _OF_CASES:
            Action(type_of(event))
        return tuple(dict.fromkeys(one.queue for one in self.all if one.wants(event)))


def type_of(event: Event) -> str:
    """Of a case's event its action."""
    return str(event.get("action") or event["type"])
