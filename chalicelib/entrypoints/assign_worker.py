"""The queue `assignment` to the router."""

from __future__ import annotations

from typing import Any

from chalicelib.application.assignment import route_case
from chalicelib.bootstrap import container
from chalicelib.entrypoints.batches import BatchAnswer, process_cases


def handle(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """Route the case of each event, as it stands now."""
    return process_cases(event, _route)


def _route(code: str, correlation_id: str) -> None:
    route_case(container().case_desk, code, correlation_id)
