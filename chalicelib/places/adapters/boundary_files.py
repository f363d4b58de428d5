"""Boundaries in a packed file, so that the first question of place costs little.

A stream of little-endian 32-bit integers: the number of rings; for each ring its commune's code,
its number of corners and its box (west, south, east, north); then the corners of all rings,
longitude and latitude by turns. Degrees are in units of 1/10,000 (about 10 m), as in the GeoJSON
file beside it, from which `tools/pack_boundaries.py` makes it.
"""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from chalicelib.places.domain.boundaries import Boundary, BoundingBox, Ring

UNITS = 10_000
"""Units in a degree."""
RING_FIELDS = 6


def read_boundaries(path: Path) -> dict[str, Boundary]:
    """Boundaries by commune code."""
    numbers = array("i", path.read_bytes())
    if sys.byteorder == "big":
        numbers.byteswap()
    at = 1 + numbers[0] * RING_FIELDS
    rings: dict[str, list[array[int]]] = defaultdict(list)
    boxes: dict[str, list[BoundingBox]] = defaultdict(list)
    for head in range(1, at, RING_FIELDS):
        code, count, *sides = numbers[head : head + RING_FIELDS]
        name, end = f"{code:05d}", at + 2 * count
        rings[name].append(numbers[at:end])
        boxes[name].append(BoundingBox(*(side / UNITS for side in sides)))
        at = end
    return {name: Boundary(_around(boxes[name]), partial(_degrees, rings[name])) for name in rings}


def _around(boxes: Iterable[BoundingBox]) -> BoundingBox:
    corners = [((box.west, box.south), (box.east, box.north)) for box in boxes]
    return BoundingBox.around(corner for pair in corners for corner in pair)


def _degrees(rings: Iterable[array[int]]) -> list[Ring]:
    return [[(x / UNITS, y / UNITS) for x, y in zip(*[iter(r)] * 2, strict=True)] for r in rings]
