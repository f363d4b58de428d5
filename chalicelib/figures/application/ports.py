"""Where the counted spells are kept, and the files of reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chalicelib.figures.domain.figures import Spell

Cells = Counter[Spell]


@dataclass(frozen=True)
class Contribution:
    """What one case has contributed so far, and as which version of it."""

    version: int
    cells: Cells


@dataclass(frozen=True)
class Kept:
    """Counted spells; `unreadable` names the months and agencies whose cells cannot be read."""

    cells: Sequence[tuple[Spell, int]]
    unreadable: tuple[str, ...] = ()


class FigureStore(Protocol):
    """Counted spells, and what each case contributed to them."""

    def contribution(self, code: str) -> Contribution | None:
        """What the case has contributed, read consistently."""
        ...

    def replace(self, code: str, old: Contribution | None, new: Contribution) -> bool:
        """Put `new` in place of `old` and the difference into the cells, together or not at all.

        False if somebody else came in between.
        """
        ...

    def all_cells(self) -> Kept:
        """Every cell: for recounting, never for a report."""
        ...

    def reset(self, cells: Cells, contributions: Mapping[str, Contribution]) -> None:
        """Replace everything that is kept."""
        ...

    def cells_since(self, day: date) -> Kept:
        """All cells that a report beginning on `day` may need."""
        ...


class ReportFiles(Protocol):
    """Where spreadsheets are fetched from."""

    def publish(self, name: str, content: bytes) -> str:
        """Store the file; a signed address that is good for five minutes."""
        ...
