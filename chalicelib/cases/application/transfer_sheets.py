"""The transfer sheet of a case as a document to work on: what stands on it, and who writes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.kernel.offered_files import OfferedFiles
from chalicelib.uploads.application.ports import UploadBytes

MOST_PHOTOS = 6
"""In the annex; the rest is seen in the system."""


@dataclass(frozen=True)
class SheetRow:
    """A line of the table: what it is, and what it says."""

    label: str
    text: str
    strong: bool = False


@dataclass(frozen=True)
class TransferSheet:
    """All that stands on it, in its order (Nghị định 30/2020/NĐ-CP)."""

    code: str
    above: str
    body: str
    number: str
    nation: str
    motto: str
    dated: str
    name: str
    about: str
    dear: str
    opening: str
    rows: tuple[SheetRow, ...]
    closing: str
    to: tuple[str, ...]
    signs: tuple[str, ...]
    signer: str
    foot: str
    annex: str
    photo: str
    """Of a photo in the annex, with a gap for its number."""
    made_at: datetime


class SheetWriter(Protocol):
    """Makes a document of it that word processors open."""

    def write(self, sheet: TransferSheet, photos: Sequence[bytes]) -> bytes:
        """The document, photos in an annex; one that cannot be read is left out."""
        ...


@dataclass(frozen=True)
class SheetDesk:
    """What the use case needs."""

    files: OfferedFiles
    writer: SheetWriter
    uploads: UploadBytes


def offer_sheet(desk: SheetDesk, sheet: TransferSheet, photos: Sequence[str]) -> str:
    """Write the sheet with these photos (ids of checked uploads) and say where to fetch it."""
    found = (desk.uploads.read_checked(one) for one in photos[:MOST_PHOTOS])
    content = desk.writer.write(sheet, [one for one in found if one is not None])
    return desk.files.offer(f"phieu-chuyen-{sheet.code}.docx", content)
