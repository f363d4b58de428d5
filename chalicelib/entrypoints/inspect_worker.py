"""The queue `uploads` to the examination: S3's own letters, one object each as a rule."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

from chalicelib.adapters.attachments import INCOMING
from chalicelib.application.inspection import inspect_upload
from chalicelib.application.isolation import Isolation
from chalicelib.application.ports.faults import Work
from chalicelib.bootstrap import container
from chalicelib.entrypoints.batches import BatchAnswer, process_bodies
from chalicelib.entrypoints.observability import logger


def handle(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """Examine each file that has come; a letter whose file meets a passing fault comes again."""
    return process_bodies(event, _inspect)


def _inspect(body: str) -> None:
    """All files of the letter; raises BrokenThings at the end, so that it comes again."""
    isolation = Isolation(container().faults, Work.INSPECT)
    for upload_id in _upload_ids(json.loads(body)):
        with isolation.of(upload_id):
            state = inspect_upload(container().inspection_desk, upload_id)
            outcome = state.value if state else "nothing to do"
            logger.info("upload examined", upload_id=upload_id, outcome=outcome)
    isolation.finish()


def _upload_ids(letter: dict[str, Any]) -> Iterator[str]:
    """S3 escapes keys as in forms; its test letter, sent when a mapping is made, has no records."""
    for record in letter.get("Records", []):
        key = unquote_plus(record["s3"]["object"]["key"])
        if key.startswith(INCOMING):
            yield key.removeprefix(INCOMING)
