"""Communes, and the one to which a point belongs. Source: docs/handbook.md §9."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property

from chalicelib.kernel.frozen import frozen
from chalicelib.places.domain.boundaries import Boundary, Ring, Spot

NEAR_METRES = 100.0
"""A point this far outside the province is taken to the nearest commune; farther is outside."""
ON_THE_LINE_METRES = 0.1
"""A border this near, and distances this alike, count as the same: phones send six decimals."""


class CommuneKind(StrEnum):
    """What kind of commune it is."""

    WARD = "phuong"
    RURAL = "xa"


@frozen
class Commune:
    """A commune or ward. `code` has five digits, `name` is the full one: «Phường Lào Cai»."""

    code: str
    name: str
    kind: CommuneKind


class Gazetteer:
    """The province's communes and, from the first question of place on, their boundaries."""

    def __init__(
        self, communes: Iterable[Commune], load_boundaries: Callable[[], Mapping[str, Boundary]]
    ) -> None:
        self._communes = {commune.code: commune for commune in communes}
        self._load_boundaries = load_boundaries

    def communes(self) -> tuple[Commune, ...]:
        """All communes by code."""
        return tuple(self._communes[code] for code in sorted(self._communes))

    def commune(self, code: str) -> Commune | None:
        """The commune of that code."""
        return self._communes.get(code)

    def locate(self, lat: float, lon: float) -> str | None:
        """The code of the commune to which a point (degrees) belongs; None: outside the province.

        On a border line, in an overlap and where two are equally near, the lower code wins.
        """
        spot = Spot(lat, lon)
        near = {
            code: boundary
            for code, boundary in self._boundaries.items()
            if spot.is_within(boundary.box, NEAR_METRES)
        }
        holding = {code for code, boundary in near.items() if boundary.holds(spot)}
        reach = ON_THE_LINE_METRES if holding else NEAR_METRES
        distances = {
            code: 0.0 if code in holding else boundary.distance(spot, reach)
            for code, boundary in near.items()
        }
        nearest = min(distances.values(), default=math.inf)
        if nearest > reach:
            return None
        alike = nearest + ON_THE_LINE_METRES
        return min(code for code, distance in distances.items() if distance <= alike)

    def outlines_near(self, lat: float, lon: float, metres: float) -> Mapping[str, Sequence[Ring]]:
        """What there is to draw around a point (degrees): outlines of all communes whose box comes
        that near, by code."""
        spot = Spot(lat, lon)
        return {
            code: boundary.rings()
            for code, boundary in self._boundaries.items()
            if spot.is_within(boundary.box, metres)
        }

    def distance(self, code: str, lat: float, lon: float) -> float:
        """Metres from a point (degrees) to that commune, 0 inside; KeyError: no such commune."""
        spot, boundary = Spot(lat, lon), self._boundaries[code]
        return 0.0 if boundary.holds(spot) else boundary.distance(spot)

    @cached_property
    def _boundaries(self) -> Mapping[str, Boundary]:
        return self._load_boundaries()
