"""Who was there, over HTTP: by the code on the screen, by hand, and as a list for certificates."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import central
from tests.support.cases import ELSEWHERE, LEADER, OFFICER
from tests.support.trainings import TRAINING, put_training
from tests.support.whole_api import WholeApi, whole_api

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
ADMIN = f"/v1/admin/trainings/{TRAINING}"
MINE = f"/v1/officer/trainings/{TRAINING}/attendance"


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        put_training(api.trainings)
        yield api


def shown(api: WholeApi) -> str:
    answer = api.send("GET", f"{ADMIN}/code", token=api.token(LEADER))
    assert answer.status == 200, answer.body
    return str(answer.body["code"])


def wrong(api: WholeApi) -> str:
    """None that the screen has shown lately."""
    code = int(shown(api))
    return f"{(code + 500_000) % 1_000_000:06d}"


def attend(api: WholeApi, code: str, who: Actor = OFFICER) -> Any:
    return api.send("POST", MINE, {"code": code}, api.token(who))


def write(api: WholeApi, *officers: str, who: Actor = LEADER, **more: Any) -> Any:
    path = f"{ADMIN}/attendance"
    return api.send("POST", path, {"officers": list(officers), **more}, api.token(who))


def there(api: WholeApi) -> list[str]:
    answer = api.send("GET", f"{ADMIN}/attendance", token=api.token(LEADER))
    return [one["officer"] for one in answer.body["items"]]


def test_who_types_the_code_was_there(api: WholeApi) -> None:
    """Once, however often it is typed."""
    for _ in range(2):
        answer = attend(api, shown(api))
        assert (answer.status, answer.body["officer"], answer.body["present"]) == (200, "o1", True)
    assert there(api) == ["o1"]
    assert len(api.attendances.events) == 1


def test_who_types_slowly_is_taken_and_who_comes_later_is_not(api: WholeApi) -> None:
    """A code of a minute before is good; one of yesterday's screen is not."""
    code = shown(api)
    api.clock.advance(minutes=2)
    assert attend(api, code).status == 200
    api.clock.advance(minutes=2)
    answer = attend(api, code)
    assert (answer.status, list(answer.faults)) == (422, [("/code", "wrong_screen_code")])


def test_nobody_guesses_a_code(api: WholeApi) -> None:
    """Ten tries a day, also at once; then the right one is not looked at either."""
    bad = wrong(api)
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda _: attend(api, bad).status, range(12)))
    assert sorted(statuses) == [422] * 10 + [429] * 2
    answer = attend(api, shown(api))
    assert (answer.status, answer.code) == (429, "too_many_screen_codes")
    assert "Retry-After" in answer.headers
    assert there(api) == []
    assert write(api, "o1").body["results"][0]["status"] == "recorded"


def test_right_codes_use_nothing_up(api: WholeApi) -> None:
    """Somebody may be at many sessions."""
    assert {attend(api, shown(api)).status for _ in range(12)} == {200}


def test_a_code_is_for_whom_the_session_is(api: WholeApi) -> None:
    """Other agencies do not know of it, other roles are told so."""
    code = shown(api)
    assert attend(api, code, ELSEWHERE).code == "training_not_found"
    api.trainings.remove(TRAINING)
    put_training(api.trainings, roles=(Role.LEADER,))
    assert attend(api, code).code == "training_not_for_you"
    assert attend(api, code, LEADER).status == 200


@pytest.mark.parametrize("who", [OFFICER, ELSEWHERE])
def test_only_who_holds_the_session_has_its_screen(api: WholeApi, who: Actor) -> None:
    """Nor do others write lists or read them."""
    for method, path in (("GET", "/code"), ("GET", "/attendance"), ("POST", "/attendance")):
        body = {"officers": ["o1"]} if method == "POST" else None
        answer = api.send(method, ADMIN + path, body, api.token(who))
        assert answer.status == (404 if who is ELSEWHERE else 403)


def test_codes_are_shown_and_taken_around_the_session(api: WholeApi) -> None:
    """Afterwards there is the list by hand; what is cancelled has neither."""
    code = shown(api)
    api.clock.advance(hours=4)
    assert attend(api, code).code == "attendance_closed"
    assert api.send("GET", f"{ADMIN}/code", token=api.token(LEADER)).code == "attendance_closed"
    assert write(api, "o1").status == 200
    api.trainings.remove(TRAINING)
    put_training(api.trainings, cancelled=True)
    assert write(api, "o1").code == "training_cancelled"
    assert attend(api, code).code == "training_cancelled"


def test_nobody_was_there_before_it_began(api: WholeApi) -> None:
    """A list is of what was."""
    api.trainings.remove(TRAINING)
    put_training(api.trainings, starts_at=api.clock.now().replace(hour=2))
    answer = write(api, "o1")
    assert (answer.status, answer.code) == (409, "training_not_begun")


def test_a_list_is_written_line_by_line(api: WholeApi) -> None:
    """Who is unknown is told, the others are written down; a mistake is taken back."""
    outcomes = [
        (one["status"], one["code"]) for one in write(api, "o1", "gone#", "nobody").body["results"]
    ]
    assert outcomes == [
        ("recorded", None),
        ("refused", "unknown_officer"),
        ("refused", "unknown_officer"),
    ]
    assert write(api, "o1").body["results"][0]["status"] == "unchanged"
    assert there(api) == ["o1"]
    assert write(api, "o1", present=False).body["results"][0]["status"] == "recorded"
    assert there(api) == []
    assert write(api, "o1", present=False).body["results"][0]["status"] == "unchanged"
    assert write(api, "o1", who=ADMINISTRATOR).body["results"][0]["status"] == "recorded"
    assert there(api) == ["o1"]


def test_a_list_names_each_once(api: WholeApi) -> None:
    """And at most two hundred."""
    assert list(write(api, "o1", "o1").faults) == [("/officers/1", "listed_twice")]
    assert write(api, *(f"o{n}" for n in range(201))).status == 422


def test_certificates_are_a_list(api: WholeApi) -> None:
    """With name, office and role, and a line of the audit."""
    write(api, "o1", "l1")
    path = f"{ADMIN}/attendance?format=xlsx"
    assert api.send("GET", path, token=api.token(LEADER)).status == 303
    (content,) = api.offered_files.files.values()
    page = openpyxl.load_workbook(BytesIO(content)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0][0] == "Danh sách cấp giấy chứng nhận tập huấn"
    assert "Từ 08:00 ngày 03/08/2026 đến 11:05 ngày 03/08/2026" in [row[0] for row in rows]
    names = {row[2]: row[3:5] for row in rows if row[2] in ("o1", "l1")}
    assert names == {
        "o1": ["Sở Xây dựng", "Cán bộ xử lý"],
        "l1": ["Sở Xây dựng", "Lãnh đạo đơn vị"],
    }
    assert [read["type"] for read in api.audit.reads.values()] == ["report.exported"]
