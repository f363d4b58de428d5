"""The provinces' outlines as shapely sees them, to hold our own geometry against."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cached_property

from shapely import Geometry, Point, STRtree, affinity, from_geojson
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from chalicelib.runtime.data_files import DATA


def metres_per_degree(lat: float) -> tuple[float, float]:
    """East and north, on the WGS 84 ellipsoid, by the series that surveyors use."""
    phi = math.radians(lat)
    east = 111_412.84 * math.cos(phi) - 93.5 * math.cos(3 * phi) + 0.118 * math.cos(5 * phi)
    north = 111_132.92 - 559.82 * math.cos(2 * phi) + 1.175 * math.cos(4 * phi)
    return east, north


@dataclass(frozen=True)
class Outlines:
    """The communes of a province as polygons (longitude, latitude)."""

    province: str

    @cached_property
    def polygons(self) -> dict[str, BaseGeometry]:
        """By commune code."""
        path = DATA / self.province / "boundaries.geojson"
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return {
            feature["properties"]["code"]: from_geojson(json.dumps(feature["geometry"]))
            for feature in sorted(features, key=lambda feature: feature["properties"]["code"])
        }

    @cached_property
    def union(self) -> Geometry:
        """The whole province."""
        return unary_union(list(self.polygons.values()))

    @cached_property
    def _tree(self) -> STRtree:
        return STRtree(list(self.polygons.values()))

    def near(self, lat: float, lon: float, degrees: float = 0.01) -> list[str]:
        """Codes of the communes within so many degrees of a point, in order."""
        found = self._tree.query(Point(lon, lat), predicate="dwithin", distance=degrees)
        codes = list(self.polygons)
        return sorted(codes[index] for index in found)

    def metres(self, code: str, lat: float, lon: float) -> float:
        """From a point to a commune, 0 inside."""
        return self._on_plane(self.polygons[code], lat, lon).distance(Point(0, 0))

    def metres_to_border(self, lat: float, lon: float) -> float:
        """From a point to the nearest border line of any commune."""
        lines = [self.polygons[code].boundary for code in self.near(lat, lon)]
        planes = [self._on_plane(line, lat, lon) for line in lines]
        return min((plane.distance(Point(0, 0)) for plane in planes), default=math.inf)

    def _on_plane(self, shape: BaseGeometry, lat: float, lon: float) -> BaseGeometry:
        east, north = metres_per_degree(lat)
        moved = affinity.translate(shape, -lon, -lat)
        return affinity.scale(moved, east, north, origin=(0, 0))


OUTLINES = {name: Outlines(name) for name in ("lao_cai", "lai_chau")}
