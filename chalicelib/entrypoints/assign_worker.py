"""The queue `assignment` to the router."""

from __future__ import annotations

from typing import Any

from chalicelib.application.assignment import route_case
from chalicelib.bootstrap import container
from chalicelib.entrypoints.batches import Envelope, process


def handle(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Route the case of each event, as it stands now."""
    return process(event, _route)


def _route(envelope: Envelope) -> None:
    route_case(container().case_desk, str(envelope.event["code"]), envelope.correlation_id)
