"""The queue `imports` to the steps of an import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.imports.application.ports import Continuation
from chalicelib.imports.application.working import WorkDesk, work_off
from chalicelib.runtime.services import services
from chalicelib.runtime.workers.batches import BatchAnswer, open_envelope, process_records
from chalicelib.runtime.workers.logs import logger

RESERVE_MS = 60_000
"""What a step may take: none begins with less time left."""


def handle(event: dict[str, Any], context: Any) -> BatchAnswer:
    """Steps as long as there is time; what is left goes on with the same letter, sent anew. So a
    letter that comes again after a fault has no other steps behind it than its own."""

    def step(record: Mapping[str, Any]) -> None:
        envelope = open_envelope(record["body"])
        logger.set_correlation_id(envelope.correlation_id)
        import_id = str(envelope.event["subject"]).partition("#")[2]
        goes_on = True
        while goes_on:
            goes_on = work_off(services().get(WorkDesk), import_id)
            logger.info("import", extra={"import_id": import_id, "goes_on": goes_on})
            if goes_on and context.get_remaining_time_in_millis() < RESERVE_MS:
                services().get(Continuation).again(record["body"])
                return

    return process_records(event, step)
