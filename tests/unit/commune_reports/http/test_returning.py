"""The centre sends a commune's report back, and the commune confirms it anew."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import central
from tests.support.commune_reports import COMMUNE_LEADER, COMMUNE_OFFICER, OVER
from tests.support.difficulties import DIFFICULTY_CHANGED, make_difficulty
from tests.support.directory import make_officer, put_officer
from tests.support.whole_api import WholeApi, send_as

PATH = f"/v1/admin/commune-reports/{OVER}"
TEXTS = {"results": "Cả 12 thôn đã có tổ.", "next_month": "Đến từng nhà."}
REASON = "Số lượt đến nhà của thôn 3 chưa khớp với danh sách."
CENTRE = central(Role.SUPERVISOR, "s1")
COMMITTEE = "ubnd-02647"


def send(api: WholeApi, who: Actor, method: str, path: str = "", **more: Any) -> Any:
    return send_as(api, who, method, PATH + path, **more)


def sent(api: WholeApi) -> Any:
    """In version 2."""
    send(api, COMMUNE_OFFICER, "PUT", texts=TEXTS)
    return send(api, COMMUNE_LEADER, "POST", "/confirmation", seen=1)


def send_back(api: WholeApi, seen: int | None = 2, who: Actor = CENTRE, **more: Any) -> Any:
    return send(api, who, "POST", "/return", seen=seen, **{"reason": REASON, **more})


def mails(api: WholeApi) -> list[Any]:
    kind = "commune_report_returned"
    return [one for one in api.messages.items.values() if one.kind == kind]


@pytest.fixture(autouse=True)
def leader(api: WholeApi) -> None:
    """Of the commune, in the directory too."""
    put_officer(api.office.directory, make_officer("l7", COMMITTEE, Role.LEADER))


def test_a_report_goes_back_and_comes_again(api: WholeApi) -> None:
    """With the reason, which its people read, and a mail to its leader that does not have it."""
    assert sent(api).body["state"] == "sent"
    back = send_back(api)
    assert (back.status, back.body["state"], back.body["version"]) == (200, "returned", 3)
    assert (back.body["sent_at"], back.body["return_reason"]) == (None, REASON)
    (mail,) = mails(api)
    assert mail.recipient == "l7"
    assert REASON not in f"{mail.text.subject}{mail.text.body}"
    assert "07/2026" in mail.text.subject
    mended = {**TEXTS, "results": "Cả 12 thôn đã có tổ; đã rà lại thôn 3."}
    assert send(api, COMMUNE_OFFICER, "PUT", seen=3, texts=mended).status == 200
    again = send(api, COMMUNE_LEADER, "POST", "/confirmation", seen=4)
    assert (again.status, again.body["state"]) == (200, "sent")
    assert again.body["return_reason"] == REASON
    api.clock.advance(minutes=1)
    assert send_back(api, seen=5, reason="Vẫn chưa khớp.").body["state"] == "returned"
    assert len(mails(api)) == 2


def test_sent_back_twice_is_once(api: WholeApi) -> None:
    """A repeated request finds it so; nobody is told again."""
    sent(api)
    assert send_back(api).body["version"] == 3
    assert send_back(api).body["version"] == 3
    assert len(mails(api)) == 1


def test_who_waits_for_it_sees_it_among_what_is_missing(api: WholeApi) -> None:
    """The list says so, and it is no longer among those that were sent."""
    sent(api)
    send_back(api)
    path = "/v1/admin/commune-reports?period=2026-07&state="
    found = {
        state: [one["commune"] for one in send_as(api, CENTRE, "GET", path + state).body["items"]]
        for state in ("returned", "sent")
    }
    assert found == {"returned": ["02647"], "sent": []}


@pytest.mark.parametrize(
    ("who", "seen", "more", "status", "code"),
    [
        (COMMUNE_LEADER, 2, {}, 403, "not_yours_to_change"),
        (central(Role.INTAKE, "i1"), 2, {}, 403, "not_yours_to_change"),
        (Actor(Role.LEADER, "l8", "ubnd-02683"), 2, {}, 404, "report_not_found"),
        (CENTRE, None, {}, 428, "if_match_required"),
        (CENTRE, 1, {}, 412, "stale_version"),
        (CENTRE, 2, {"reason": " "}, 422, "invalid"),
    ],
)
def test_not_by_anybody_nor_unseen_nor_without_a_reason(
    api: WholeApi, who: Actor, seen: int | None, more: dict[str, Any], status: int, code: str
) -> None:
    """And nothing is lost by it."""
    sent(api)
    answer = send_back(api, seen, who, **more)
    assert (answer.status, answer.code) == (status, code)
    assert send(api, CENTRE, "GET").body["state"] == "sent"
    assert not mails(api)


def test_what_was_not_sent_cannot_be_sent_back(api: WholeApi) -> None:
    """Begun or not."""
    assert send_back(api, seen=None).code == "report_not_sent"
    send(api, COMMUNE_OFFICER, "PUT", texts=TEXTS)
    assert send_back(api, seen=1).code == "report_not_sent"


def test_difficulties_of_the_month_stand_in_the_report(api: WholeApi) -> None:
    """What the commune raised until its end and was not solved before it began; its own alone."""
    now = api.clock.now()
    july, june = now - timedelta(days=10), now - timedelta(days=50)
    for number, (text, raised, more) in enumerate(
        (
            ("Thôn 3 chưa có sóng.", june, {}),
            ("Thiếu máy tính bảng.", july, {"owner": "so-xay-dung", "due": date(2026, 8, 20)}),
            ("Hết kinh phí.", june, {"solution": "Đã cấp.", "solved_at": july}),
            ("Chuyện cũ.", june, {"solution": "Xong.", "solved_at": june}),
            ("Của tháng này.", now, {}),
            ("Của nơi khác.", july, {"agency": "ubnd-02683"}),
        )
    ):
        given = {"agency": COMMITTEE, "owner": None, "due": None, "raised_at": raised, **more}
        one = make_difficulty(f"01J0000000000000000000000{number}", text=text, **given)
        api.difficulties.put(one, None, DIFFICULTY_CHANGED)
    texts = {one["id"]: one["text"] for one in send(api, COMMUNE_OFFICER, "GET").body["texts"]}
    assert set((texts["difficulties"] or "").splitlines()) == {
        "- Thôn 3 chưa có sóng.",
        "- Thiếu máy tính bảng. (hạn giải quyết 20/08/2026)",
        "- Hết kinh phí. (đã giải quyết: Đã cấp.)",
    }
    send(api, COMMUNE_OFFICER, "PUT", texts=TEXTS)
    texts = {one["id"]: one["text"] for one in send(api, COMMUNE_OFFICER, "GET").body["texts"]}
    assert texts["difficulties"] is None
