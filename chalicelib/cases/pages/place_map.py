"""Where a case lies, drawn on our own boundaries: eight kilometres across, a ring of 100 m, a
scale.

It is SVG of the server, so that it stands without script and on paper; by script it becomes a map
that moves (`static/js/map.js`), with the outlines of the whole province. Nobody else is asked for
either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.kernel.frozen import frozen
from chalicelib.places.domain.boundaries import Ring, Spot
from chalicelib.runtime.pages.static import static_url
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings

WIDTH, HEIGHT = 400, 320
_METRES = 20.0
"""In a unit of the drawing."""
_REACH = 4_000.0
"""Metres from the place to the farther edge of the drawing."""
_BEYOND = 40
"""Units outside the drawing to which corners that are far away are pulled."""


@frozen
class DrawnCommune:
    """An outline as the path of an SVG; `here`: the case lies in it."""

    name: str
    path: str
    here: bool


@frozen
class PlaceMap:
    """The drawing of one place, and where the map that moves finds its outlines."""

    lat: float
    lon: float
    communes: tuple[DrawnCommune, ...]
    outlines: str
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def written(self) -> str:
        """Latitude and longitude, as they are said."""
        return f"{self.lat:.5f}; {self.lon:.5f}".replace(".", ",")


def place_map(case: Mapping[str, Any]) -> PlaceMap | None:
    """None: nobody marked a place."""
    at = case["location"]
    if not at:
        return None
    gazetteer, spot = services().get(CaseDesk).gazetteer, Spot(at["lat"], at["lon"])
    found = gazetteer.outlines_near(spot.lat, spot.lon, _REACH)
    named = ((gazetteer.commune(code), rings) for code, rings in found.items())
    drawn = [
        DrawnCommune(one.name, "".join(_paths(rings, spot)), one.code == case["commune"]["code"])
        for one, rings in named
        if one
    ]
    drawn = sorted((one for one in drawn if one.path), key=lambda one: one.here)
    outlines = static_url(f"map/{services().get(Settings).province}.json")
    return PlaceMap(spot.lat, spot.lon, tuple(drawn), outlines)


def _paths(rings: Iterable[Ring], spot: Spot) -> Iterator[str]:
    """Only what comes into the drawing."""
    for ring in rings:
        corners = _corners(ring, spot)
        if len({x for x, _ in corners}) > 1 and len({y for _, y in corners}) > 1:
            yield "M" + "L".join([f"{x} {y}" for x, y in corners]) + "z"


def _corners(ring: Ring, spot: Spot) -> list[tuple[int, int]]:
    """In units of the drawing; what is beyond it on one side is one corner there."""
    east, north = spot.east_metres, spot.north_metres
    right, low = WIDTH + _BEYOND, HEIGHT + _BEYOND
    corners: list[tuple[int, int]] = []
    before = None
    for lon, lat in ring:
        x = WIDTH / 2 + (lon - spot.lon) * east / _METRES
        y = HEIGHT / 2 - (lat - spot.lat) * north / _METRES
        corner = (
            -_BEYOND if x < -_BEYOND else right if x > right else round(x),
            -_BEYOND if y < -_BEYOND else low if y > low else round(y),
        )
        if corner != before:
            corners.append(corner)
        before = corner
    return corners
