"""What is told of an organisation, whoever reads of it."""

from __future__ import annotations

from typing import Any

from chalicelib.kernel.instants import wire
from chalicelib.organisations.domain.organisations import Organisation


def told_of(one: Organisation) -> dict[str, Any]:
    """What the desk and its representatives see alike; instants in local time."""
    return {
        "id": one.id,
        "number": one.id,
        "version": one.version,
        "name": one.name,
        "state": one.state.value,
        "reason": one.reason,
        "asked_at": wire(one.asked_at),
        "decided_at": wire(one.decided_at) if one.decided_at else None,
    }
