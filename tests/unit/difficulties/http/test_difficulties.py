"""Difficulties over HTTP."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import central
from tests.support.cases import ELSEWHERE, INTAKE, LEADER, OFFICER, SUPERVISOR
from tests.support.difficulties import put_difficulty
from tests.support.whole_api import WholeApi, send_as

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
PATH = "/v1/admin/difficulties"
GOOD = {"topic": "network", "text": "Thôn Nậm Kén chưa có sóng 4G."}
SOLUTION = "Đã lắp trạm phát sóng tạm ở nhà văn hoá."


def send(api: WholeApi, who: Actor, method: str, path: str = "", **more: Any) -> Any:
    return send_as(api, who, method, PATH + path, **more)


def raised(api: WholeApi, who: Actor = OFFICER, **changes: Any) -> Any:
    answer = send(api, who, "POST", **{**GOOD, **changes})
    assert answer.status == 201, answer.body
    api.clock.advance(minutes=1)
    return answer.body


def listed(api: WholeApi, who: Actor, query: str = "") -> list[str]:
    answer = send(api, who, "GET", f"?{query}")
    assert answer.status == 200, answer.body
    return [one["id"] for one in answer.body["items"]]


def test_a_difficulty_goes_from_agency_to_owner_to_solution(api: WholeApi) -> None:
    """Whoever is to solve it finds it on their own list, with the day."""
    id = raised(api)["id"]
    assert listed(api, ELSEWHERE) == []
    owned = send(api, SUPERVISOR, "PUT", f"/{id}/owner", owner="so-y-te", due="2026-08-20", seen=1)
    assert (owned.status, owned.headers["ETag"]) == (200, '"2"')
    assert listed(api, ELSEWHERE) == [id]
    leader = Actor(Role.LEADER, "l3", "so-y-te")
    done = send(api, leader, "PUT", f"/{id}/solution", solution=SOLUTION, seen=2)
    shown = send(api, OFFICER, "GET", f"/{id}").body
    assert shown == done.body
    wanted = {"state": "solved", "owner": "so-y-te", "due": "2026-08-20", "solution": SOLUTION}
    assert {name: shown[name] for name in wanted} == wanted
    assert (shown["version"], shown["solved_at"][:10]) == (3, "2026-08-03")


def test_a_list_is_its_readers(api: WholeApi) -> None:
    """An agency has what it raised and what it owns, the province all; others' do not exist."""
    mine = raised(api)["id"]
    theirs = raised(api, ELSEWHERE)["id"]
    assert listed(api, LEADER) == [mine]
    assert listed(api, SUPERVISOR) == [theirs, mine]
    assert listed(api, INTAKE, "agency=so-y-te") == [theirs]
    assert send(api, LEADER, "GET", "?agency=so-y-te").status == 404
    assert send(api, LEADER, "GET", f"/{theirs}").code == "difficulty_not_found"
    assert send(api, LEADER, "GET", "/nothing").code == "difficulty_not_found"


def test_a_list_shows_what_is_asked_for(api: WholeApi) -> None:
    """By state, and what is past its day."""
    waiting = raised(api)["id"]
    late = put_difficulty(api.difficulties)
    assert listed(api, LEADER, "state=raised") == [waiting]
    assert listed(api, LEADER, "state=assigned") == [late]
    assert listed(api, LEADER, "overdue=true") == []
    api.clock.advance(days=18)
    assert listed(api, LEADER, "overdue=true") == [late]


def test_the_centre_raises_for_any_agency_and_others_for_their_own(api: WholeApi) -> None:
    """Somebody else's agency is not there."""
    assert raised(api, ADMINISTRATOR, agency="so-y-te")["agency"] == "so-y-te"
    assert send(api, OFFICER, "POST", agency="so-y-te", **GOOD).code == "agency_not_found"
    assert send(api, ADMINISTRATOR, "POST", agency="so-gi-do", **GOOD).status == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [(SUPERVISOR, 200), (ADMINISTRATOR, 200), (INTAKE, 403), (LEADER, 403), (OFFICER, 403)],
)
def test_the_province_says_who_owns_it(api: WholeApi, who: Actor, status: int) -> None:
    """Nobody takes a difficulty, or gives it away, by themselves."""
    id = raised(api)["id"]
    answer = send(api, who, "PUT", f"/{id}/owner", owner="so-y-te", due="2026-08-20", seen=1)
    assert answer.status == status


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"owner": "so-gi-do", "due": "2026-08-20"}, ("/owner", "unknown_agency")),
        ({"owner": "dien-luc", "due": "2026-08-20"}, ("/owner", "unknown_agency")),
        ({"owner": "so-y-te", "due": "2026-08-02"}, ("/due", "day_is_over")),
        ({"owner": "so-y-te", "due": "2026-02-30"}, ("/due", "wrong_form")),
    ],
)
def test_an_owner_can_act_and_a_day_can_be_kept(
    api: WholeApi, body: dict[str, str], fault: tuple[str, str]
) -> None:
    """Bodies without accounts own nothing; a day that is over is none."""
    id = raised(api)["id"]
    answer = send(api, SUPERVISOR, "PUT", f"/{id}/owner", seen=1, **body)
    assert (answer.status, list(answer.faults)) == (422, [fault])


def test_who_solves_it_is_who_owns_it(api: WholeApi) -> None:
    """The raising agency's leader does not; before there is an owner nobody does."""
    id = raised(api)["id"]
    early = send(api, SUPERVISOR, "PUT", f"/{id}/solution", solution=SOLUTION, seen=1)
    assert (early.status, early.code) == (409, "difficulty_without_owner")
    send(api, SUPERVISOR, "PUT", f"/{id}/owner", owner="so-y-te", due="2026-08-20", seen=1)
    for who in (LEADER, ELSEWHERE):
        answer = send(api, who, "PUT", f"/{id}/solution", solution=SOLUTION, seen=2)
        assert (answer.status, answer.code) == (403, "not_yours_to_change")


def test_the_same_again_changes_nothing_and_an_older_version_is_stale(api: WholeApi) -> None:
    """A repeated request finds what it did; another one has seen too little."""
    id, path = put_difficulty(api.difficulties), "/{}/solution"
    for seen in (1, 1, 2):
        answer = send(api, LEADER, "PUT", path.format(id), solution=SOLUTION, seen=seen)
        assert (answer.status, answer.body["version"]) == (200, 2)
    stale = send(api, LEADER, "PUT", path.format(id), solution=SOLUTION + " Thêm.", seen=1)
    assert (stale.status, stale.code) == (412, "stale_version")
    unseen = send(api, LEADER, "PUT", path.format(id), solution=SOLUTION + " Thêm.")
    assert unseen.status == 428


def test_of_two_leaders_at_once_one_is_heard(api: WholeApi) -> None:
    """The other is told that there is something newer."""
    id = put_difficulty(api.difficulties)

    def solve(number: int) -> int:
        body = {"solution": f"{SOLUTION} Cách {number}."}
        return int(send(api, LEADER, "PUT", f"/{id}/solution", seen=1, **body).status)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(solve, range(4))) == [200, 412, 412, 412]


def test_they_are_compiled_into_one_sheet(api: WholeApi) -> None:
    """With names, days and what is late; what looks like a formula is text."""
    raised(api, text="=HYPERLINK(1) chưa có sóng")
    put_difficulty(api.difficulties)
    api.clock.advance(days=18)
    answer = send(api, SUPERVISOR, "GET", "?format=xlsx")
    assert answer.status == 303
    (content,) = api.offered_files.files.values()
    page = openpyxl.load_workbook(BytesIO(content)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
    assert rows[0][:4] == ["Đơn vị nêu", "Ngày nêu", "Nhóm", "Khó khăn, vướng mắc"]
    names = [row[3] for row in rows[1:]]
    assert names == ["=HYPERLINK(1) chưa có sóng", "Thôn Nậm Kén chưa có sóng 4G."]
    assert rows[2][0] == "Sở Xây dựng"
    assert rows[2][5:8] == ["20/08/2026", "Đang giải quyết", "Có"]
    assert next(page.iter_rows(min_row=5)).__getitem__(3).data_type == "s"


def test_a_sheet_is_its_readers_too(api: WholeApi) -> None:
    """And the audit knows of whom it was."""
    raised(api)
    raised(api, ELSEWHERE, text="Thiếu máy tính bảng cho tổ.")
    assert send(api, LEADER, "GET", "?format=xlsx").status == 303
    (content,) = api.offered_files.files.values()
    page = openpyxl.load_workbook(BytesIO(content)).active
    assert [row[3].value for row in page.iter_rows(min_row=5)] == [GOOD["text"]]
    (read,) = api.audit.reads.values()
    assert read["what"] == {"agency": "so-xay-dung"}
