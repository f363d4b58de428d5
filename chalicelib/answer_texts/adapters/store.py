"""Answer texts in the directory table: one item each, with its event for the audit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from msgspec.json import encode

from chalicelib.answer_texts.domain.answer_texts import AnswerText
from chalicelib.kernel.origins import with_network
from chalicelib.kernel.store import StoredEvent
from chalicelib.runtime.dynamodb.directory_items import (
    DirectoryKind,
    directory_item_class,
    saved,
)
from chalicelib.runtime.dynamodb.json_forms import JsonForm
from chalicelib.runtime.dynamodb.schemas import ANSWER_TEXT

_TEXTS = JsonForm(ANSWER_TEXT, AnswerText)


class DynamoAnswerTexts:
    """The texts of one directory table."""

    def __init__(self, table: str) -> None:
        self._items = directory_item_class(table)

    def of(self, agency: str) -> Sequence[AnswerText]:
        """One consistent query; at most `MOST_PER_AGENCY` items."""
        return [_text(item) for item in self._items.query(_key(agency), consistent_read=True)]

    def find(self, agency: str, id: str) -> AnswerText | None:
        """One consistent read."""
        try:
            return _text(self._items.get(_key(agency), id, consistent_read=True))
        except self._items.DoesNotExist:
            return None

    def put(self, text: AnswerText, event: StoredEvent) -> bool:
        """One conditional write."""
        key = _key(text.agency)
        told = with_network(event.document(f"{key}#{text.id}", text.version))
        item = self._items(
            key,
            text.id,
            schema=ANSWER_TEXT.number,
            version=text.version,
            document=encode(text).decode(),
            event=json.dumps(told, separators=(",", ":")),
        )
        is_new = text.version == 1
        before = (
            self._items.pk.does_not_exist() if is_new else self._items.version == (text.version - 1)
        )
        return saved(item, before)


def _key(agency: str) -> str:
    return f"{DirectoryKind.ANSWER_TEXTS}#{agency}"


def _text(item: Any) -> AnswerText:
    return _TEXTS.decode(item.document.encode(), item.schema)
