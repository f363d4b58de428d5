"""Make `commune_map.json` of each province from its `boundaries.geojson`: outlines to shade.

    python -m tools.draw_communes

Communes are paths of an SVG 560 wide; borders are simplified once for both neighbours, so that no
gap opens between them (shapely, of the development's packages).
"""

from __future__ import annotations

import json
from math import cos, radians
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

DATA = Path(__file__).parents[1] / "chalicelib" / "data"
WIDTH, EDGE, COARSE = 560, 6, 1.6
"""In units of the drawing; the last is how far a border may move."""


def drawn(collection: dict[str, Any]) -> dict[str, Any]:
    """The drawing of a GeoJSON feature collection."""
    codes = [one["properties"]["code"] for one in collection["features"]]
    areas = [shape(one["geometry"]) for one in collection["features"]]
    west, south, east, north = shapely.total_bounds(areas)
    flat = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * EDGE) / ((east - west) * flat)

    def placed(points: Any) -> Any:
        points[:, 0] = (points[:, 0] - west) * flat * scale + EDGE
        points[:, 1] = (north - points[:, 1]) * scale + EDGE
        return points

    coverage = shapely.coverage_simplify(shapely.transform(areas, placed), COARSE)
    height = round((north - south) * scale) + 2 * EDGE
    paths = {f"{int(code):05d}": _path(area) for code, area in zip(codes, coverage, strict=True)}
    return {"width": WIDTH, "height": height, "paths": dict(sorted(paths.items()))}


def _path(area: Any) -> str:
    parts = []
    for ring in (ring for polygon in _polygons(area) for ring in _rings(polygon)):
        corners = [(round(x), round(y)) for x, y in ring.coords[:-1]]
        steps = [corners[0]]
        path = f"M{corners[0][0]} {corners[0][1]}l"
        for corner in corners[1:]:
            if corner != steps[-1]:
                path += f"{corner[0] - steps[-1][0]} {corner[1] - steps[-1][1]} "
                steps.append(corner)
        if len(steps) > 2:
            parts.append(path.rstrip().replace(" -", "-") + "z")
    return "".join(parts)


def _polygons(area: Any) -> list[Any]:
    return list(area.geoms) if area.geom_type == "MultiPolygon" else [area]


def _rings(polygon: Any) -> list[Any]:
    return [polygon.exterior, *polygon.interiors]


if __name__ == "__main__":
    for source in sorted(DATA.glob("*/boundaries.geojson")):
        target = source.with_name("commune_map.json")
        drawing = drawn(json.loads(source.read_text(encoding="utf-8")))
        target.write_text(json.dumps(drawing, indent=0) + "\n", encoding="utf-8")
        print(f"{target.relative_to(DATA)}: {target.stat().st_size:,} bytes")
