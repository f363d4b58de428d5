"""What a file gives, before anybody knows what its columns mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chalicelib.kernel.errors import Param


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell as text. `is_number`: the spreadsheet holds it as a number, so that zeros in front
    are gone. `fault`: what the cell holds is no text, and what it is instead."""

    text: str
    is_number: bool = False
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row, and the line where it begins, as a spreadsheet counts (from 1). `fault` concerns
    the whole row."""

    line: int
    cells: tuple[RawCell, ...]
    fault: str | None = None

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in it."""
        return not any(cell.text or cell.fault for cell in self.cells)


@dataclass(frozen=True)
class RowFault:
    """One thing wrong with a row, or with the whole file (line 0). No value that somebody typed is
    in it. `column` is the column's name, None: the row itself."""

    line: int
    column: str | None
    code: str
    params: Mapping[str, Param] = field(default_factory=dict)


class FileRefused(Exception):
    """Nothing can be made of the file as it is; it will not get better by trying again."""

    def __init__(self, code: str, params: Mapping[str, Param] | None = None) -> None:
        super().__init__(code)
        self.fault = RowFault(0, None, code, params or {})


@dataclass(frozen=True)
class RawTable:
    """A file's rows, to be gone through once, and what was noticed while it was opened (codes)."""

    rows: Iterable[RawRow]
    noticed: tuple[str, ...] = ()
