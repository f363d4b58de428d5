"""To which commune a point belongs, held against shapely on the real boundaries of both provinces.

Source of the rules: docs/handbook.md §9.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import Point

from chalicelib.places.domain.communes import NEAR_METRES, Gazetteer
from tests.support.directory import PROVINCES
from tests.support.places import OUTLINES, Outlines, metres_per_degree

BOTH = pytest.mark.parametrize("province", list(PROVINCES))
ALIKE = 1e-6
"""Degrees (about 0.1 m) within which shapely's borders count as touched."""


def place_of(province: str) -> tuple[Gazetteer, Outlines]:
    return PROVINCES[province].gazetteer, OUTLINES[province]


@BOTH
def test_every_commune_holds_its_own_point(province: str) -> None:
    """A point well inside a commune is that commune's, for all 137 of them."""
    gazetteer, outlines = place_of(province)
    for code, polygon in outlines.polygons.items():
        inside = polygon.representative_point()
        assert gazetteer.locate(inside.y, inside.x) == code
        assert gazetteer.distance(code, inside.y, inside.x) == 0


@BOTH
def test_every_corner_belongs_to_the_lowest_code(province: str) -> None:
    """A corner is a border point of all communes that meet there."""
    gazetteer, outlines = place_of(province)
    corners = {
        corner for polygon in outlines.polygons.values() for corner in polygon.exterior.coords
    }
    for lon, lat in corners:
        assert gazetteer.locate(lat, lon) == outlines.near(lat, lon, ALIKE)[0]


@BOTH
def test_every_middle_of_a_border_line_belongs_to_the_lowest_code(province: str) -> None:
    """A border line is neither's alone: the lower code wins along it (every fourth is tried)."""
    gazetteer, outlines = place_of(province)
    for lat, lon in middles(outlines):
        assert gazetteer.locate(lat, lon) == outlines.near(lat, lon, ALIKE)[0]


def middles(outlines: Outlines) -> Iterator[tuple[float, float]]:
    for polygon in outlines.polygons.values():
        corners = list(polygon.exterior.coords)
        for (x1, y1), (x2, y2) in list(itertools.pairwise(corners))[::4]:
            yield (y1 + y2) / 2, (x1 + x2) / 2


def test_an_overlap_belongs_to_the_lower_code() -> None:
    """Where simplification left a few square metres to two communes, the lower code has them."""
    gazetteer, outlines = place_of("lao_cai")
    found = 0
    for code, polygon in outlines.polygons.items():
        for other in (o for o in outlines.near(*centre(polygon), 0.5) if o > code):
            overlap = polygon.intersection(outlines.polygons[other])
            if overlap.area > 0:
                inside = overlap.representative_point()
                assert gazetteer.locate(inside.y, inside.x) == code
                found += 1
    assert found > 0


def centre(polygon: object) -> tuple[float, float]:
    point = polygon.representative_point()
    return point.y, point.x


@BOTH
@pytest.mark.parametrize(
    ("metres", "is_taken"), [(1, True), (99, True), (101, False), (400, False)]
)
def test_a_point_outside_is_taken_to_the_nearest_commune_up_to_100_metres(
    province: str, metres: float, is_taken: bool
) -> None:
    """Measured at right angles from the province's own border, all around it."""
    gazetteer, outlines = place_of(province)
    tried = 0
    for lat, lon in points_outside(outlines, metres):
        near = {code: outlines.metres(code, lat, lon) for code in outlines.near(lat, lon)}
        nearest = min(near.values())
        if abs(nearest - metres) > 0.5:
            continue
        tried += 1
        alike = [code for code, distance in near.items() if distance < nearest + 0.05]
        assert gazetteer.locate(lat, lon) == (min(alike) if is_taken else None)
    assert tried > 50


def points_outside(outlines: Outlines, metres: float) -> Iterator[tuple[float, float]]:
    """Beside the middle of every fourth outer edge, on the side that is not the province."""
    corners = list(outlines.union.exterior.coords)
    for (x1, y1), (x2, y2) in list(itertools.pairwise(corners))[::4]:
        lon, lat = (x1 + x2) / 2, (y1 + y2) / 2
        east, north = metres_per_degree(lat)
        dx, dy = (x2 - x1) * east, (y2 - y1) * north
        length = math.hypot(dx, dy)
        for side in (1, -1):
            away = side * metres / length
            point = lat - away * dx / north, lon + away * dy / east
            if not outlines.union.covers(Point(point[1], point[0])):
                yield point


@BOTH
def test_no_gap_is_so_wide_that_a_point_in_it_would_be_outside(province: str) -> None:
    """Gaps between communes go to the nearest; the 100 m rule is enough for all there are."""
    gazetteer, outlines = place_of(province)
    closed = outlines.union.buffer(0.003).buffer(-0.003)
    slivers = closed.difference(outlines.union.buffer(1e-7))
    between = [piece for piece in getattr(slivers, "geoms", [slivers]) if is_gap(piece, outlines)]
    for piece in between:
        inside = piece.representative_point()
        nearest = min(
            outlines.near(inside.y, inside.x),
            key=lambda code: (round(outlines.metres(code, inside.y, inside.x), 1), code),
        )
        assert gazetteer.locate(inside.y, inside.x) == nearest
    assert not outlines.union.interiors


def is_gap(piece: object, outlines: Outlines) -> bool:
    inside = piece.representative_point()
    touching = [
        code
        for code in outlines.near(inside.y, inside.x)
        if outlines.metres(code, inside.y, inside.x) < NEAR_METRES
    ]
    return len(touching) > 1


@pytest.mark.parametrize(
    "point",
    [(21.0285, 105.8542), (0.0, 0.0), (90.0, 0.0), (-90.0, 180.0), (22.4856, -103.9707)],
    ids=["Hà Nội", "no place", "north pole", "south pole", "other side"],
)
def test_what_is_far_away_is_outside(point: tuple[float, float]) -> None:
    """Any pair of degrees has an answer."""
    assert PROVINCES["lao_cai"].gazetteer.locate(*point) is None


@BOTH
@settings(max_examples=300, deadline=None)
@given(across=st.floats(-0.02, 1.02), up=st.floats(-0.02, 1.02))
def test_any_point_is_where_shapely_finds_it(province: str, across: float, up: float) -> None:
    """Inside: the commune that covers it; outside: the nearest within 100 m, or none."""
    gazetteer, outlines = place_of(province)
    west, south, east, north = outlines.union.bounds
    lat, lon = south + up * (north - south), west + across * (east - west)
    distances = {code: outlines.metres(code, lat, lon) for code in outlines.near(lat, lon)}
    nearest = min(distances.values(), default=math.inf)
    assume(abs(nearest - NEAR_METRES) > 0.1)
    assume(outlines.metres_to_border(lat, lon) > 0.2)
    alike = [code for code, distance in distances.items() if distance <= nearest + 0.05]
    assert gazetteer.locate(lat, lon) == (min(alike) if nearest <= NEAR_METRES else None)


@settings(max_examples=100, deadline=None)
@given(metres=st.floats(0, 2000), angle=st.floats(0, 2 * math.pi))
def test_distances_are_true_to_the_metre(metres: float, angle: float) -> None:
    """The 500 m beyond which a named commune is refused must be 500 m."""
    gazetteer, outlines = place_of("lao_cai")
    start = outlines.polygons["02647"].exterior.interpolate(0.25, normalized=True)
    east, north = metres_per_degree(start.y)
    lat = start.y + metres * math.sin(angle) / north
    lon = start.x + metres * math.cos(angle) / east
    expected = outlines.metres("02647", lat, lon)
    assert gazetteer.distance("02647", lat, lon) == pytest.approx(expected, abs=0.5)


def test_two_that_are_equally_near_are_told_apart_by_code() -> None:
    """Beyond the corner where two communes meet on the province's edge both are as far."""
    gazetteer, outlines = place_of("lao_cai")
    tried = 0
    for lon, lat in outlines.union.exterior.coords:
        codes = outlines.near(lat, lon, ALIKE)
        if len(codes) < 2:
            continue
        for point in ring_around(lat, lon, 60):
            near = {code: outlines.metres(code, *point) for code in outlines.near(*point)}
            nearest = min(near.values())
            alike = sorted(code for code, distance in near.items() if distance < nearest + 0.01)
            if nearest > 1 and len(alike) > 1:
                assert gazetteer.locate(*point) == alike[0]
                tried += 1
    assert tried > 10


def ring_around(lat: float, lon: float, metres: float) -> Iterator[tuple[float, float]]:
    east, north = metres_per_degree(lat)
    for step in range(24):
        angle = 2 * math.pi * step / 24
        yield lat + metres * math.sin(angle) / north, lon + metres * math.cos(angle) / east


def test_communes_are_known_by_code() -> None:
    """99 and 38 of them, in the order of their codes, with the names that people write."""
    communes = PROVINCES["lao_cai"].gazetteer.communes()
    assert len(communes) == 99
    assert len(PROVINCES["lai_chau"].gazetteer.communes()) == 38
    assert [commune.code for commune in communes] == sorted(commune.code for commune in communes)
    found = PROVINCES["lao_cai"].gazetteer.commune("02647")
    assert found is not None
    assert (found.name, found.kind) == ("Phường Lào Cai", "phuong")
    assert PROVINCES["lao_cai"].gazetteer.commune("03388") is None
