"""The queue `figures` to the projection."""

from __future__ import annotations

from typing import Any

from chalicelib.figures.application.figures import FigureDesk, project
from chalicelib.runtime.services import services
from chalicelib.runtime.workers.batches import BatchAnswer, process_cases


def handle(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """Project the case of each event, as it stands now."""
    return process_cases(event, _project)


def _project(code: str, _correlation_id: str) -> None:
    project(services().get(FigureDesk), code)
