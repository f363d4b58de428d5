"""The queue `search` to the lists in which cases are found."""

from __future__ import annotations

from typing import Any

from chalicelib.runtime.services import services
from chalicelib.runtime.workers.batches import BatchAnswer, process_cases
from chalicelib.search.application.indexing import IndexDesk, index_code


def handle(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """Write what is new of each case, as it stands now."""
    return process_cases(event, lambda code, _: index_code(services().get(IndexDesk), code))
