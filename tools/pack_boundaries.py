"""Make `boundaries.bin` of each province from its `boundaries.geojson`.

    python -m tools.pack_boundaries

The form of the packed file is told in `chalicelib/places/adapters/boundary_files.py`.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chalicelib.places.adapters.boundary_files import UNITS

DATA = Path(__file__).parents[1] / "chalicelib" / "data"


def pack(collection: dict[str, Any]) -> bytes:
    """The packed form of a GeoJSON feature collection of polygons and multi-polygons."""
    rings = sorted(_rings(collection))
    heads, corners = array("i", [len(rings)]), array("i")
    for code, points in rings:
        lons, lats = points[::2], points[1::2]
        heads.extend([code, len(lons), min(lons), min(lats), max(lons), max(lats)])
        corners.extend(points)
    numbers = heads + corners
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _rings(collection: dict[str, Any]) -> Iterator[tuple[int, list[int]]]:
    for feature in collection["features"]:
        geometry = feature["geometry"]
        single = geometry["type"] == "Polygon"
        for polygon in [geometry["coordinates"]] if single else geometry["coordinates"]:
            for ring in polygon:
                numbers = [round(degrees * UNITS) for point in ring for degrees in point]
                yield int(feature["properties"]["code"]), numbers


if __name__ == "__main__":
    for source in sorted(DATA.glob("*/boundaries.geojson")):
        target = source.with_suffix(".bin")
        target.write_bytes(pack(json.loads(source.read_text(encoding="utf-8"))))
        print(f"{target.relative_to(DATA)}: {target.stat().st_size:,} bytes")
