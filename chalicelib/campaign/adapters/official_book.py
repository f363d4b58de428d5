"""Officials by agency in DynamoDB: one count each, and where each person's list is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.json import encode

from chalicelib.campaign.adapters.campaign_items import campaign_item_class
from chalicelib.campaign.domain.officials import OfficialCount
from chalicelib.runtime.dynamodb.directory_items import saved
from chalicelib.runtime.dynamodb.json_forms import JsonForm
from chalicelib.runtime.dynamodb.schemas import OFFICIAL_COUNT

_ALL, _PLACE = "officials", "place"
_COUNTS = JsonForm(OFFICIAL_COUNT, OfficialCount)


class DynamoOfficialBook:
    """The book on one table."""

    def __init__(self, table: str) -> None:
        self._items = campaign_item_class(table)

    def all(self) -> Mapping[str, OfficialCount]:
        """One query."""
        return {item.sk: _count(item) for item in self._items.query(_ALL)}

    def find(self, agency: str) -> OfficialCount | None:
        """One read."""
        try:
            return _count(self._items.get(_ALL, agency, consistent_read=True))
        except self._items.DoesNotExist:
            return None

    def put(self, counted: OfficialCount) -> bool:
        """One conditional put."""
        items = self._items
        item = items(
            *(_ALL, counted.agency),
            schema=OFFICIAL_COUNT.number,
            version=counted.version,
            document=encode(counted).decode(),
        )
        first = items.pk.does_not_exist()
        return saved(item, first if counted.version == 1 else items.version == counted.version - 1)

    def place(self, agency: str, hashes: Sequence[str]) -> None:
        """In batches; who is on another agency's list by now is found there."""
        with self._items.batch_write() as batch:
            for hash in dict.fromkeys(hashes):
                batch.save(self._items(f"official#{hash}", _PLACE, agency=agency))

    def agencies_of(self, hashes: Sequence[str]) -> frozenset[str]:
        """A hundred a call."""
        keys = [(f"official#{hash}", _PLACE) for hash in hashes]
        found = self._items.batch_get(keys, consistent_read=True)
        return frozenset(item.agency for item in found)


def _count(item: Any) -> OfficialCount:
    return _COUNTS.decode(item.document.encode(), item.schema)
