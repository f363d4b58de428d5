"""The campaign's board: every share with what it is made of, and who is to be helped first."""

from __future__ import annotations

import re

import pytest

from chalicelib.campaign.pages.board_figures import needed
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.instants import local_date
from tests.support.browsing import visitor
from tests.support.campaign_days import FAR, run_campaign
from tests.support.cases import INTAKE, LEADER, OFFICER, SUPERVISOR
from tests.support.whole_api import WholeApi

BOARD = "/officer/campaign"
COMMUNES_LEADER = Actor(Role.LEADER, "l9", f"ubnd-{FAR}")


def shades(html: str) -> list[str]:
    drawing = html.split('class="app-map"')[1].split("</svg>")[0]
    return re.findall(r'<path class="(\w+)" d="M', drawing)


def test_who_is_behind_comes_first(api: WholeApi) -> None:
    """With what is missing, what was made a day and what is needed; who has come far enough is not
    among them."""
    run_campaign(api)
    seen = visitor(api, SUPERVISOR).open(BOARD)
    assert seen.status == 200
    assert "194 tài khoản, 10,7 % mục tiêu 1.800." in seen.text
    assert "2 xã, phường chưa đến mốc hôm nay, thiếu nhiều nhất: Phường Lào Cai." in seen.text
    behind = seen.html.split('id="behind"')[1].split("</table>")[0]
    assert re.findall(r"commune=(\d+)", behind) == ["02647", "02683"]
    assert "Phường Lào Cai 70 22,2 % (20/90)" in seen.text
    assert "Cần mỗi ngày" in seen.text


def test_every_commune_is_on_the_map_and_in_its_table(api: WholeApi) -> None:
    """Shaded by the chosen comparison; without a target it is hatched."""
    run_campaign(api)
    mine = visitor(api, SUPERVISOR)
    by_milestone = shades(mine.open(BOARD).html)
    assert len(by_milestone) == 99
    assert sorted(set(by_milestone)) == ["d1", "d3", "d5", "dx"]
    by_list = mine.open(f"{BOARD}?figure=listed")
    assert sorted(set(shades(by_list.html))) == ["dx", "m2"]
    assert "So với danh sách, thấp nhất trước" in by_list.text
    assert "20,0 % (20/100)" in by_list.text


def test_before_there_are_targets_nobody_is_behind(api: WholeApi) -> None:
    """It says so."""
    seen = visitor(api, SUPERVISOR).open(BOARD)
    assert seen.status == 200
    assert "Chưa đặt mục tiêu nên chưa nói được ai chậm." in seen.text
    assert "Chưa có mốc nào đến hạn" in seen.text


def test_a_commune_sees_its_own_by_hamlet_and_team(api: WholeApi) -> None:
    """Where nobody has been yet is said above all; what is asked for another commune stays one's
    own."""
    run_campaign(api)
    seen = visitor(api, COMMUNES_LEADER).open(f"{BOARD}?commune=02683")
    assert "Tháng triển khai: Phường Lào Cai" in seen.text
    assert "1 nơi chưa có lượt gõ cửa nào: Thôn Nậm Kén." in seen.text
    assert "Tổ dân phố số 5 20,0 % (12/60) 15" in seen.text
    assert "Tổ dân phố số 4 15 12" in seen.text
    assert "Còn thiếu 70 tài khoản so với mốc hôm nay." in seen.text
    assert "Toàn tỉnh" not in seen.text
    far = visitor(api, SUPERVISOR).open(f"{BOARD}?commune={FAR}")
    assert "Tổ dân phố số 5 20,0 % (12/60) 15" in far.text
    assert f'href="{BOARD}"' in far.html


@pytest.mark.parametrize("reader", [OFFICER, LEADER], ids=lambda one: one.role.value)
def test_a_department_has_no_board(api: WholeApi, reader: Actor) -> None:
    """Neither the page nor the way to it; the desk of the centre has both."""
    mine = visitor(api, reader)
    assert mine.open(BOARD).status == 403
    assert BOARD not in mine.open("/officer/difficulties").html
    assert BOARD in visitor(api, INTAKE).open("/officer/difficulties").html


def test_an_unknown_commune_is_said_to_be_none(api: WholeApi) -> None:
    """As the API does."""
    assert visitor(api, SUPERVISOR).open(f"{BOARD}?commune=99999").status == 422


def test_what_is_needed_a_day_is_rounded_up_and_ends_with_the_last_day(api: WholeApi) -> None:
    """The last day counts; after it nothing can be needed any more."""
    today = local_date(api.clock.now())
    line = {"accounts": 599, "of_target": {"n": 599, "of": 610}}
    last = {"forecast": {"day": today.isoformat(), "accounts": 0}}
    assert needed({**line, **last}, today) == 11
    later = {"forecast": {"day": today.replace(day=today.day + 9).isoformat(), "accounts": 0}}
    assert needed({**line, **later}, today) == 2
    gone = {"forecast": {"day": today.replace(day=1).isoformat(), "accounts": 0}}
    assert needed({**line, **gone}, today) is None
    assert needed({**line, **last, "of_target": {"n": 700, "of": 610}}, today) == 0
    assert needed({**line, "forecast": None}, today) is None
