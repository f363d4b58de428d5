"""DynamoDB streams to the relay."""

from __future__ import annotations

from typing import Any

from chalicelib.application.relay import relay
from chalicelib.bootstrap import container
from chalicelib.entrypoints.observability import logger


def handle(event: dict[str, Any]) -> None:
    """Relay the events of one batch; raises on a passing fault, so that all of it comes again."""
    images = (record["dynamodb"].get("NewImage", {}) for record in event["Records"])
    texts = [image["event"]["S"] for image in images if "event" in image]
    done = relay(container().queues, texts)
    for barrier in done.barriers:
        container().pipeline.report(barrier)
    logger.info("relayed", extra={"letters": done.letters, "set_aside": done.set_aside})
