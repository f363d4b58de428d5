"""Sums by cell, in the file of a command's marks: however many cells there are, few are held."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from chalicelib.cases.domain.standing_rows import cell_of, cell_row
from chalicelib.cases.domain.standings import Cell, Cells
from chalicelib.figures.application.ports import CountedCell, Month
from chalicelib.figures.application.recount import Difference
from operations.marks import MarkBook

AT_A_TIME = 500
"""Cells that are read at once; also those of one page of the log that is written anew."""
_TABLE = """
CREATE TABLE IF NOT EXISTS {name} (
    month TEXT, cell TEXT, counted INTEGER NOT NULL, kept INTEGER NOT NULL,
    PRIMARY KEY (month, cell)) WITHOUT ROWID
"""
_ADD = """
INSERT INTO {name} VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    counted = counted + excluded.counted, kept = kept + excluded.kept
"""
_LATER = "(month, cell) > (?, ?) ORDER BY month, cell LIMIT ?"


class CellSums:
    """What was counted, and what is kept, by cell. Safe to use from several threads."""

    def __init__(self, marks: MarkBook, name: str) -> None:
        self._marks = marks
        self._name = name
        with marks.together() as db:
            db.execute(_TABLE.format(name=name))

    def add_counted(self, cells: Cells) -> None:
        """Of some cases."""
        self._add((*_place(cell), n, 0) for cell, n in cells.items())

    def add_kept(self, cells: Iterable[CountedCell]) -> None:
        """Of some pages of the log; a cell may be there several times."""
        sums: Cells = Counter()
        for cell, n in cells:
            sums[cell] += n
        self._add((*_place(cell), 0, n) for cell, n in sums.items())

    def differences(self) -> Iterator[Difference]:
        """Cells of which something else is kept than was counted."""
        for _, text, counted, kept in self._rows("counted <> kept"):
            yield Difference(cell_of(json.loads(text))[0], kept, counted)

    def months(self) -> list[Month]:
        """Those of which anything was counted, in their order."""
        asked = f"SELECT DISTINCT month FROM {self._name} WHERE counted <> 0 ORDER BY month"
        with self._marks.together() as db:
            return [month for (month,) in db.execute(asked)]

    def counted(self, month: Month, after: str) -> Sequence[tuple[str, CountedCell]]:
        """What was counted in a month behind that place ("": from the first on), each with its
        place; as many as one page holds."""
        asked = f"SELECT cell, counted FROM {self._name} WHERE counted <> 0 AND month = ?"
        with self._marks.together() as db:
            order = " AND cell > ? ORDER BY cell LIMIT ?"
            found = db.execute(asked + order, (month, after, AT_A_TIME)).fetchall()
        return [(text, (cell_of(json.loads(text))[0], n)) for text, n in found]

    def _add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        with self._marks.together() as db:
            db.executemany(_ADD.format(name=self._name), rows)

    def _rows(self, having: str) -> Iterator[tuple[Any, ...]]:
        """In their order, some at a time, so that others get at the file in between."""
        asked = f"SELECT month, cell, counted, kept FROM {self._name} WHERE {having} AND {_LATER}"
        place = ("", "")
        while True:
            with self._marks.together() as db:
                rows = db.execute(asked, (*place, AT_A_TIME)).fetchall()
            yield from rows
            if len(rows) < AT_A_TIME:
                return
            place = rows[-1][:2]


def _place(cell: Cell) -> tuple[str, str]:
    """Month, and the cell as text: those that are alike stand together."""
    text = json.dumps(cell_row(cell, 0), ensure_ascii=False, separators=(",", ":"))
    return f"{cell.day:%Y-%m}", text
