"""The outline of one commune, and how far a point is from it.

Coordinates are degrees, WGS 84. Distances are metres on a plane that touches the ground at the
point: exact to centimetres over the few hundred metres that matter.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from chalicelib.kernel.frozen import frozen

Ring = Sequence[tuple[float, float]]
"""(longitude, latitude) of the corners in order, the first once more at the end."""
Edge = tuple[float, float, float, float]
_STRIP = 16
"""Edges in a strip: few enough that a miss saves much, many enough that boxes are few."""
_EQUATOR_METRES = 6_378_137.0
_ECCENTRICITY_SQUARED = 0.00669437999014


@frozen
class BoundingBox:
    """A rectangle between meridians and parallels."""

    west: float
    south: float
    east: float
    north: float

    @staticmethod
    def around(points: Iterable[tuple[float, float]]) -> BoundingBox:
        """The smallest box that holds all points (longitude, latitude)."""
        lons, lats = zip(*points, strict=True)
        return BoundingBox(min(lons), min(lats), max(lons), max(lats))


class Spot:
    """A point, and what a degree measures there."""

    def __init__(self, lat: float, lon: float) -> None:
        self.lat = lat
        self.lon = lon
        flat = 1 - _ECCENTRICITY_SQUARED * math.sin(math.radians(lat)) ** 2
        across = _EQUATOR_METRES / math.sqrt(flat)
        self.north_metres = math.radians(across * (1 - _ECCENTRICITY_SQUARED) / flat)
        """Metres in a degree of latitude."""
        self.east_metres = math.radians(across * math.cos(math.radians(lat)))
        """Metres in a degree of longitude."""

    def is_within(self, box: BoundingBox, metres: float) -> bool:
        """Whether the box comes that near."""
        up, aside = metres / self.north_metres, metres / self.east_metres
        return (
            box.south - up <= self.lat <= box.north + up
            and box.west - aside <= self.lon <= box.east + aside
        )

    def distance(self, edge: Edge) -> float:
        """Metres to the nearest point of a straight edge."""
        x, y = (edge[0] - self.lon) * self.east_metres, (edge[1] - self.lat) * self.north_metres
        dx = (edge[2] - edge[0]) * self.east_metres
        dy = (edge[3] - edge[1]) * self.north_metres
        squared = dx * dx + dy * dy
        along = min(1.0, max(0.0, -(x * dx + y * dy) / squared)) if squared else 0.0
        return math.hypot(x + along * dx, y + along * dy)


class Boundary:
    """Rings under the even-odd rule, so that a hole is a ring as well.

    Their corners are asked for when a point first comes near the box.
    """

    def __init__(self, box: BoundingBox, corners: Callable[[], Sequence[Ring]]) -> None:
        self.box = box
        self._corners = corners

    def rings(self) -> Sequence[Ring]:
        """Its corners, for whoever draws it."""
        return self._corners()

    def holds(self, spot: Spot) -> bool:
        """Whether the point is inside; points on the line may fall either way."""
        if not spot.is_within(self.box, 0):
            return False
        lat, lon, inside = spot.lat, spot.lon, False
        for box, edges in self._strips:
            if not box.south <= lat <= box.north or lon > box.east:
                continue
            for x1, y1, x2, y2 in edges:
                if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
                    inside = not inside
        return inside

    def distance(self, spot: Spot, reach: float = math.inf) -> float:
        """Metres to the line; infinity if it is farther than `reach`."""
        nearest = reach
        found = math.inf
        for box, edges in self._strips:
            if spot.is_within(box, nearest):
                found = min(found, min(map(spot.distance, edges)))
                nearest = min(nearest, found)
        return found if found <= reach else math.inf

    @cached_property
    def _strips(self) -> list[tuple[BoundingBox, list[Edge]]]:
        """The edges in short runs, each with its box. Made when first needed."""
        strips = []
        for ring in self._corners():
            for start in range(0, len(ring) - 1, _STRIP):
                run = ring[start : start + _STRIP + 1]
                edges = [(*a, *b) for a, b in itertools.pairwise(run)]
                strips.append((BoundingBox.around(run), edges))
        return strips
