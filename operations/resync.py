"""Relay again what has no acknowledgement.

    python -m operations.resync [--stage prod]

The emulator keeps tables and queues over a restart (`make up PERSIST=1`), but its streams begin
anew, while their readers would go on from where they were. So the readers are made anew
(`RELAYING_OFF`, then on), and every change that the figures have not acknowledged goes to the
queues once more. On AWS this closes the gap left by records that the relay could not take for a
whole day (docs/runbooks/relay-behind.md). The figures' letters are the last that the relay sends of
a batch, and consumers do everything once: to relay too much is harmless.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import chain
from typing import Any

import boto3

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain.events import events_of
from chalicelib.figures.application.figures import advance_of
from chalicelib.figures.application.ports import Contribution, FigureStore
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.isolation import Isolation
from chalicelib.relay.application.ports import Queues
from chalicelib.relay.application.relay import relay
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations.auditing import tell
from operations.faults import told
from operations.stacks import for_any_stage, stack_of

RELAYING_OFF = {"Relaying": "off"}
"""Parameter of a deployment without readers; the next one makes them, from the streams' start."""


def resync(product: Services, isolation: Isolation) -> int:
    """Relay the unacknowledged events of all cases, and the last event of all else; how many.

    The isolation keeps the cases of which it cannot be said what they have to tell.
    """
    count = 0
    for event in chain(_unacknowledged(product, isolation), _last_events(product)):
        relay(product.get(Queues), [event])
        count += 1
    return count


def _unacknowledged(product: Services, isolation: Isolation) -> Iterator[str]:
    correlation_id = f"resync-{new_seed()[:16]}"
    for item in _scan(product.get(Settings).cases_table, "card", "id, version"):
        with isolation.of(item["id"]["S"]):
            yield from _events(product, item, correlation_id)


def _events(product: Services, item: dict[str, Any], correlation_id: str) -> Iterator[str]:
    """What the figures have not acknowledged of one case.

    They are not told of what changes no figure. So of that it is said here, once it is relayed.
    """
    code, version = item["id"]["S"], int(item["version"]["N"])
    figures = product.get(FigureStore)
    counted = figures.contribution(code)
    known = counted.version if counted else 0
    case = product.get(CaseStore).find(code) if known < version else None
    if case is None:
        return
    since = sum(entry.version <= known for entry in case.timeline)
    events = events_of(case, since, correlation_id)
    yield json.dumps(events)
    if counted and events and events[-1]["figures"] is None:
        figures.apply([advance_of(code, counted, Contribution(case.version, counted.cells))])


def _last_events(product: Services) -> Iterator[str]:
    """Of people, directory and the audit's reads, which have no acknowledgement of their own."""
    settings = product.get(Settings)
    for table in (settings.people_table, settings.directory_table, settings.audit_table):
        for item in _scan(table, "event", "event"):
            yield item["event"]["S"]


def _scan(table: str, having: str, wanted: str) -> Iterator[dict[str, Any]]:
    pages = boto3.client("dynamodb").get_paginator("scan")
    for page in pages.paginate(
        TableName=table, FilterExpression=f"attribute_exists({having})", ProjectionExpression=wanted
    ):
        yield from page["Items"]


def main() -> int:
    """0 where nothing was left out."""
    left_out = told()
    product = stack_of(for_any_stage(__doc__).parse_args()).adopt()
    tell(product, AuditKind.EVENTS_RELAYED)
    print(resync(product, left_out), "relayed again")
    return 1 if left_out.broken else 0


if __name__ == "__main__":
    sys.exit(main())
