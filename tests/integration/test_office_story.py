"""One case through the office in a real browser, on the deployed stack behind its one origin: it
comes in over the API with a photo, and ends in the supervisor's figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from localstack.cast import AGENCY, Cast
from localstack.demo.people import StaffMember, new_key
from localstack.demo.stack import RunningStack
from localstack.demo.waiting import until

PHOTO = Path("localstack/demo/photos/pothole.jpg")
ANSWER = "Đã vá ổ gà và kẻ lại vạch sơn ngày 04/08."
QUESTION = "Ổ gà ở phía nào của cổng trường?"
Desk = Callable[[StaffMember], Any]


@pytest.fixture
def at_desk(chromium: Any, stack: RunningStack) -> Iterator[Desk]:
    """Signs somebody in with both factors, as they do in the morning; the tab complains of
    nothing."""
    complaints: list[str] = []

    def sign_in(member: StaffMember) -> Any:
        page = chromium.new_context(locale="vi-VN").new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{stack.office_url}/")
        member.phone.look()
        page.get_by_label("Tên đăng nhập").fill(member.login.username)
        page.get_by_label("Mật khẩu").fill(member.login.password)
        page.get_by_role("button", name="Tiếp tục", exact=True).click()
        page.get_by_label("Mã xác thực").fill(member.phone.last_code())
        page.locator("main button[type=submit]").first.click()
        page.get_by_role("navigation", name="Hàng việc").wait_for()
        return page

    yield sign_in
    for context in chromium.contexts:
        context.close()
    assert complaints == []


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_photo_becomes_an_answer_and_a_figure(stack: RunningStack, at_desk: Desk) -> None:
    """The desk accepts, the officer starts, asks and answers, the leader approves, the supervisor
    sees the month; each page under the one origin."""
    cast = Cast(stack)
    citizen = cast.citizen("+84912889001")
    photo = citizen.upload("/uploads", PHOTO.read_bytes(), "image/jpeg")
    sent = {
        "category": "other",
        "visibility": "public",
        "commune_code": "02647",
        "description": "Ổ gà sâu trước cổng trường Lê Văn Tám.",
        "uploads": [photo],
    }
    code = citizen.submit(sent, new_key()).json()["code"]
    case = f"{stack.office_url}/officer/cases/{code}"

    desk = at_desk(cast.officer("intake"))
    files = lambda: [one["state"] for one in citizen.case(code)["attachments"]]  # noqa: E731
    until(lambda: files() == ["checked"], "ảnh đã kiểm tra")
    desk.goto(case)
    assert desk.locator('main a[href*="/files/"]').count() == 1
    desk.get_by_role("button", name="Tiếp nhận", exact=True).click()
    desk.get_by_label("Lĩnh vực").select_option("roads")
    press(desk, "Tiếp nhận phản ánh")
    desk.get_by_text("Đã tiếp nhận.").wait_for()
    agency = lambda: citizen.case(code)["agency"]  # noqa: E731
    assert until(agency, "đã giao đơn vị")["id"] == AGENCY

    officer = at_desk(cast.officer("officer", AGENCY))
    officer.goto(case)
    press(officer, "Bắt đầu xử lý")
    officer.get_by_text("Đã bắt đầu xử lý.").wait_for()
    officer.get_by_role("link", name="Hỏi thêm người dân").click()
    officer.get_by_label("Câu hỏi").fill(QUESTION)
    press(officer, "Gửi câu hỏi")
    officer.get_by_text("Đã gửi câu hỏi; hạn tạm dừng.").wait_for()
    citizen.do(code, "supplements", {"text": "Bên phải, cách cổng 5 mét."})
    officer.goto(f"{case}/propose_answer")
    officer.get_by_label("Nội dung trả lời").fill(ANSWER)
    press(officer, "Gửi lãnh đạo duyệt")
    officer.get_by_text("Đã gửi lãnh đạo duyệt.").wait_for()

    leader = at_desk(cast.officer("leader", AGENCY))
    leader.goto(f"{stack.office_url}/officer/approvals")
    leader.get_by_role("link", name=code).click()
    press(leader, "Duyệt và gửi người dân")
    leader.get_by_text("câu trả lời đã gửi người dân").wait_for()
    leader.go_back()
    assert citizen.case(code)["answer"]["text"] == ANSWER

    supervisor = at_desk(cast.officer("supervisor"))
    month = f"{stack.office_url}/dashboard"
    until(lambda: supervisor.goto(month) and "Sở Xây dựng" in supervisor.inner_text("main"), "số")
