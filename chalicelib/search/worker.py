"""The queue `search` to the lists in which cases are found."""

from __future__ import annotations

from typing import Any

from chalicelib.runtime.services import services
from chalicelib.runtime.workers.batches import BatchAnswer, Envelope, process
from chalicelib.search.application.indexing import IndexDesk, index_event


def handle(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """Write what each letter says is new; a case that was looked at as it stands now has nothing
    left to be written by further letters."""
    whole: set[str] = set()

    def work(envelope: Envelope) -> None:
        code = str(envelope.event["code"])
        if code not in whole and index_event(services().get(IndexDesk), envelope.event):
            whole.add(code)

    return process(event, work)
