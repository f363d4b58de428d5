"""What a province brings: its files are complete, readable, and fit together."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.agencies.application.directory import load_directory
from chalicelib.kernel.ids import case_code, is_case_code
from chalicelib.kernel.words import bare
from chalicelib.places.adapters.boundary_files import read_boundaries
from chalicelib.places.domain.boundaries import Spot
from chalicelib.runtime.data_files import DATA
from tests.support.clock import NOW
from tests.support.directory import LAI_CHAU, LAO_CAI, PROVINCES, FakeDirectory, ShippedProvince
from tools.pack_boundaries import pack

BOTH = pytest.mark.parametrize("province", list(PROVINCES))


def test_every_folder_is_tested_here() -> None:
    """A province that is added has its files held against all of these tests."""
    assert {path.parent.name for path in DATA.glob("*/province.json")} == set(PROVINCES)


@BOTH
def test_a_directory_can_be_loaded_from_the_files(province: str) -> None:
    """Departments, a committee for each commune, rules, policy and calendar."""
    files, directory = PROVINCES[province], FakeDirectory()
    load_directory(directory, files.first_load(()))
    communes = files.gazetteer.communes()
    assert all(directory.agency(f"ubnd-{commune.code}") for commune in communes)
    assert directory.policy().version == directory.calendar().version == 1


def sources(document: Any) -> Iterator[str]:
    """What a file names as its sources, wherever in it."""
    parts = document.values() if isinstance(document, dict) else document
    for one in parts if isinstance(document, dict | list) else ():
        yield from sources(one)
    if isinstance(document, dict) and isinstance(document.get("source"), str):
        yield document["source"]


def test_sources_are_said_in_vietnamese() -> None:
    """Pages show them as they are, in either language; catalogues name the field, not a source."""
    files = {*DATA.glob("*.json"), *DATA.glob("*/*.json")} - {*DATA.glob("pages/*")}
    said = {
        one: str(file.relative_to(DATA))
        for file in files
        for one in sources(json.loads(file.read_text(encoding="utf-8")))
    }
    assert len(said) > len(PROVINCES) * 5
    english = re.compile(r"\b(the|of|and|for|is|default|notice|plan)\b", re.IGNORECASE)
    assert {one: at for one, at in said.items() if one == bare(one) or english.search(one)} == {}


@BOTH
def test_the_packed_boundaries_are_those_of_the_source(province: str) -> None:
    """`python -m tools.pack_boundaries` must have run after the last change."""
    folder = DATA / province
    source = json.loads((folder / "boundaries.geojson").read_text(encoding="utf-8"))
    assert (folder / "boundaries.bin").read_bytes() == pack(source)


@BOTH
def test_every_commune_has_a_boundary_and_every_boundary_a_commune(province: str) -> None:
    """By their codes."""
    codes = {commune.code for commune in PROVINCES[province].gazetteer.communes()}
    assert set(read_boundaries(DATA / province / "boundaries.bin")) == codes


def test_provinces_are_told_apart() -> None:
    """Names, and prefixes that make good case codes."""
    first, second = LAO_CAI.province, LAI_CHAU.province
    assert (first.app_name, first.case_prefix) == ("LaoCai-S", "LC")
    assert (second.name, second.case_prefix) == ("Tỉnh Lai Châu", "LCH")
    assert all(is_case_code(case_code(one.case_prefix, NOW)) for one in (first, second))


def test_the_departments_that_the_plans_name_are_there() -> None:
    """Lào Cai's app plan of April 2026 and its digital plan of December 2025."""
    names = {agency.name for agency in LAO_CAI.first_load(()).departments}
    assert names >= {
        "Sở Khoa học và Công nghệ",
        "Công an tỉnh",
        "Sở Tài chính",
        "Sở Xây dựng",
        "Sở Nội vụ",
        "Sở Y tế",
        "Sở Giáo dục và Đào tạo",
        "Sở Công Thương",
        "Sở Văn hóa, Thể thao và Du lịch",
        "Văn phòng UBND tỉnh",
        "Bảo hiểm xã hội tỉnh",
        "Báo và Phát thanh, Truyền hình tỉnh",
        "Cổng Thông tin điện tử tỉnh",
    }


def test_rings_with_holes_and_islands_are_packed_too(tmp_path: Path) -> None:
    """A commune may have several parts, and one inside another."""
    square = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
    hole = [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]
    island = [[6, 0], [7, 0], [7, 1], [6, 1], [6, 0]]
    features = [
        {
            "properties": {"code": "00007"},
            "geometry": {"type": "MultiPolygon", "coordinates": [[square, hole], [island]]},
        }
    ]
    path = tmp_path / "boundaries.bin"
    path.write_bytes(pack({"features": features}))
    boundary = read_boundaries(path)["00007"]
    inside = {(lat, lon) for lat in (0.5, 2.0) for lon in (0.5, 2.0, 5.0, 6.5)}
    assert {point for point in inside if boundary.holds(Spot(*point))} == {
        (0.5, 0.5),
        (0.5, 2.0),
        (0.5, 6.5),
        (2.0, 0.5),
    }


def test_an_unknown_province_is_an_error() -> None:
    """A misspelt setting shows at the first request, not as an empty province."""
    with pytest.raises(FileNotFoundError):
        _ = ShippedProvince("atlantis").gazetteer
