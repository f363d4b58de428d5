"""Notes, links and filled-in fields of a PDF's page, without who made them and what they do."""

from __future__ import annotations

from typing import Any

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from chalicelib.uploads.adapters.media.pdf_copy import resolved

_SUBTYPES = frozenset(
    [
    "/Link", "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine",
    "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink",
]
)  # fmt: skip
_KEPT = (
    "/Rect", "/Contents", "/F", "/Border", "/BS", "/BE", "/C", "/IC", "/CA", "/QuadPoints",
    "/Vertices", "/InkList", "/L", "/LE", "/DA", "/Q", "/AS",
)  # fmt: skip
_SCHEMES = ("http://", "https://", "mailto:", "tel:")


def plain_note(note: Any) -> dict[str, Any] | None:
    """What of an annotation stays: its looks, its text, and a link to a page of the web."""
    if not isinstance(note, DictionaryObject):
        return None
    subtype = note.get("/Subtype")
    new = {key: note.raw_get(key) for key in _KEPT if key in note}
    looks = resolved((resolved(note.get("/AP")) or {}).get("/N"))
    if subtype == "/Widget":
        subtype = "/Stamp" if looks is not None else "/FreeText"
        if looks is None and not _written_in(note, new):
            return None
    if subtype not in _SUBTYPES:
        return None
    if looks is not None:
        appearances = DictionaryObject()
        appearances[NameObject("/N")] = resolved(note["/AP"]).raw_get("/N")
        new["/AP"] = appearances
    if subtype == "/Link":
        address = _address(note)
        if address is None:
            return None
        new["/A"] = address
    return {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject(subtype),
        **dict(sorted(new.items())),
    }


def _written_in(note: DictionaryObject, new: dict[str, Any]) -> bool:
    """A field's value, for viewers that were to draw it themselves."""
    parent = resolved(note.get("/Parent")) or {}
    value = resolved(note.get("/V")) or resolved(parent.get("/V"))
    if not isinstance(value, str) or isinstance(value, NameObject):
        return False
    new["/Contents"] = TextStringObject(value)
    new["/DA"] = TextStringObject("/Helv 10 Tf 0 g")
    new["/Border"] = ArrayObject()
    return True


def _address(note: DictionaryObject) -> DictionaryObject | None:
    action = resolved(note.get("/A"))
    uri = resolved(action.get("/URI")) if isinstance(action, DictionaryObject) else None
    if isinstance(uri, ByteStringObject):
        uri = uri.decode("latin-1")
    if not isinstance(uri, str) or not uri.lower().startswith(_SCHEMES):
        return None
    new = DictionaryObject()
    new[NameObject("/S")] = NameObject("/URI")
    new[NameObject("/URI")] = TextStringObject(uri)
    return new
