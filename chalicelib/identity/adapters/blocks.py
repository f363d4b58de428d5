"""Blocks in the directory table: one sealed item an account, so that they make a list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from msgspec.json import encode
from pynamodb.connection import Connection

from chalicelib.identity.domain.blocks import AccountBlock
from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.origins import with_network
from chalicelib.kernel.pages import Page, Position
from chalicelib.kernel.store import StoredEvent
from chalicelib.kernel.together import Part
from chalicelib.runtime.dynamodb.directory_items import DirectoryKind, directory_item_class
from chalicelib.runtime.dynamodb.json_forms import JsonForm
from chalicelib.runtime.dynamodb.pages import read_page
from chalicelib.runtime.dynamodb.schemas import ACCOUNT_BLOCK
from chalicelib.runtime.dynamodb.together import putting, write_together

_FORM = JsonForm(ACCOUNT_BLOCK, AccountBlock)
_ALL = DirectoryKind.BLOCKS


class DynamoBlocks:
    """Those of one directory table."""

    def __init__(self, table: str, sealer: Sealer, faults: Faults) -> None:
        self._items = directory_item_class(table)
        self._sealer = sealer
        self._faults = faults
        self._connection = Connection()

    def find(self, account: str) -> AccountBlock | None:
        """One consistent read."""
        try:
            return self._read(self._items.get(_ALL, account, consistent_read=True))
        except self._items.DoesNotExist:
            return None

    def page(self, limit: int, position: Position | None) -> Page[AccountBlock]:
        """One query; one that cannot be read is named and takes no other with it."""
        found = read_page(
            self._items.query, ("pk", _ALL), ("sk",), limit, position, consistent_read=True
        )
        return Isolation(self._faults, Work.SHOW).page(found, lambda item: item.sk, self._read)

    def putting(self, block: AccountBlock, before: AccountBlock | None, event: StoredEvent) -> Part:
        """One conditional write."""
        told = with_network(event.document(f"{_ALL}#{block.account}", block.version))
        item = self._items(
            _ALL,
            block.account,
            schema=ACCOUNT_BLOCK.number,
            version=block.version,
            body=self._sealer.seal(encode(block), _context(block.account)),
            event=json.dumps(told, separators=(",", ":")),
        )
        items = self._items
        same = items.version == before.version if before else items.pk.does_not_exist()
        return putting(item, same)

    def write(self, parts: Sequence[Part]) -> None:
        """One transaction."""
        write_together(self._connection, parts)

    def _read(self, item: Any) -> AccountBlock:
        document = self._sealer.unseal(item.body, _context(item.sk))
        return _FORM.decode(document, item.schema)


def _context(account: str) -> str:
    return f"{_ALL}/{account}"
