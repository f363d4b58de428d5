"""PDF documents: a new document of the pages alone, of what they need to be shown.

Author and dates, XMP, scripts, actions, attached files, forms' logic, bookmarks and the tree of
tags hang on the catalogue, on pages' and notes' own keys, none of which is copied. Photos lose
their own metadata. A signature does not outlive that, as none outlives any change.
Source: ISO 32000-2.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from chalicelib.uploads.adapters.media.pdf_copy import Copier, resolved
from chalicelib.uploads.adapters.media.pdf_notes import plain_note
from chalicelib.uploads.application.ports import CleanFile, Unfit
from chalicelib.uploads.domain.uploads import Refusal

_MOST_PAGES = 2_000
_MOST_ENTRIES = 40_000
"""In all tables of objects; each is looked at when the file is opened."""
_ENTRIES = (b" n \n", b" n\r\n", b" n \r", b" f \n", b" f\r\n", b" f \r", b"obj")
"""How lines of tables end, and how objects begin and end."""
_TAIL = 1024
_PAGE = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group")
_INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
_LIMITS: dict[str, Any] = {
    "maximum_declared_stream_length": 20_000_000,
    "array_based_stream_maximum_output_length": 20_000_000,
    "zlib_maximum_output_length": 20_000_000,
    "zlib_maximum_recovery_input_length": 100_000,
    "lzw_maximum_output_length": 1_000_000,
    "run_length_maximum_output_length": 1_000_000,
    "stream_decoding_work_maximum_length": 40_000_000,
    "stream_filters_maximum_length": 4,
    "jbig2dec_binary": None,
}
"""Only tables of objects are unfolded here, never pages or pictures."""
_BROKEN = (
    PyPdfError,
    OSError,
    ValueError,
    TypeError,
    ArithmeticError,
    LookupError,
    AttributeError,
    AssertionError,
    RecursionError,
    NotImplementedError,
)


def clean_document(data: bytes) -> CleanFile:
    """The same pages; raises `Unfit`, also for what is encrypted: nobody can look into it."""
    if b"%%EOF" not in data[-_TAIL:]:
        raise Unfit(Refusal.UNREADABLE)
    if sum(map(data.count, _ENTRIES)) > 3 * _MOST_ENTRIES:
        raise Unfit(Refusal.TOO_COMPLEX)
    try:
        with apply_configuration(**_LIMITS):
            return CleanFile(_rewritten(data))
    except (DependencyError, FileNotDecryptedError) as locked:
        raise Unfit(Refusal.ENCRYPTED) from locked
    except _BROKEN as broken:
        raise Unfit(Refusal.UNREADABLE) from broken


def _rewritten(data: bytes) -> bytes:
    reader = PdfReader(BytesIO(data), xref_stream_maximum_entries=_MOST_ENTRIES)
    if reader.is_encrypted:
        raise Unfit(Refusal.ENCRYPTED)
    copier = Copier()
    root, tree = copier.reserve(), copier.reserve()
    kids = ArrayObject()
    for page in _pages(reader.root_object):
        kids.append(copier.add(_page(page, copier, tree)))
    if not kids:
        raise Unfit(Refusal.UNREADABLE)
    copier.fill(root, {"/Type": NameObject("/Catalog"), "/Pages": tree})
    copier.fill(tree, {"/Type": NameObject("/Pages"), "/Kids": kids, "/Count": len(kids)})
    return copier.written(root)


def _pages(root: DictionaryObject) -> Iterator[dict[str, Any]]:
    """All pages in their order, with what they inherit; a tree that bites its tail is refused."""
    todo: list[tuple[Any, dict[str, Any]]] = [(root.get("/Pages"), {})]
    seen = 0
    while todo:
        node, inherited = todo.pop()
        node = resolved(node)
        seen += 1
        if seen > _MOST_PAGES:
            raise Unfit(Refusal.TOO_COMPLEX)
        if not isinstance(node, DictionaryObject):
            raise Unfit(Refusal.UNREADABLE)
        own = inherited | {key: node[key] for key in _INHERITED if key in node}
        if "/Kids" in node:
            kids = resolved(node.raw_get("/Kids"))
            todo.extend((kid, own) for kid in reversed(kids))
            if len(todo) > _MOST_PAGES:
                raise Unfit(Refusal.TOO_COMPLEX)
        else:
            yield own | {key: node.raw_get(key) for key in node}


def _page(page: dict[str, Any], copier: Copier, tree: Any) -> dict[str, Any]:
    new = {key: copier.copy(page[key]) for key in _PAGE if key in page}
    notes = ArrayObject()
    for note in resolved(page.get("/Annots")) or ():
        plain = plain_note(resolved(note))
        if plain is not None:
            notes.append(copier.add({key: copier.copy(value) for key, value in plain.items()}))
    if notes:
        new["/Annots"] = notes
    return {"/Type": NameObject("/Page"), "/Parent": tree, **new}
