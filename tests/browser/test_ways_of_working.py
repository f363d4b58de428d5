"""How people really work: by keyboard alone, with Back, in two tabs, beside colleagues. Part of
`make browser`."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.workflow import State
from tests.browser.keyboards import Keyboard
from tests.browser.tabs import Tab
from tests.support.cases import CITIZEN, INTAKE, LEADER, OFFICER, SUPERVISOR
from tests.support.people import PASSWORD, PHONE, claims_of, make_account, set_password
from tests.support.whole_api import WholeApi
from tests.unit.cases.http.test_similar import RUBBISH

pytestmark = pytest.mark.skipif(os.environ.get("BROWSER") != "whole", reason="part of make browser")
NewTab = Callable[..., Tab]
ANSWER = "Đã vá ổ gà và kẻ lại vạch sơn ngày 04/08."


def test_the_desk_accepts_and_assigns_in_five_decisions(api: WholeApi, new_tab: NewTab) -> None:
    """From the inbox, where no rule is sure whose the case is: the most pressing one, its form, and
    at once the form that hands it on."""
    case = api.office.submit(category="conduct")
    page = new_tab(script=True, width=1280).sign_in_as(api, INTAKE).go("/officer/inbox").page
    keys = Keyboard(page)
    keys.go("Mở việc gấp nhất")
    keys.go("Tiếp nhận")
    keys.go("Tiếp nhận phản ánh")
    assert "Đã tiếp nhận." in page.inner_text("main")
    keys.choose("Đơn vị chủ trì", "Sở Xây dựng")
    keys.go("Giao xử lý")
    assert api.office.find(case).agency == "so-xay-dung"
    assert keys.decisions <= 5


def test_an_officer_answers_in_six_decisions_and_goes_on(api: WholeApi, new_tab: NewTab) -> None:
    """The case is begun, the answer typed and sent, and the next case opens."""
    cases = [api.office.assigned() for _ in range(2)]
    first, second = sorted(cases, key=lambda one: one.code)
    page = new_tab(script=True, width=1280).sign_in_as(api, OFFICER).go("/officer/inbox").page
    keys = Keyboard(page)
    keys.go("Mở việc gấp nhất")
    keys.go("Bắt đầu xử lý")
    keys.go("Soạn trả lời")
    keys.type("Nội dung trả lời", ANSWER)
    keys.go("Gửi lãnh đạo duyệt")
    assert api.office.find(first).state is State.PENDING_APPROVAL
    keys.go("Mở việc tiếp theo")
    assert second.code in page.url
    assert keys.decisions <= 6


def test_a_case_is_found_by_phone_in_three_decisions(api: WholeApi, new_tab: NewTab) -> None:
    """While on the phone: the search, the number typed into its field, and the case; the number
    never stands in an address."""
    account = make_account(CITIZEN.id, PHONE)
    api.people.accounts.claim(account, claims_of(account))
    case = api.office.submit()
    page = new_tab(script=True, width=1280).sign_in_as(api, INTAKE).go("/officer/inbox").page
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    keys = Keyboard(page)
    keys.go("Tìm kiếm")
    keys.type("Số điện thoại của người gửi", "0912 345 678")
    keys.enter()
    assert "Tìm thấy 1 phản ánh" in page.inner_text("main")
    keys.go(case.code)
    assert page.url.endswith(f"/officer/cases/{case.code}")
    assert keys.decisions <= 3
    assert [one for one in addresses if "345678" in one or "345%20678" in one] == []


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


def test_back_from_intake_and_from_a_case_leads_to_the_page_before(
    api: WholeApi, new_tab: NewTab
) -> None:
    """What intake looked up while somebody typed, and who else has a case open, are parts that were
    put anew as well; forward again, intake still has what was typed."""
    case = api.office.in_progress()
    desk = new_tab(script=True, width=1280).sign_in_as(api, INTAKE)
    desk.go("/officer/inbox").go("/officer/intake/new")
    with desk.page.expect_response("**/officer/intake/look"):
        desk.page.get_by_label("Nội dung").fill(RUBBISH)
    desk.page.go_back()
    assert desk.page.url.endswith("/officer/inbox")
    desk.page.go_forward()
    expect(desk.page.get_by_label("Nội dung")).to_have_value(RUBBISH)
    officer = new_tab(script=True, width=1280).sign_in_as(api, OFFICER)
    officer.go("/officer/inbox")
    with officer.page.expect_response("**/viewers"):
        officer.go(f"/officer/cases/{case.code}")
    officer.page.go_back()
    assert officer.page.url.endswith("/officer/inbox")
    assert [*desk.complaints, *officer.complaints] == []


def test_back_after_a_form_leads_to_the_case(api: WholeApi, new_tab: NewTab) -> None:
    """What was done is not done again by going back and forth."""
    case = api.office.in_progress()
    address = f"/officer/cases/{case.code}"
    tab = new_tab(script=True, width=1280).sign_in_as(api, OFFICER)
    tab.go(address).go(f"{address}/comment")
    tab.page.get_by_label("Nội dung").fill("Đã đặt vật tư, thứ Năm có hàng.")
    tab.press("Gửi tin nhắn")
    tab.page.wait_for_url(f"**{address}?done=comment")
    for back in (f"{address}/comment", address):
        tab.page.go_back()
        assert tab.page.url.endswith(back)
    tab.page.go_forward()
    tab.page.go_forward()
    told = [entry.action.value for entry in api.office.find(case).timeline]
    assert told.count("comment") == 1


def test_two_tabs_stay_signed_in_over_a_refresh(api: WholeApi, new_tab: NewTab) -> None:
    """After 16 minutes several pages ask at once with the old cookie: each is answered, nobody is
    signed out, and what was open in both tabs goes on."""
    set_password(api.people.officer_desk, "U1", PASSWORD)
    first = new_tab(script=True, width=1280).go("/officer/inbox")
    first.page.get_by_label("Tên đăng nhập").fill("ltmay")
    first.page.get_by_label("Mật khẩu").fill(PASSWORD)
    first.press("Tiếp tục")
    first.page.get_by_label("Mã xác thực").wait_for()
    (session,) = list(vars(api.people.officer_sessions)["_aggregates"])[-1:]
    first.page.get_by_label("Mã xác thực").fill(api.people.code_of(f"F#{session}"))
    first.press("Đăng nhập")
    first.page.wait_for_url("**/officer/inbox")
    second = first.beside().go("/officer/search")
    for _ in range(2):
        api.clock.advance(minutes=16)
        asked = "() => Promise.all([1, 2, 3].map(() => fetch('/officer/inbox')))"
        answers = first.page.evaluate(
            f"async () => (await ({asked})()).map((one) => [one.status, one.redirected])"
        )
        assert answers == [[200, False]] * 3
        for tab, address in ((first, "/officer/inbox"), (second, "/officer/search")):
            tab.page.reload()
            assert tab.page.url.endswith(address)
    assert [*first.complaints, *second.complaints] == []


def test_a_stale_version_keeps_what_was_typed(api: WholeApi, new_tab: NewTab) -> None:
    """It shows what changed, and is sent again."""
    case = api.office.in_progress()
    tab = new_tab(script=True, width=1280).sign_in_as(api, OFFICER)
    page = tab.go(f"/officer/cases/{case.code}/propose_answer").page
    page.get_by_label("Nội dung trả lời").fill(ANSWER)
    api.office.take(case, LEADER, commands.Comment("Đã đặt vật tư, thứ Năm có hàng."))
    tab.press("Gửi lãnh đạo duyệt")
    assert tab.says("Phản ánh vừa thay đổi")
    assert tab.says("Đã đặt vật tư, thứ Năm có hàng.")
    assert page.get_by_label("Nội dung trả lời").input_value() == ANSWER
    assert tab.look("stale") == []
    tab.press("Gửi lãnh đạo duyệt")
    assert tab.says("Đã gửi lãnh đạo duyệt.")
