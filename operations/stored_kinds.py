"""Where the documents of each kind lie, and how they are opened without their nouns."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalicelib.kernel.keys import Sealer
from chalicelib.runtime.dynamodb import schemas
from chalicelib.runtime.dynamodb.schemas import Schema
from operations.vault import Row

NUMBER = "schema"


@dataclass(frozen=True)
class StoredKind:
    """Documents of one kind: which items hold them, and where in the item they stand."""

    schema: Schema
    table: str
    holds: Callable[[Row], bool]
    attribute: str | None = None
    """None: the item itself."""
    context: Callable[[Row], str] | None = None
    """What its seal is bound to; None: it is not sealed."""
    numbered: bool = False
    """Whether the number is a member of the document rather than an attribute of the item."""

    def number(self, item: Row, sealer: Sealer) -> int:
        """Of which version the item's document is."""
        if self.numbered:
            return int(schemas.split(self._open(item, sealer))[0] or 1)
        return int(item.get(NUMBER, {"N": "1"})["N"])

    def rewritten(self, item: Row, sealer: Sealer) -> Row:
        """The item with its document in the present version; raises NewerSchema."""
        number = self.number(item, sealer)
        mark = {} if self.numbered else {NUMBER: {"N": str(self.schema.number)}}
        if self.attribute is None:
            return {**self.schema.upcast(dict(item), number), **mark}
        document = self._open(item, sealer)
        plain = schemas.split(document)[1] if self.numbered else document
        present = self.schema.upcast(plain, number)
        return {**item, **mark, self.attribute: self._close(item, present, sealer)}

    def _open(self, item: Row, sealer: Sealer) -> Any:
        value = item[self.attribute or ""]
        if "S" in value:
            return json.loads(value["S"])
        if self.context is None:
            return json.loads(zlib.decompress(value["B"]))
        return json.loads(sealer.unseal(value["B"], self.context(item)))

    def _close(self, item: Row, document: Any, sealer: Sealer) -> Row:
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        if "S" in item[self.attribute or ""]:
            return {"S": text}
        if self.context is None:
            return {"B": zlib.compress(text.encode())}
        plain = self.schema.numbered(text.encode()) if self.numbered else text.encode()
        return {"B": sealer.seal(plain, self.context(item))}


def _starts(key: str, *beginnings: str) -> Callable[[Row], bool]:
    return lambda item: item[key]["S"].startswith(beginnings)


def _id(item: Row) -> str:
    return str(item["id"]["S"])


def _place(item: Row) -> str:
    return f"{item['pk']['S']}/{item['sk']['S']}"


def _sealed(schema: Schema, *letters: str) -> StoredKind:
    holds = _starts("id", *(f"{letter}#" for letter in letters))
    return StoredKind(
        schema, "people", lambda item: holds(item) and "body" in item, "body", context=_id
    )


def _entry(schema: Schema, kind: str) -> StoredKind:
    """On each of its lists; sealed to its kind and id."""
    return StoredKind(
        schema,
        "directory",
        _starts("pk", f"{kind}#"),
        "body",
        context=lambda item: f"{kind}#{item['sk']['S']}",
    )


def _plain(schema: Schema) -> StoredKind:
    return StoredKind(schema, "directory", lambda item: item["pk"]["S"] == schema.kind, "document")


STORED = (
    StoredKind(
        schemas.CASE, "cases", lambda item: "card" in item, "body", lambda i: f"case:{_id(i)}"
    ),
    StoredKind(
        schemas.CARD,
        "cases",
        lambda item: "card" in item,
        "card",
        lambda i: f"card:{_id(i)}",
        numbered=True,
    ),
    StoredKind(schemas.UPLOAD, "cases", _starts("id", "U#")),
    _sealed(schemas.ACCOUNT, "A"),
    _sealed(schemas.GUEST, "G"),
    _sealed(schemas.REGISTRATION, "R"),
    _sealed(schemas.SESSION, "S", "F"),
    _sealed(schemas.CREDENTIALS, "C"),
    _sealed(schemas.GUARD, "L"),
    _sealed(schemas.INVITATION, "V"),
    _sealed(schemas.ADDRESS_PROOF, "K"),
    StoredKind(schemas.LOG_PAGE, "figures", lambda item: item["pk"]["S"] == "log", "cells"),
    StoredKind(schemas.CONTRIBUTION, "figures", _starts("pk", "case#"), "cells"),
    StoredKind(schemas.OPEN_ROUNDS, "figures", lambda item: item["pk"]["S"] == "open", "body"),
    StoredKind(schemas.KEPT_REPORT, "figures", lambda item: item["pk"]["S"] == "report", "body"),
    *map(
        _plain,
        (
            schemas.AGENCIES,
            schemas.ROUTING,
            schemas.POLICY,
            schemas.CALENDAR,
            schemas.QUESTIONS,
            schemas.ROLL_OUT,
            schemas.ABUSE_WORDS,
            schemas.RECOMPUTATION,
        ),
    ),
    StoredKind(schemas.OFFICER, "directory", _starts("pk", "officers#"), "body", _place),
    StoredKind(
        schemas.ACCOUNT_BLOCK, "directory", lambda item: item["pk"]["S"] == "blocks", "body", _place
    ),
    StoredKind(schemas.ANSWER_TEXT, "directory", _starts("pk", "answer_texts#"), "document"),
    _entry(schemas.COMMUNE_REPORT, "commune_reports"),
    _entry(schemas.TRAINING, "trainings"),
    _entry(schemas.ATTENDANCE, "attendances"),
    _entry(schemas.DIFFICULTY, "difficulties"),
    _entry(schemas.ORGANISATION, "organisations"),
    StoredKind(schemas.LIST_IMPORT, "directory", _starts("pk", "import#"), "document"),
    StoredKind(schemas.LIST_ENTRY, "directory", _starts("pk", "list#"), "document"),
    StoredKind(schemas.LIST_TALLY, "directory", _starts("pk", "tally#"), "document"),
    StoredKind(schemas.ACCOUNT_COUNT, "campaign", _starts("pk", "account#"), "document"),
    StoredKind(
        schemas.REACH_TARGETS,
        "campaign",
        lambda item: item["sk"]["S"] == "t#targets",
        "document",
    ),
    StoredKind(
        schemas.OFFICIAL_COUNT,
        "campaign",
        lambda item: item["pk"]["S"] == "officials",
        "document",
    ),
    StoredKind(schemas.VISIT, "campaign", _starts("pk", "visit#"), "document"),
    StoredKind(schemas.FOLLOWER, "messages", _starts("id", "follower#")),
    StoredKind(schemas.MESSAGE, "messages", lambda item: "book" in item),
    StoredKind(
        schemas.ANSWER,
        "ledger",
        lambda item: _id(item).startswith("I#") and "answer" in item,
        "answer",
        _id,
        numbered=True,
    ),
)
