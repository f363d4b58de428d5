"""What the campaign's board makes of a report: who is behind, what each needs a day, the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.figures.pages.commune_map import CommuneShape, ShadedMap, outlines
from chalicelib.figures.pages.numbers import ShownShare, share

Line = Mapping[str, Any]
SHADES = ("milestone", "target", "listed")
"""Accounts against what was to be there by today, against the whole target, against the list."""
_MILESTONES = (50, 75, 100)
"""Per cent of what was to be there by now, from which on each further class begins."""
_MILESTONE_CLASSES = ("d1", "d2", "d3", "d5")
_TENTHS = (20, 40, 60, 80)


@dataclass(frozen=True)
class BehindLine:
    """A commune that has not come to its target: how much is missing, and what it takes a day to
    come to all of it by its last day (None: that day is over)."""

    row: Line
    missing: int
    needed: int | None


def milestone(line: Line) -> ShownShare:
    """Accounts of those that were to be there by now; of nothing where there is no target yet."""
    return ShownShare(line["accounts"], line["target"] or 0)


def shown(line: Line, figure: str) -> ShownShare:
    """The share that a figure is."""
    if figure == "milestone":
        return milestone(line)
    found = line[f"of_{figure}"]
    return share(found) if found else ShownShare(line["accounts"], 0)


def behind(report: Line, today: date) -> list[BehindLine]:
    """The farthest first, as the report names them."""
    by_key = {row["key"]: row for row in report["rows"]}
    rows = [by_key[key] for key in report["behind"]]
    return [BehindLine(row, row["behind"], needed(row, today)) for row in rows]


def needed(line: Line, today: date) -> int | None:
    """Accounts a day from today on, so that the whole target is there on its last day; rounded up.

    None without a target, or after its last day.
    """
    if not line["forecast"] or line["of_target"] is None:
        return None
    days = (date.fromisoformat(line["forecast"]["day"]) - today).days + 1
    left = max(line["of_target"]["of"] - line["of_target"]["n"], 0)
    return -(-left // days) if days > 0 else None


def ordered(rows: Sequence[Line], figure: str) -> list[Line]:
    """The lowest share first; those without one behind all others, by name."""

    def place(row: Line) -> tuple[bool, float, str]:
        counted = shown(row, figure)
        return not counted.of, counted.n / counted.of if counted.of else 0.0, row["name"]

    return sorted(rows, key=place)


def shaded(province: str, rows: Sequence[Line], figure: str) -> ShadedMap:
    """All communes; those without a target or a list are hatched."""
    drawing, by_code = outlines(province), {str(row["key"]): row for row in rows}
    shapes = [
        CommuneShape(code, path, _shade(by_code.get(code), figure), by_code.get(code))
        for code, path in drawing["paths"].items()
    ]
    edges = _MILESTONES if figure == "milestone" else _TENTHS
    legend: list[tuple[str, float | None]] = [
        (_class(place, figure), edge) for place, edge in enumerate([0.0, *edges])
    ]
    return ShadedMap(drawing["width"], drawing["height"], shapes, [*legend, ("dx", None)])


def _shade(row: Line | None, figure: str) -> str:
    counted = shown(row, figure) if row else ShownShare(0, 0)
    if not counted.of:
        return "dx"
    edges = _MILESTONES if figure == "milestone" else _TENTHS
    return _class(sum(counted.meets(edge) for edge in edges), figure)


def _class(place: int, figure: str) -> str:
    return _MILESTONE_CLASSES[place] if figure == "milestone" else f"m{place + 1}"
