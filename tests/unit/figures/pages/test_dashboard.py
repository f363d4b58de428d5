"""The dashboard: a month as leaders read it, every share with what it is made of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from chalicelib.cases.domain import commands
from chalicelib.figures.application.figures import FigureDesk, project
from chalicelib.figures.application.ports import FigureStore
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.offered_files import OfferedFiles
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.runtime.data_files import DATA
from chalicelib.runtime.services import services
from infra.package import ROOT
from tests.support.browsing import Seen, Visitor
from tests.support.cases import CITIZEN, LEADER, OFFICER, SUPERVISOR
from tests.support.directory import PROVINCES
from tests.support.whole_api import WholeApi, whole_api


@pytest.fixture
def api() -> Iterator[WholeApi]:
    """An office with a case answered in time and rated, one answered late, and a new one."""
    with whole_api() as api:
        office = api.office
        office.take(office.answered(), CITIZEN, commands.Rate(4))
        late = office.pending_approval()
        office.clock.advance(days=8)
        office.take(late, LEADER, commands.Approve())
        office.submit(category="health")
        count(api)
        yield api


def count(api: WholeApi) -> None:
    figures = services().get(FigureStore)
    for code in api.office.store.cases:
        project(FigureDesk(api.office.store, figures), code)


def opened(api: WholeApi, address: str = "/dashboard", reader: Actor = SUPERVISOR) -> Seen:
    return Visitor().sign_in_as(api, reader).open(address)


def test_the_month_in_a_sentence(api: WholeApi) -> None:
    """How punctual, against the aim; and what is overdue."""
    seen = opened(api)
    assert seen.status == 200
    assert "Bảng điều hành tháng 8/2026: Toàn tỉnh" in seen.text
    assert "Đúng hạn 50,0 %, chưa đạt chỉ tiêu 90 %." in seen.text
    assert "Không có phản ánh nào đang quá hạn." in seen.text
    assert "Số liệu tính đến hết thứ Ba 11/08." in seen.text
    assert re.search(r"Tạm tính lúc 08:\d\d, thứ Ba 11/08", seen.text)


def test_no_share_stands_alone(api: WholeApi) -> None:
    """With its numerator, its denominator, its aim, and the period before."""
    seen = opened(api)
    assert "1 trong 2 lượt đã trả lời hoặc quá hạn Kỳ trước: –" in seen.text
    assert "1 trong 1 đánh giá 50,0 % trả lời được đánh giá (1/2)" in seen.text
    assert "Đạt chỉ tiêu 70 %" in seen.text
    assert "Chưa đạt chỉ tiêu 90 %" in seen.text
    assert len(re.findall(r"\d+,\d % \(?\d+/\d+", seen.text)) >= 5


def test_the_balance_holds(api: WholeApi) -> None:
    """What came in is what went out."""
    assert "Cân đối kỳ: 3 lượt vào, 3 lượt ra" in opened(api).text


def shades(seen: Seen) -> list[str]:
    """Of the map's outlines."""
    drawing = seen.html.split('class="app-map"')[1].split("</svg>")[0]
    return re.findall(r'<path class="(\w+)" d="M', drawing)


def test_the_map_shows_every_commune_beside_its_table(api: WholeApi) -> None:
    """Shaded by the figure that was chosen; too few rounds are hatched, and the table says so."""
    seen = opened(api)
    outlines = shades(seen)
    assert outlines.count("dx") == len(services().get(Gazetteer).communes())
    assert "Chưa xã, phường nào có từ 8 lượt trở lên." in seen.text
    seen = opened(api, "/dashboard?figure=received")
    outlines = shades(seen)
    assert sum(shade != "m0" for shade in outlines) == 1
    assert re.search(r"commune=\d{5}", seen.html)


def test_one_agency_or_commune_has_figures_of_its_own(api: WholeApi) -> None:
    """Reached from its line; the way back is there."""
    seen = opened(api)
    link = re.search(r'href="(/dashboard\?[^"]*agency=so-xay-dung)"', seen.html)
    assert link
    seen = opened(api, link[1].replace("&amp;", "&"))
    assert "Bảng điều hành tháng 8/2026: Sở Xây dựng" in seen.text
    assert "Cân đối kỳ: 2 lượt vào, 2 lượt ra" in seen.text
    assert ">Toàn tỉnh</a>" in seen.html


@pytest.mark.parametrize("period", ["2026-13", "2027-01", "x", "", "2026-08&figure=x"])
def test_a_month_that_is_none_or_to_come_is_the_present_one(api: WholeApi, period: str) -> None:
    """Whoever mistypes an address still sees figures."""
    assert "tháng 8/2026" in opened(api, f"/dashboard?period={period}").title


def test_a_month_before_anything_says_so(api: WholeApi) -> None:
    """And draws nothing that is not there."""
    seen = opened(api, "/dashboard?period=2026-05")
    assert "Trong kỳ chưa có phản ánh nào được trả lời hoặc quá hạn." in seen.text
    assert "Tạm tính" not in seen.text


def test_who_may_not_read_the_figures_is_told_so(api: WholeApi) -> None:
    """By the API, as everywhere; a leader sees their own agency's."""
    assert opened(api, reader=OFFICER).status == 403
    seen = opened(api, reader=LEADER)
    assert seen.status == 200
    assert "Cân đối kỳ: 2 lượt vào, 2 lượt ra" in seen.text


def test_the_sheet_is_the_apis(api: WholeApi) -> None:
    """On to the signed address; who may not read it stays."""
    seen = opened(api, "/dashboard/sheet?period=2026-08")
    assert seen.status == 303
    (name,) = services().get(OfferedFiles).files  # type: ignore[attr-defined]
    assert seen.goes_to == f"https://files.example/{name}"
    assert opened(api, "/dashboard/sheet?period=2026-08", OFFICER).status == 403


def test_in_english(api: WholeApi) -> None:
    """With English numbers."""
    seen = opened(api, "/dashboard?lang=en")
    assert "On time 50.0%, short of the aim of 90%." in seen.text


@pytest.mark.parametrize("province", PROVINCES)
def test_a_province_has_aims_and_a_drawing_of_its_communes(province: str) -> None:
    """All of them (`python -m tools.draw_communes`), within the drawing."""
    drawing = json.loads((DATA / province / "commune_map.json").read_text("utf-8"))
    boundaries = json.loads((DATA / province / "boundaries.geojson").read_text("utf-8"))
    codes = {f"{int(one['properties']['code']):05d}" for one in boundaries["features"]}
    assert set(drawing["paths"]) == codes
    assert all(re.fullmatch(r"(?:M\d+ \d+l[-\d ]+z)+", one) for one in drawing["paths"].values())
    aims = json.loads((DATA / province / "aims.json").read_text("utf-8"))
    assert set(aims) == {"on_time", "satisfaction"}
    assert all(0 < aim < 100 for aim in aims.values())
    assert (ROOT / "tools" / "draw_communes.py").exists()
