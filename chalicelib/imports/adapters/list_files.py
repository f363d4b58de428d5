"""What kind of file it is, by what it begins with: names and declared types are not believed."""

from __future__ import annotations

from chalicelib.imports.adapters.csv_tables import read_csv
from chalicelib.imports.adapters.workbooks import read_workbook
from chalicelib.imports.domain.cells import FileRefused, RawTable
from chalicelib.imports.domain.kinds import ListKind

MOST_MEBIBYTES = 20
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


class TableFiles:
    """CSV and XLSX."""

    def open(self, kind: ListKind, data: bytes) -> RawTable:
        """The table of a file; raises FileRefused, also while its rows are gone through."""
        if len(data) > MOST_MEBIBYTES * 1024 * 1024:
            raise FileRefused("too_large", {"max": MOST_MEBIBYTES})
        if data.startswith(_ZIP):
            return read_workbook(kind, data)
        if data.startswith(_OLE):
            raise FileRefused("old_excel")
        if data.startswith(_OTHERS) or not data.strip():
            raise FileRefused("not_a_table" if data.strip() else "no_rows")
        return read_csv(kind, data)
