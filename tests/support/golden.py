"""A golden document for each version of each stored kind, as the table holds it but unsealed.

    python -m tests.support.golden

writes those of present versions that are missing, and never changes one.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from chalicelib.runtime.dynamodb.schemas import Schema
from tests.support.tables import cloud, make_table

FOLDER = Path(__file__).parents[1] / "golden"
Item = dict[str, Any]


class OpenSealer:
    """Seals nothing, so that what it should seal can be read."""

    def seal(self, document: bytes, context: str) -> bytes:
        assert context
        return document

    def unseal(self, blob: bytes, context: str) -> bytes:
        assert context
        return blob


@dataclass(frozen=True)
class Kind:
    """How one kind is kept and found again, by the product's own adapters, in an empty table.

    `make` gives the thing of which the golden document was made. `attribute` is the document where
    it does not make up the whole item.
    """

    schema: Schema
    table: str
    make: Callable[[], Any]
    write: Callable[[str, Any], object]
    read: Callable[[str], Any]
    attribute: str | None = None
    other: tuple[str, ...] = ()
    """Attributes that are not the document's."""
    made_of_files: bool = False
    """From the province's files, whose values may change as long as their form does not."""
    lists: bool = False
    """Read among others, of which one that cannot be read is left out."""


def stored(kind: Kind, thing: Any) -> Item:
    """What the product makes of the thing, today."""
    table = make_table(kind.table)
    kind.write(table, thing)
    for item in boto3.client("dynamodb").scan(TableName=table)["Items"]:
        if item.get("schema") or kind.attribute in item:
            names = [kind.attribute] if kind.attribute else item.keys() - {"event", *kind.other}
            keys = item.keys() & {"id", "pk", "sk", "recipient"}
            return {name: _shown(item[name]) for name in sorted({*names, *keys})}
    raise LookupError(kind.schema.kind)


def found(kind: Kind, golden: Item) -> Any:
    """What the product reads from a table that holds this item."""
    table = make_table(kind.table)
    item = {name: _hidden(value) for name, value in golden.items()}
    boto3.client("dynamodb").put_item(TableName=table, Item=item)
    return kind.read(table)


def load(kind: Kind, number: int) -> Item:
    """The golden document of that version."""
    item: Item = json.loads(path_of(kind, number).read_text())
    return item


def path_of(kind: Kind, number: int) -> Path:
    """Where it lies."""
    return FOLDER / f"{kind.schema.kind}.v{number}.json"


def without_number(kind: Kind, golden: Item) -> Item:
    """A document of version 1 as it was written before documents had numbers."""
    bare = {name: value for name, value in golden.items() if name != "schema"}
    if kind.attribute:
        document = {k: v for k, v in bare[kind.attribute]["B"].items() if k != "v"}
        bare[kind.attribute] = {"B": document}
    return bare


def _shown(value: Item) -> Item:
    if "B" not in value:
        return {tag: sorted(v) if tag == "SS" else v for tag, v in value.items()}
    blob = value["B"]
    if blob[:1] == b"\x78":
        return {"zlib": json.loads(zlib.decompress(blob))}
    return {"B": json.loads(blob)}


def _hidden(value: Item) -> Item:
    if "zlib" in value:
        return {"B": zlib.compress(json.dumps(value["zlib"]).encode())}
    if "B" in value:
        compact = json.dumps(value["B"], ensure_ascii=False, separators=(",", ":"))
        return {"B": compact.encode()}
    return value


def missing() -> Iterator[tuple[Kind, Path]]:
    """Kinds without a golden document of their present version."""
    from tests.support.golden_kinds import KINDS

    for kind in KINDS:
        path = path_of(kind, kind.schema.number)
        if not path.exists():
            yield kind, path


if __name__ == "__main__":
    with cloud():
        for kind, path in missing():
            text = json.dumps(stored(kind, kind.make()), ensure_ascii=False, indent=1)
            path.write_text(text + "\n")
            print(path.name)
