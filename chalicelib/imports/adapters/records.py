"""Imports in the directory table: the record, who has a kind, and who was shown to leave."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from msgspec.json import encode
from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ListImport
from chalicelib.kernel.origins import with_network
from chalicelib.runtime.dynamodb.directory_items import (
    DirectoryKind,
    directory_item_class,
    saved,
)
from chalicelib.runtime.dynamodb.json_forms import JsonForm
from chalicelib.runtime.dynamodb.refusals import CANCELLED
from chalicelib.runtime.dynamodb.schemas import LIST_IMPORT

_IMPORTS = JsonForm(LIST_IMPORT, ListImport)
_RECORD, _HOLDER = "record", "holder"


class DynamoImportRecords:
    """Of one directory table."""

    def __init__(self, table: str) -> None:
        self._items = directory_item_class(table)
        self._connection = Connection()

    def start(self, started: ListImport, event: AuditEvent, over: str | None) -> bool:
        """One transaction: the record with its event, and the kind's holder."""
        model = self._items
        seen = model.token == over if over else model.pk.does_not_exist()
        holder = model(_holder_key(started.kind), _HOLDER, token=started.id)
        try:
            with TransactWrite(connection=self._connection) as transaction:
                transaction.save(self._item(started, event), condition=model.pk.does_not_exist())
                transaction.save(holder, condition=seen)
        except TransactWriteError as error:
            if error.cause_response_code != CANCELLED:
                raise
            return False
        return True

    def holder(self, kind: ListKind) -> str | None:
        """One consistent read."""
        item = self._find(_holder_key(kind), _HOLDER)
        return item.token if item else None

    def find(self, import_id: str) -> ListImport | None:
        """One consistent read."""
        item = self._find(_key(import_id), _RECORD)
        return _IMPORTS.decode(item.document.encode(), item.schema) if item else None

    def advance(self, imported: ListImport, event: AuditEvent | None = None) -> ListImport | None:
        """One conditional write."""
        following = replace(imported, version=imported.version + 1)
        same = self._items.version == imported.version
        return following if saved(self._item(following, event), same) else None

    def shown(self, kind: ListKind, upload_id: str, owner: str) -> str | None:
        """One consistent read."""
        item = self._find(_shown_key(upload_id), f"{kind.value}#{owner}")
        return item.token if item else None

    def show(self, imported: ListImport) -> None:
        """The newest check of a file says it."""
        place = f"{imported.kind.value}#{imported.by}"
        mark = imported.leaving_mark
        self._items(_shown_key(imported.upload_id), place, token=mark).save()

    def _item(self, imported: ListImport, event: AuditEvent | None) -> Any:
        key = _key(imported.id)
        told = with_network(event.document(key, imported.version)) if event else None
        return self._items(
            key,
            _RECORD,
            schema=LIST_IMPORT.number,
            version=imported.version,
            document=encode(imported).decode(),
            event=json.dumps(told, separators=(",", ":")) if told else None,
        )

    def _find(self, pk: str, sk: str) -> Any:
        try:
            return self._items.get(pk, sk, consistent_read=True)
        except self._items.DoesNotExist:
            return None


def _key(import_id: str) -> str:
    return f"{DirectoryKind.IMPORT}#{import_id}"


def _holder_key(kind: ListKind) -> str:
    return f"{DirectoryKind.IMPORT_OF}#{kind.value}"


def _shown_key(upload_id: str) -> str:
    return f"{DirectoryKind.IMPORT_SHOWN}#{upload_id}"
