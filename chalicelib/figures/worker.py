"""The queue `figures` to the projection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.figures.application.figures import FigureDesk, project_events
from chalicelib.runtime.services import services
from chalicelib.runtime.workers.batches import BatchAnswer, Envelope, process_together


def handle(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """Count what the events of a batch say, together."""
    return process_together(event, _project)


def _project(envelopes: Sequence[Envelope]) -> None:
    project_events(services().get(FigureDesk), [envelope.event for envelope in envelopes])
