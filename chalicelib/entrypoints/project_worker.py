"""The queue `figures` to the projection."""

from __future__ import annotations

from typing import Any

from chalicelib.application.figures import project
from chalicelib.bootstrap import container
from chalicelib.entrypoints.batches import Envelope, process


def handle(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Project the case of each event, as it stands now."""
    return process(event, _project)


def _project(envelope: Envelope) -> None:
    project(container().figure_desk, str(envelope.event["code"]))
