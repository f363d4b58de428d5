"""DynamoDB streams to the relay."""

from __future__ import annotations

import json
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit

from chalicelib.relay.application.ports import Barriers
from chalicelib.relay.application.relay import RelayDesk, relay
from chalicelib.runtime.services import services
from chalicelib.runtime.workers.logs import logger, metrics

_METRICS = {
    "submit": "CasesSubmitted",
    "assign": "CasesAssigned",
    "approve": "CasesAnswered",
    "record_answer": "CasesAnswered",
}
"""Counted where every event passes; a batch that comes again is counted again."""


def handle(event: dict[str, Any]) -> None:
    """Relay the events of one batch; raises on a passing fault, so that all of it comes again."""
    images = (record["dynamodb"].get("NewImage", {}) for record in event["Records"])
    texts = [_text(image["event"]) for image in images if "event" in image]
    done = relay(services().get(RelayDesk), texts)
    counted = {name: done.actions[action] for action, name in _METRICS.items()}
    for name in filter(counted.get, counted):
        metrics.add_metric(name, MetricUnit.Count, counted[name])
    if any(counted.values()):
        metrics.flush_metrics()
    for barrier in done.barriers:
        services().get(Barriers).report(barrier)
    logger.info("relayed", extra={"letters": done.letters, "set_aside": done.set_aside})


def _text(attribute: dict[str, Any]) -> str:
    """What is no text can never be relayed, and is set aside as it is."""
    return str(attribute["S"]) if "S" in attribute else json.dumps([attribute])
