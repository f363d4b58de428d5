"""The targets in DynamoDB: one item in the partition that the reach is read from."""

from __future__ import annotations

import json

from msgspec.json import encode

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.campaign.adapters.campaign_items import campaign_item_class
from chalicelib.campaign.domain.targets import Targets
from chalicelib.runtime.dynamodb.directory_items import saved
from chalicelib.runtime.dynamodb.json_forms import JsonForm
from chalicelib.runtime.dynamodb.schemas import REACH_TARGETS

REACH, LIST, TARGETS = "reach", "l#", "t#targets"
_TARGETS = JsonForm(REACH_TARGETS, Targets)


class DynamoTargets:
    """The targets of one table."""

    def __init__(self, table: str) -> None:
        self._items = campaign_item_class(table)

    def find(self) -> Targets:
        """Read consistently."""
        try:
            item = self._items.get(REACH, TARGETS, consistent_read=True)
        except self._items.DoesNotExist:
            return Targets()
        return read_targets(item.document, item.schema)

    def put(self, targets: Targets, event: AuditEvent) -> bool:
        """One conditional put."""
        items, number = self._items, targets.version
        told = event.document(TARGETS, number)
        item = items(
            *(REACH, TARGETS),
            schema=REACH_TARGETS.number,
            version=number,
            document=encode(targets).decode(),
            event=json.dumps(told, separators=(",", ":")),
        )
        first = items.pk.does_not_exist()
        return saved(item, first if number == 1 else items.version == number - 1)


def read_targets(document: str, number: object) -> Targets:
    """As they are kept; raises NewerSchema."""
    return _TARGETS.decode(document.encode(), number)
