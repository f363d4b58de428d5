"""The transfer sheet: what an agency needs to act on, in the official form, and nobody's name."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from chalicelib.kernel.actors import Actor, Role
from chalicelib.runtime.data_files import DATA
from tests.support.browsing import Seen, Visitor
from tests.support.cases import ELSEWHERE, OFFICER
from tests.support.directory import PROVINCES
from tests.support.whole_api import WholeApi, whole_api
from tests.unit.runtime.pages.test_pages import HOSTILE, check_closed, check_harmless


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def printed(api: WholeApi, code: str, reader: Actor = OFFICER, query: str = "") -> Seen:
    return Visitor().sign_in_as(api, reader).open(f"/officer/cases/{code}/print{query}")


def test_one_sheet_says_for_whom_about_what_and_until_when(api: WholeApi) -> None:
    """With the head, the motto, place and date, and who keeps a copy."""
    case = api.office.assigned()
    seen = printed(api, case.code)
    assert seen.status == 200
    for part in (
        "UBND TỈNH LÀO CAI SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "Lào Cai, ngày 03 tháng 8 năm 2026",
        "PHIẾU CHUYỂN Phản ánh, kiến nghị của người dân",
        "Kính gửi: Sở Xây dựng.",
        f"Mã phản ánh {case.code}",
        case.description,
        "giờ 00, thứ Năm, ngày 6/8/2026",
        "Nơi nhận: - Như trên; - Lưu: VT, BPTN.",
        "Danh tính người phản ánh được giữ kín.",
    ):
        assert part in seen.text, part
    check_closed(seen)


def test_before_it_is_assigned_the_addressee_is_left_open(api: WholeApi) -> None:
    """To be filled in by hand."""
    case = api.office.submit(category="health")
    intake = Actor(Role.INTAKE, "i1", "so-khcn", province=True)
    assert "Kính gửi: ………………………." in printed(api, case.code, intake).text


def test_it_is_vietnamese_in_every_language(api: WholeApi) -> None:
    """Only what stands around it follows the reader."""
    seen = printed(api, api.office.assigned().code, query="?lang=en")
    assert "PHIẾU CHUYỂN" in seen.text
    assert "Lĩnh vực Giao thông, đường sá" in seen.text
    assert "Back to the case" in seen.text


def test_who_may_not_open_the_case_does_not_print_it(api: WholeApi) -> None:
    """As if it were not there."""
    seen = printed(api, api.office.assigned().code, ELSEWHERE)
    assert seen.status == 404


def test_what_people_typed_stays_text(api: WholeApi) -> None:
    """Whatever they typed."""
    case = api.office.assigned(description=f"Ổ gà sâu trước cổng trường {HOSTILE}")
    check_harmless(printed(api, case.code))


@pytest.mark.parametrize("province", PROVINCES)
def test_a_province_says_who_writes_and_who_signs(province: str) -> None:
    """All that the form needs."""
    form = json.loads((DATA / province / "transfer_sheet.json").read_text("utf-8"))
    names = {"above", "body", "number", "place", "desk", "signs", "kept"}
    assert set(form) == names
    assert all(form[name] for name in names)
