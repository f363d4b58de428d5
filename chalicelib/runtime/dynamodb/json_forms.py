"""Sealed and plain JSON documents of any version, read as dataclasses."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from msgspec import json

from chalicelib.runtime.dynamodb.schemas import MEMBER, Schema, split

T = TypeVar("T")


class JsonForm(Generic[T]):
    """Reads one kind of JSON documents as `form`."""

    def __init__(self, schema: Schema, form: type[T]) -> None:
        self.schema = schema
        self._decoder = json.Decoder(form)
        self._beginning = b'{"%s":' % MEMBER.encode()
        self._present = self._beginning + b"%d," % schema.number

    def decode(self, document: bytes, stored: Any) -> T:
        """A document whose number stands beside it; raises NewerSchema."""
        if self.schema.is_present(stored):
            return self._decoder.decode(document)
        return self._decoder.decode(json.encode(self.schema.upcast(json.decode(document), stored)))

    def decode_numbered(self, document: bytes) -> T:
        """A document whose number is its first member; raises NewerSchema."""
        if document.startswith(self._present):
            return self._decoder.decode(document)
        if not document.startswith(self._beginning):
            return self.decode(document, None)
        number, plain = split(json.decode(document))
        return self.decode(json.encode(plain), number)
