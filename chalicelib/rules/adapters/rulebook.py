"""The versions of the rules in the directory table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.instants import load, store
from chalicelib.kernel.origins import with_network
from chalicelib.kernel.store import StoredEvent
from chalicelib.rules.domain.rules import Edition, Rules
from chalicelib.runtime.dynamodb.directory_items import (
    SCHEMAS,
    DirectoryKind,
    directory_item_class,
    document_of,
    saved,
)

_KINDS = {
    Rules.CALENDAR: DirectoryKind.CALENDAR,
    Rules.POLICIES: DirectoryKind.POLICY,
    Rules.ROUTING: DirectoryKind.ROUTING,
    Rules.QUESTIONS: DirectoryKind.QUESTIONS,
    Rules.ABUSE: DirectoryKind.ABUSE_WORDS,
}


class DynamoRulebook:
    """The rules of one directory table."""

    def __init__(self, table: str) -> None:
        self._items = directory_item_class(table)

    def editions(self, kind: Rules) -> Sequence[Edition]:
        """All versions, oldest first, read consistently."""
        return tuple(
            _edition(item, _KINDS[kind])
            for item in self._items.query(_KINDS[kind], consistent_read=True)
        )

    def add(self, kind: Rules, edition: Edition, event: StoredEvent | None = None) -> bool:
        """One more version, known to all from now on; False if its number is taken."""
        told = event.document(_KINDS[kind], edition.version) if event else None
        item = self._items(
            _KINDS[kind],
            f"{edition.version:06d}",
            schema=SCHEMAS[_KINDS[kind]].number,
            document=json.dumps(edition.document, ensure_ascii=False, separators=(",", ":")),
            put_at=store(edition.put_at) if edition.put_at else None,
            put_by=edition.put_by,
            event=json.dumps(with_network(told), ensure_ascii=False) if told else None,
        )
        if not saved(item, self._items.pk.does_not_exist()):
            return False
        self._items(DirectoryKind.REVISION, "revision", token=new_seed()).save()
        return True


def _edition(item: Any, kind: DirectoryKind) -> Edition:
    document = document_of(item, SCHEMAS[kind])
    put_at = load(item.put_at) if item.put_at else None
    return Edition(document["version"], document, put_at, item.put_by)
