"""The queue `uploads` to the examination: S3's own letters, one object each as a rule."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.isolation import Isolation
from chalicelib.runtime.services import services
from chalicelib.runtime.workers.batches import BatchAnswer, process_records
from chalicelib.runtime.workers.logs import logger
from chalicelib.uploads.application.inspection import InspectionDesk, inspect_upload
from chalicelib.uploads.application.ports import INCOMING

LAST_TRY = 3
"""Deliveries of a letter after which a file that the examiner fails at is refused."""


def handle(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """Examine each file that has come; a letter whose file meets a passing fault comes again."""
    return process_records(event, _inspect)


def _inspect(record: Mapping[str, Any]) -> None:
    """All files of the letter; raises BrokenThings at the end, so that it comes again."""
    tries = int(record.get("attributes", {}).get("ApproximateReceiveCount", 1))
    isolation = Isolation(services().get(Faults), Work.INSPECT)
    for upload_id in _upload_ids(json.loads(record["body"])):
        with isolation.of(upload_id):
            _examine(upload_id, last_try=tries >= LAST_TRY)
    isolation.finish()


def _examine(upload_id: str, *, last_try: bool) -> None:
    state = inspect_upload(services().get(InspectionDesk), upload_id, last_try=last_try)
    outcome = state.value if state else "nothing to do"
    logger.info("upload examined", upload_id=upload_id, outcome=outcome)


def _upload_ids(letter: dict[str, Any]) -> Iterator[str]:
    """S3 escapes keys as in forms; its test letter, sent when a mapping is made, has no records."""
    for record in letter.get("Records", []):
        key = unquote_plus(record["s3"]["object"]["key"])
        if key.startswith(INCOMING):
            yield key.removeprefix(INCOMING)
