"""A net that breaks, or is slow, while a form is sent: the page says so, keeps what was typed, and
the form sent again is carried out once. Part of `make browser`, but for one form."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.cases.domain.workflow import State
from chalicelib.kernel.actors import Actor
from tests.browser.office import LOST
from tests.browser.tabs import Tab
from tests.browser.test_office_pages import (
    ANSWER,
    INTAKE,
    LEADER,
    OFFICER,
    PAGES,
    SUPERVISOR,
    cases,
)
from tests.support.whole_api import WholeApi

NewTab = Callable[..., Tab]
whole = pytest.mark.skipif(os.environ.get("BROWSER") != "whole", reason="make browser looks at it")
SAID = "[data-app-outcome]"
TYPED = "Chữ đã gõ trước khi mất mạng."
WITH_FORMS: dict[str, tuple[Actor | None, str]] = {
    **PAGES,
    "comment": (OFFICER, "/officer/cases/{working}/comment"),
    "assign": (LEADER, "/officer/cases/{working}/assign"),
    "send-back": (LEADER, "/officer/cases/{approval}/send_back"),
}
_FILL = """(form, typed) => {
  for (const one of form.querySelectorAll('textarea, input[type=text], input[type=search]')) {
    one.value = typed
  }
}"""
_VALUES = """(form) => [...form.elements].filter((one) => one.name && !one.name.startsWith('_'))
  .map((one) => [one.name, one.value, one.checked ?? null])"""
_SEND = "(form) => form.requestSubmit(form.querySelector('button:not([type=button])'))"


def _forms(tab: Tab) -> dict[str, Any]:
    """The forms of the page's own part that are sent, one of each address."""
    found = tab.page.locator("main form[method=post]:not([data-app-passkey])").all()
    return {str(one.get_attribute("action")): one for one in found}


@whole
def test_no_form_loses_what_was_typed(api: WholeApi, new_tab: NewTab) -> None:
    """Every form of every page, sent without a net: it is said beside its button, the page stays,
    and so does all that stands in the form."""
    made, wrong, seen = cases(api), list[str](), set[str]()
    for name, (actor, address) in WITH_FORMS.items():
        tab = new_tab(script=True, width=1280)
        if actor:
            tab.sign_in_as(api, actor)
        tab.go(address.format(**made))
        where = tab.page.url
        for action, form in _forms(tab).items():
            seen.add(action.replace(made["received"], "x").replace(made["working"], "x"))
            form.evaluate(_FILL, TYPED)
            before = form.evaluate(_VALUES)
            tab.context.set_offline(True)
            form.evaluate(_SEND)
            said = form.locator(SAID)
            said.wait_for(state="attached")
            if "mất mạng" not in said.text_content().lower():
                wrong.append(f"{name}, {action}: {said.text_content()}")
            changed = [one for one in form.evaluate(_VALUES) if one not in before]
            if changed or tab.page.url != where:
                wrong.append(f"{name}, {action}: lost what was typed, now {changed}")
            tab.context.set_offline(False)
        tab.context.close()  # else each goes on asking who has its case open too
    assert wrong == []
    assert len(seen) > 25


def test_an_answer_that_got_lost_on_its_way_is_carried_out_once(
    api: WholeApi, new_tab: NewTab
) -> None:
    """The server took it and the net broke before it could say so: pressed again, it is done, and
    once; axe has nothing to say about how it is told."""
    case = api.office.in_progress()
    tab = new_tab(script=True, width=320).sign_in_as(api, OFFICER)
    page = tab.go(f"/officer/cases/{case.code}/propose_answer").page
    page.get_by_label("Nội dung trả lời").fill(ANSWER)
    page.set_extra_http_headers({LOST: "1"})
    tab.press("Gửi lãnh đạo duyệt")
    page.get_by_text("chưa biết hệ thống đã nhận chưa").wait_for()
    assert api.office.find(case).state is State.PENDING_APPROVAL
    assert page.get_by_label("Nội dung trả lời").input_value() == ANSWER
    assert [one for one in tab.look("answer-lost") if "ERR_EMPTY_RESPONSE" not in one] == []
    page.set_extra_http_headers({})
    _send_again(tab, "Gửi lãnh đạo duyệt")
    page.get_by_text("Đã gửi lãnh đạo duyệt.").wait_for()
    told = [entry.action.value for entry in api.office.find(case).timeline]
    assert told.count("propose_answer") == 1


@whole
def test_other_forms_are_carried_out_once_too(api: WholeApi, new_tab: NewTab) -> None:
    """A plain button of a case, a call at intake, a difficulty, a rule."""
    case = api.office.assigned()
    tab = new_tab(script=True, width=1280).sign_in_as(api, OFFICER)
    _twice(tab.go(f"/officer/cases/{case.code}"), "Bắt đầu xử lý")
    assert tab.says("Đang xử lý")
    told = [entry.action.value for entry in api.office.find(case).timeline]
    assert told.count("start") == 1

    desk = new_tab(script=True, width=1280).sign_in_as(api, INTAKE).go("/officer/intake/new")
    desk.page.get_by_label("Nội dung").fill("Rác đổ bên đường từ tuần trước, bốc mùi.")
    desk.page.get_by_label("Xã, phường", exact=True).fill("Phường Lào Cai")
    desk.page.get_by_label("Lĩnh vực").first.select_option("sanitation")
    desk.page.get_by_label("Không công khai").check()
    _twice(desk, "Ghi nhận và lấy mã")
    desk.page.get_by_text("Đọc mã này cho người gọi").wait_for()
    assert len(api.office.store.cases) == 2

    chair = new_tab(script=True, width=1280).sign_in_as(api, SUPERVISOR).go("/officer/difficulties")
    chair.page.get_by_label("Khó khăn, vướng mắc").fill(
        "Thôn 3 chưa có sóng di động, đội phải đi bộ."
    )
    chair.page.get_by_label("Nhóm").select_option(index=1)
    _twice(chair, "Gửi")
    chair.page.wait_for_url("**/officer/difficulties/*")
    assert len(api.difficulties.events) == 1


def _twice(tab: Tab, button: str) -> None:
    """Its first answer gets lost, the second arrives."""
    tab.page.set_extra_http_headers({LOST: "1"})
    tab.press(button)
    tab.page.locator(SAID).wait_for()
    tab.page.set_extra_http_headers({})
    _send_again(tab, button)


def _send_again(tab: Tab, button: str) -> None:
    """By hand it would not go: a second click within a second is none."""
    again = tab.page.get_by_role("button", name=button, exact=True)
    again.evaluate("(one) => one.form.requestSubmit(one)")


@whole
def test_a_busy_server_and_a_slow_net_are_told_apart(api: WholeApi, new_tab: NewTab) -> None:
    """What takes long says that it is on its way; a server that cannot says what to tell the
    support. Nothing that was typed goes."""
    case = api.office.in_progress()
    tab = new_tab(script=True, width=320).sign_in_as(api, OFFICER)
    page = tab.go(f"/officer/cases/{case.code}/propose_answer").page
    page.get_by_label("Nội dung trả lời").fill(ANSWER)
    page.clock.install()
    waiting: list[Any] = []
    page.route("**/propose_answer", lambda route: waiting.append(route))
    tab.press("Gửi lãnh đạo duyệt")
    page.clock.fast_forward(2_000)
    page.get_by_text("Mạng chậm, xin chờ").wait_for()
    waiting[0].fulfill(status=503, headers={"X-Correlation-Id": "abc-123"}, body="")
    page.get_by_text("Mã lỗi để báo hỗ trợ: abc-123").wait_for()
    assert page.get_by_label("Nội dung trả lời").input_value() == ANSWER
    page.unroute("**/propose_answer")
    tab.press("Gửi lãnh đạo duyệt")
    page.get_by_text("Đã gửi lãnh đạo duyệt.").wait_for()


@whole
def test_a_slow_net_and_an_impatient_hand_send_once(api: WholeApi, new_tab: NewTab) -> None:
    """Pressed again and again while nothing seems to happen: one request, one answer."""
    case = api.office.in_progress()
    tab = new_tab(script=True, width=1280).sign_in_as(api, OFFICER)
    page = tab.go(f"/officer/cases/{case.code}/propose_answer").page
    page.get_by_label("Nội dung trả lời").fill(ANSWER)
    waiting: list[Any] = []
    page.route("**/propose_answer", lambda route: waiting.append(route))
    button = page.get_by_role("button", name="Gửi lãnh đạo duyệt", exact=True)
    button.dblclick(no_wait_after=True)
    button.press("Enter", no_wait_after=True)
    page.get_by_text("Mạng chậm, xin chờ").wait_for()
    (one,) = waiting
    one.continue_()
    page.get_by_text("Đã gửi lãnh đạo duyệt.").wait_for()
    told = [entry.action.value for entry in api.office.find(case).timeline]
    assert told.count("propose_answer") == 1


@whole
def test_a_session_that_ended_keeps_the_form(api: WholeApi, new_tab: NewTab) -> None:
    """The page that says so comes with what was typed; signed in elsewhere, it goes."""
    case = api.office.in_progress()
    tab = new_tab(script=True, width=1280).sign_in_as(api, OFFICER)
    page = tab.go(f"/officer/cases/{case.code}/propose_answer").page
    page.get_by_label("Nội dung trả lời").fill(ANSWER)
    tab.context.clear_cookies()
    tab.press("Gửi lãnh đạo duyệt")
    assert tab.says("Phiên đăng nhập đã hết")
    tab.sign_in_as(api, OFFICER)
    tab.press("Gửi lại")
    assert tab.says("Nội dung chưa được gửi")
    tab.press("Gửi lại")
    assert tab.says("Đã gửi lãnh đạo duyệt.")
