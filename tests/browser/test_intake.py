"""Writing a case down while on the phone, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from chalicelib.kernel.actors import Role
from tests.browser.tabs import Tab
from tests.support.actors import central
from tests.support.whole_api import WholeApi
from tests.unit.cases.http.test_similar import RUBBISH, learn

NewTab = Callable[..., Tab]
INTAKE = central(Role.INTAKE, "i1")


def test_a_call_is_written_down_by_keyboard_alone(api: WholeApi, new_tab: NewTab) -> None:
    """Text, commune without diacritics, the category by itself, similar cases by F2, and sent."""
    learn(api)
    other = api.office.accepted(description=RUBBISH, category="sanitation")
    tab = new_tab(script=True, width=1280).sign_in_as(api, INTAKE).go("/officer/intake/new")
    keys = tab.page.keyboard
    keys.type(RUBBISH)
    keys.press("Tab")
    keys.type("lao cai")
    tab.page.get_by_role("option", name="Phường Lào Cai").wait_for()
    assert tab.look("intake-choosing") == []
    keys.press("Enter")
    expect(tab.page.get_by_label("Xã, phường", exact=True)).to_have_value("Phường Lào Cai")
    keys.press("Tab")
    keys.type("Thôn 2")
    tab.page.get_by_role("link", name=other.code).wait_for()
    keys.press("F2")
    tab.page.wait_for_function(
        "code => document.activeElement.textContent === code", arg=other.code
    )
    keys.press("F2")
    keys.press("Tab")
    expect(tab.page.get_by_label("Lĩnh vực").first).to_have_value("sanitation")
    keys.press("Tab")
    expect(tab.page.get_by_label("Loại rác thải")).to_be_focused()
    keys.press("ArrowDown")
    for _ in range(2):
        keys.press("Tab")
    keys.type("0912345678")
    for _ in range(2):
        keys.press("Tab")
    keys.press("Space")
    tab.page.get_by_text("số đuôi 678").wait_for()
    assert tab.look("intake-told") == []
    keys.press("Control+Enter")
    tab.page.get_by_text("Đọc mã này cho người gọi").wait_for()
    case = next(one for one in api.office.store.cases.values() if one.code != other.code)
    assert (case.commune, case.category, case.address) == ("02647", "sanitation", "Thôn 2")
    assert {one.question: one.value for one in case.answers} == {"waste": "household"}
    assert tab.look("intake-done") == []


def test_a_net_that_is_gone_takes_nothing(api: WholeApi, new_tab: NewTab) -> None:
    """While it is away nothing is found and nothing lost; when it is back the case is sent."""
    tab = new_tab(script=True, width=1280).sign_in_as(api, INTAKE).go("/officer/intake/new")
    tab.context.set_offline(True)
    with tab.page.expect_event("requestfailed"):
        tab.page.get_by_label("Nội dung").fill(RUBBISH)
    tab.page.get_by_label("Xã, phường", exact=True).fill("Phường Lào Cai")
    tab.page.get_by_label("Lĩnh vực").first.select_option("sanitation")
    tab.page.get_by_label("Không công khai").check()
    tab.context.set_offline(False)
    tab.press("Ghi nhận và lấy mã")
    tab.page.get_by_text("Đọc mã này cho người gọi").wait_for()
    assert [one.description for one in api.office.store.cases.values()] == [RUBBISH]
