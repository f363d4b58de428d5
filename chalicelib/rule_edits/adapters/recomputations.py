"""How far the open cases have followed an edit of the rules, in the directory table."""

from __future__ import annotations

import json

from msgspec.json import encode

from chalicelib.kernel.origins import with_network
from chalicelib.kernel.store import StoredEvent
from chalicelib.rule_edits.domain.recomputation import Recomputation
from chalicelib.runtime.dynamodb.directory_items import DirectoryKind, directory_item_class, saved
from chalicelib.runtime.dynamodb.json_forms import JsonForm
from chalicelib.runtime.dynamodb.schemas import RECOMPUTATION

_FORM = JsonForm(RECOMPUTATION, Recomputation)


class DynamoRecomputations:
    """The recomputation of one directory table."""

    def __init__(self, table: str) -> None:
        self._items = directory_item_class(table)

    def find(self) -> Recomputation | None:
        """As it stands, read consistently; None before the first."""
        try:
            item = self._items.get(DirectoryKind.RECOMPUTATION, "cases", consistent_read=True)
        except self._items.DoesNotExist:
            return None
        return _FORM.decode(item.document.encode(), item.schema)

    def put(self, recomputation: Recomputation, event: StoredEvent | None = None) -> bool:
        """Write over the revision before; False if somebody else was first."""
        before = recomputation.revision - 1
        kind = DirectoryKind.RECOMPUTATION
        told = event.document(kind, recomputation.revision) if event else None
        item = self._items(
            kind,
            "cases",
            schema=RECOMPUTATION.number,
            document=encode(recomputation).decode(),
            step=recomputation.revision,
            event=json.dumps(with_network(told), ensure_ascii=False) if told else None,
        )
        unchanged = self._items.step == before if before else self._items.pk.does_not_exist()
        return saved(item, unchanged)
