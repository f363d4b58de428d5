"""Which queues want an event, as the functions are declared."""

from __future__ import annotations

from typing import Any

from chalicelib.function_forms import events_wanted
from chalicelib.functions import FUNCTIONS
from chalicelib.relay.domain.subscriptions import Subscriptions

SUBSCRIPTIONS = Subscriptions.read(events_wanted(FUNCTIONS))


def queues_for(schema: str, kind: str, **facts: Any) -> tuple[str, ...]:
    """For an event of that action or type, with those facts beside."""
    return SUBSCRIPTIONS.queues_for({"schema": schema, "type": kind, **facts})
