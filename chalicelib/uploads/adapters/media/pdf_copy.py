"""Copies objects of a PDF into a new one, without those that describe, act, or carry files.

What nothing that was copied refers to does not come along: the new file is written from the copies.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
)

from chalicelib.uploads.adapters.media.boxes import strip_boxes
from chalicelib.uploads.adapters.media.jpeg import strip_jpeg
from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import Refusal

_MOST_OBJECTS = 20_000
_MOST_VALUES = 500_000
"""Numbers, names and the like in all of them together."""
_DEEPEST = 40
_HOLDING = (ArrayObject, DictionaryObject, IndirectObject)
_MOST_PICTURE = 10 * 1024 * 1024
_DROPPED = frozenset(
    [
    "/Metadata", "/PieceInfo", "/LastModified", "/AA", "/JS", "/OpenAction", "/AF", "/EF", "/RF",
    "/OPI", "/Ref", "/Alternates", "/Parent", "/StructParent", "/StructParents", "/Measure",
    "/PtData", "/Names", "/OC", "/XFA", "/RichMediaContent", "/Thumb", "/Dests", "/FFilter",
    "/FDecodeParms", "/Length", "/DL",
]
)  # fmt: skip
_SPEAKING = ("/Filespec", "/EmbeddedFile", "/Action", "/Metadata", "/Sig", "/OCG", "/OCMD")
_JP2 = (b"jP  ", b"ftyp", b"jp2h", b"jp2c")


def resolved(value: Any) -> Any:
    """The object itself, in place of a reference to it; `None` for null."""
    value = value.get_object() if isinstance(value, IndirectObject) else value
    return None if isinstance(value, NullObject) else value


class Copier:
    """Builds the new document."""

    def __init__(self) -> None:
        self._objects: list[Any] = []
        self._copies: dict[tuple[int, int], IndirectObject] = {}
        self._todo: list[tuple[IndirectObject, IndirectObject]] = []
        self._values = 0

    def reserve(self) -> IndirectObject:
        """A reference to an object that is filled in later."""
        self._objects.append(NullObject())
        if len(self._objects) > _MOST_OBJECTS:
            raise Unfit(Refusal.TOO_COMPLEX)
        return IndirectObject(len(self._objects), 0, None)

    def fill(self, place: IndirectObject, content: dict[str, Any]) -> None:
        """Put a dictionary there; its values are copies already."""
        self._objects[place.idnum - 1] = _dictionary(DictionaryObject(), content)

    def add(self, content: dict[str, Any]) -> IndirectObject:
        """The same in a new place."""
        place = self.reserve()
        self.fill(place, content)
        return place

    def copy(self, value: Any) -> Any:
        """A copy of it and of all it refers to; raises `Unfit` for what has no end."""
        new = self._copied(value, 0)
        while self._todo:
            place, source = self._todo.pop()
            self._objects[place.idnum - 1] = self._copied(source.get_object(), 0)
        return new

    def _copied(self, value: Any, depth: int) -> Any:
        self._values += 1
        if self._values > _MOST_VALUES or depth > _DEEPEST:
            raise Unfit(Refusal.TOO_COMPLEX)
        match value:
            case IndirectObject():
                return self._referred(value)
            case DictionaryObject():
                return self._dictionary(value, depth)
            case ArrayObject() if not any(isinstance(one, _HOLDING) for one in value):
                self._values += len(value)
                return value
            case ArrayObject():
                return ArrayObject(self._copied(one, depth + 1) for one in value)
            case None:
                return NullObject()
            case _:
                return value

    def _referred(self, source: IndirectObject) -> IndirectObject:
        key = (source.idnum, source.generation)
        if key not in self._copies:
            self._copies[key] = self.reserve()
            self._todo.append((self._copies[key], source))
        return self._copies[key]

    def _dictionary(self, source: DictionaryObject, depth: int) -> Any:
        if source.get("/Type") in _SPEAKING or "/JS" in source:
            return NullObject()
        if isinstance(source, StreamObject) and "/F" in source:
            raise Unfit(Refusal.UNREADABLE)  # its content lies in another file
        content = {
            key: self._copied(source.raw_get(key), depth + 1)
            for key in source
            if key not in _DROPPED
        }
        if not isinstance(source, StreamObject):
            return _dictionary(DictionaryObject(), content)
        new = StreamObject()
        _dictionary(new, content)
        new._data = _picture(source, new) if source.get("/Subtype") == "/Image" else source._data
        return new

    def written(self, root: IndirectObject) -> bytes:
        """The file."""
        file, offsets = BytesIO(), []
        file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        for number, content in enumerate(self._objects, 1):
            offsets.append(file.tell())
            file.write(b"%d 0 obj\n" % number)
            content.write_to_stream(file)
            file.write(b"\nendobj\n")
        start = file.tell()
        file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1))
        file.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
        trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        file.write(trailer % (len(offsets) + 1, root.idnum, start))
        return file.getvalue()


def _dictionary(new: DictionaryObject, content: dict[str, Any]) -> DictionaryObject:
    for key, value in content.items():
        new[NameObject(key)] = NumberObject(value) if type(value) is int else value
    return new


def _picture(source: StreamObject, new: DictionaryObject) -> bytes:
    """A picture's coded bytes; photos lose their metadata, and keep what shows."""
    data: bytes = source._data
    names = resolved(source.get("/Filter"))
    filters = list(names) if isinstance(names, ArrayObject) else [names]
    if filters[-1] not in ("/DCTDecode", "/DCT", "/JPXDecode"):
        return data
    for packing in filters[:-1]:
        if packing not in ("/FlateDecode", "/Fl"):
            raise Unfit(Refusal.UNREADABLE)
        data = _inflated(data)
    new[NameObject("/Filter")] = filters[-1]
    if len(filters) > 1:
        new.pop(NameObject("/DecodeParms"), None)
    if filters[-1] == "/JPXDecode":
        return data if data[:4] == b"\xff\x4f\xff\x51" else strip_boxes(data, _JP2)
    return strip_jpeg(data, with_profile=False).content


def _inflated(data: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(data, _MOST_PICTURE)
    except zlib.error as broken:
        raise Unfit(Refusal.UNREADABLE) from broken
    if unpacking.unconsumed_tail:
        raise Unfit(Refusal.TOO_COMPLEX)
    return data
