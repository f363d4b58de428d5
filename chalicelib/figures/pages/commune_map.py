"""The map of communes, shaded by a figure; its table stands beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from chalicelib.figures.pages.numbers import ShownShare, share, total_received
from chalicelib.runtime.data_files import read_document

FEWEST = 8
"""Below so many rounds, shares are not compared."""
SHADES = ("on_time", "satisfaction", "pending_overdue", "received")
_SHARES = ("on_time", "satisfaction")
_FALL_SHORT = (10, 5, 0)
"""A share is short of its aim by more than so many points, in classes 1, 2 and 3."""


@dataclass(frozen=True)
class CommuneShape:
    """An outline, with the class of its shade and the line of the report that it shows."""

    code: str
    path: str
    shade: str
    line: Mapping[str, Any] | None


@dataclass(frozen=True)
class ShadedMap:
    """The drawing, and what the classes stand for: each with its lowest value."""

    width: int
    height: int
    shapes: Sequence[CommuneShape]
    legend: Sequence[tuple[str, float | None]]


def shaded(
    province: str, rows: Sequence[Mapping[str, Any]], figure: str, aims: Mapping[str, int]
) -> ShadedMap:
    """All communes; those without a line, or with too few rounds, are hatched."""
    drawing = outlines(province)
    by_code = {str(row["key"]): row for row in rows}
    edges = _edges(rows, figure, aims)
    shapes = [
        CommuneShape(code, path, _shade(by_code.get(code), figure, edges), by_code.get(code))
        for code, path in drawing["paths"].items()
    ]
    kind = "d" if figure in _SHARES else "m"
    legend: list[tuple[str, float | None]] = [
        (f"{kind}{place}", edge) for place, edge in enumerate([0.0, *edges], 1)
    ]
    if figure in _SHARES:
        legend.append(("dx", None))
    return ShadedMap(drawing["width"], drawing["height"], shapes, legend)


def _edges(rows: Sequence[Mapping[str, Any]], figure: str, aims: Mapping[str, int]) -> list[float]:
    """From which value on each further class begins."""
    if figure in _SHARES:
        aim = aims[figure]
        return [*(float(aim - short) for short in _FALL_SHORT), aim + (100 - aim) / 2]
    most = max([_count(row, figure) for row in rows], default=0)
    step = max(1, -(-most // 5))
    return [float(step * place) for place in range(1, 5)]


def _shade(row: Mapping[str, Any] | None, figure: str, edges: Sequence[float]) -> str:
    if figure in _SHARES:
        counted = share(row[figure]) if row else ShownShare(0, 0)
        if counted.of < FEWEST or counted.percent is None:
            return "dx"
        return f"d{1 + sum(counted.n * 100 >= edge * counted.of for edge in edges)}"
    value = _count(row, figure) if row else 0
    return f"m{1 + sum(value >= edge for edge in edges)}" if value else "m0"


def _count(row: Mapping[str, Any], figure: str) -> int:
    return total_received(row) if figure == "received" else int(row[figure])


@cache
def outlines(province: str) -> Mapping[str, Any]:
    """`width`, `height`, and a path for each commune's code."""
    document = read_document(province, "commune_map")
    assert isinstance(document, dict)
    return document


def order(rows: Sequence[Mapping[str, Any]], figure: str) -> list[Mapping[str, Any]]:
    """The table's: of shares the lowest first, without those of too few rounds; of numbers the
    highest first."""
    if figure in _SHARES:
        enough = [row for row in rows if row[figure]["of"] >= FEWEST]
        return sorted(enough, key=lambda row: row[figure]["n"] / row[figure]["of"])
    counted = [row for row in rows if _count(row, figure)]
    return sorted(counted, key=lambda row: -_count(row, figure))
