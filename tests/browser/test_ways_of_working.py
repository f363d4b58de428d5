"""How people really work: by keyboard alone, with Back, on a slow net, beside colleagues. Part of
`make browser`."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.workflow import State
from tests.browser.tabs import Tab
from tests.support.cases import INTAKE, LEADER, OFFICER, SUPERVISOR
from tests.support.whole_api import WholeApi

pytestmark = pytest.mark.skipif(os.environ.get("BROWSER") != "whole", reason="part of make browser")
NewTab = Callable[..., Tab]
ANSWER = "Đã vá ổ gà và kẻ lại vạch sơn ngày 04/08."
_FOCUSED = """() => {
  const one = document.activeElement
  const label = one.labels?.[0] ?? one
  return (one.getAttribute('aria-label') ?? label.textContent).trim().replace(/\\s+/g, ' ')
}"""
_MOST_STEPS = 80
_MOST_CHOICES = 200


def tab_to(page: Any, name: str) -> None:
    """Tab after Tab until what has the focus is called so."""
    for _ in range(_MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUSED).startswith(name):
            return
    pytest.fail(f"no way to {name} by Tab")


def go_by_key(page: Any, name: str) -> None:
    """To it, and Enter; the page that follows is there."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Any, name: str) -> None:
    """In the list that has the focus, by the arrow."""
    for _ in range(_MOST_CHOICES):
        page.keyboard.press("ArrowDown")
        if page.evaluate("document.activeElement.selectedOptions[0].textContent") == name:
            return
    pytest.fail(f"{name} is not in the list")


def test_the_desk_accepts_by_keyboard(api: WholeApi, new_tab: NewTab) -> None:
    """From the inbox: the most pressing case, the form, sent."""
    case = api.office.submit()
    page = new_tab(script=True, width=1280).sign_in_as(api, INTAKE).go("/officer/inbox").page
    go_by_key(page, "Mở việc gấp nhất")
    go_by_key(page, "Tiếp nhận")
    go_by_key(page, "Tiếp nhận phản ánh")
    go_by_key(page, "Giao xử lý")
    tab_to(page, "Đơn vị chủ trì")
    choose(page, "Sở Xây dựng")
    go_by_key(page, "Giao xử lý")
    assert api.office.find(case).agency == "so-xay-dung"


def test_an_officer_answers_by_keyboard_and_goes_on(api: WholeApi, new_tab: NewTab) -> None:
    """The answer is typed and sent, and the next case opens."""
    cases = [api.office.in_progress() for _ in range(2)]
    first, second = sorted(cases, key=lambda one: one.code)
    page = new_tab(script=True, width=1280).sign_in_as(api, OFFICER).go("/officer/inbox").page
    go_by_key(page, "Mở việc gấp nhất")
    go_by_key(page, "Soạn trả lời")
    tab_to(page, "Nội dung trả lời")
    page.keyboard.type(ANSWER)
    go_by_key(page, "Gửi lãnh đạo duyệt")
    assert api.office.find(first).state is State.PENDING_APPROVAL
    go_by_key(page, "Mở việc tiếp theo")
    assert second.code in page.url


def test_a_case_is_found_by_phone_by_keyboard(api: WholeApi, new_tab: NewTab) -> None:
    """The number is typed into its field, and never stands in the address."""
    page = new_tab(script=True, width=1280).sign_in_as(api, INTAKE).go("/officer/search").page
    tab_to(page, "Số điện thoại của người gửi")
    page.keyboard.type("0912345678")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Tìm thấy 0 phản ánh" in page.inner_text("main")
    assert "0912345678" not in page.url


def test_back_leads_to_the_page_before_what_was_put_anew(api: WholeApi, new_tab: NewTab) -> None:
    """The dashboard asks for itself each minute, and leaves no trace in the history."""
    tab = new_tab(script=True, width=1280).sign_in_as(api, SUPERVISOR)
    tab.page.clock.install()
    tab.go("/officer/inbox").go("/dashboard")
    for _ in range(2):
        with tab.page.expect_response(lambda answer: answer.url.endswith("/dashboard")):
            tab.page.clock.fast_forward(60_000)
    tab.page.go_back()
    assert tab.page.url.endswith("/officer/inbox")
    assert tab.complaints == []


def test_a_stale_version_keeps_what_was_typed(api: WholeApi, new_tab: NewTab) -> None:
    """It shows what changed, and is sent again."""
    case = api.office.in_progress()
    tab = new_tab(script=True, width=1280).sign_in_as(api, OFFICER)
    page = tab.go(f"/officer/cases/{case.code}/propose_answer").page
    page.get_by_label("Nội dung trả lời").fill(ANSWER)
    api.office.take(case, LEADER, commands.Comment("Đã đặt vật tư, thứ Năm có hàng."))
    tab.press("Gửi lãnh đạo duyệt")
    assert tab.says("Phản ánh vừa thay đổi")
    assert page.get_by_label("Nội dung trả lời").input_value() == ANSWER
    assert tab.look("stale") == []
    tab.press("Gửi lãnh đạo duyệt")
    assert tab.says("Đã gửi lãnh đạo duyệt.")


def test_a_slow_net_and_an_impatient_hand_send_once(api: WholeApi, new_tab: NewTab) -> None:
    """Pressed again and again while nothing seems to happen: one answer."""
    case = api.office.in_progress()
    tab = new_tab(script=True, width=1280).sign_in_as(api, OFFICER)
    page = tab.go(f"/officer/cases/{case.code}/propose_answer").page
    page.get_by_label("Nội dung trả lời").fill(ANSWER)
    sent: list[str] = []

    def slowly(route: Any) -> None:
        sent.append(route.request.method)
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/propose_answer", slowly)
    button = page.get_by_role("button", name="Gửi lãnh đạo duyệt", exact=True)
    button.dblclick(no_wait_after=True)
    page.get_by_text("Đã gửi lãnh đạo duyệt.").wait_for()
    told = [entry.action.value for entry in api.office.find(case).timeline]
    assert told.count("propose_answer") == 1
    assert set(sent) == {"POST"}
