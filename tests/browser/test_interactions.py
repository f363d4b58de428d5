"""How much a page has to do when somebody touches it. What is counted is asserted; how long the
browser took from the touch to the next picture is told (`pytest -rP`) and noted in docs/pages.md,
since it is the machine's. Part of `make browser`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from chalicelib.figures.pages import dashboard
from tests.browser.tabs import Tab
from tests.support.cases import INTAKE, OFFICER, SUPERVISOR
from tests.support.whole_api import WholeApi
from tests.unit.cases.http.test_similar import RUBBISH, learn
from tests.unit.figures.pages.test_dashboard import count

pytestmark = pytest.mark.skipif(os.environ.get("BROWSER") != "whole", reason="part of make browser")
NewTab = Callable[..., Tab]
TOLD = Path("build/interactions.json")
MOST_NODES = 6_000
"""Elements of a page; an inbox of 100 cases has the most."""
_OBSERVE = """() => {
  window.interactions = []
  const observer = new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      if (one.interactionId) window.interactions.push([one.name, one.duration])
    }
  })
  observer.observe({ type: 'event', durationThreshold: 16, buffered: true })
}"""
_TAKE = """() => new Promise((done) => requestAnimationFrame(() => setTimeout(
  () => done(window.interactions), 50)))"""


@contextmanager
def observed(tab: Tab, name: str) -> Iterator[None]:
    """Tells the slowest of what the block does on the page, which stays; and that the page is not
    too large."""
    tab.page.evaluate(_OBSERVE)
    yield
    seen: list[tuple[str, float]] = tab.page.evaluate(_TAKE)
    slowest = max((duration for _, duration in seen), default=0)
    nodes = tab.page.evaluate("document.getElementsByTagName('*').length")
    told: dict[str, Any] = json.loads(TOLD.read_text()) if TOLD.exists() else {}
    told[name] = {"slowest_ms": slowest, "seen": len(seen), "nodes": nodes}
    TOLD.parent.mkdir(exist_ok=True)
    TOLD.write_text(json.dumps(told, indent=2))
    print(f"{name}: {slowest:.0f} ms at most of {len(seen)} from 16 ms on, {nodes} elements")
    assert nodes < MOST_NODES


def test_the_inbox_of_a_hundred(api: WholeApi, new_tab: NewTab) -> None:
    """Every box at once, one box, words in the filter."""
    for number in range(100):
        api.office.in_progress(description=f"Ổ gà thứ {number} trước cổng trường tiểu học.")
    tab = new_tab(script=True, width=1280).sign_in_as(api, OFFICER).go("/officer/inbox")
    with observed(tab, "inbox"):
        for _ in range(2):
            tab.page.get_by_label("Chọn tất cả").click()
        tab.page.locator("[name=case]").nth(50).click()
        tab.page.locator("#q").click()
        tab.page.keyboard.type("thứ 42")
    with tab.page.expect_navigation():
        tab.page.keyboard.press("Enter")
    with observed(tab, "inbox filtered"):
        tab.page.locator("[name=case]").first.click()
    assert tab.complaints == []


def test_a_case_and_the_form_of_an_answer(api: WholeApi, new_tab: NewTab) -> None:
    """What is shut is opened; a text is typed while its draft is kept."""
    case = api.office.in_progress(location=(22.4856, 103.9707))
    tab = new_tab(script=True, width=1280).sign_in_as(api, OFFICER)
    tab.go(f"/officer/cases/{case.code}")
    with observed(tab, "case"):
        for one in tab.page.locator("main summary").all():
            one.click()
        tab.press("Phóng to, di chuyển bản đồ")
        tab.page.locator("path.app-place__here").first.wait_for(state="attached")
        tab.press("Thu nhỏ")
    tab.go(f"/officer/cases/{case.code}/propose_answer")
    with observed(tab, "answer"):
        tab.page.get_by_label("Nội dung trả lời").click()
        tab.page.keyboard.type("Đã vá ổ gà và kẻ lại vạch sơn. " * 4)
        tab.page.get_by_text("Nháp tự lưu lúc").wait_for()
    assert tab.complaints == []


def test_intake_asks_once_a_pause(api: WholeApi, new_tab: NewTab) -> None:
    """However fast somebody types: the server is asked when they stop."""
    learn(api)
    api.office.accepted(description=RUBBISH, category="sanitation")
    tab = new_tab(script=True, width=1280).sign_in_as(api, INTAKE).go("/officer/intake/new")
    asked: list[str] = []
    tab.page.on("request", lambda one: asked.append(one.url) if "/look" in one.url else None)
    with observed(tab, "intake"):
        with tab.page.expect_response("**/officer/intake/look"):
            tab.page.keyboard.type(RUBBISH)
        assert len(asked) == 1
        tab.page.keyboard.press("Tab")
        tab.page.keyboard.type("lao cai")
        tab.page.get_by_role("option", name="Phường Lào Cai").wait_for()
        tab.page.keyboard.press("Enter")
        tab.page.locator("#alike .app-similar").wait_for()
    assert tab.complaints == []


def test_the_dashboard_while_it_reloads(
    api: WholeApi, new_tab: NewTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is touched that is as it was; what was opened stays open, and the focus stays."""
    monkeypatch.setattr(dashboard, "_FIRST_COMMUNES", 0)
    for _ in range(20):
        api.office.answered()
    count(api)
    tab = new_tab(script=True, width=1280).sign_in_as(api, SUPERVISOR)
    tab.page.clock.install()
    tab.go("/dashboard")
    tab.page.locator("main summary").first.click()
    tab.page.evaluate("window.before = document.querySelectorAll('#dashboard *').length")
    tab.page.evaluate("window.heading = document.querySelector('h1')")
    changes = """window.changes = 0
      new MutationObserver((all) => { window.changes += all.length }).observe(
        document.getElementById('dashboard'),
        { subtree: true, childList: true, attributes: true, characterData: true })"""
    tab.page.evaluate(changes)
    with observed(tab, "dashboard"):
        tab.page.locator("#period").focus()
        _minute(tab)
        assert tab.page.evaluate("window.changes") == 0
        api.clock.advance(minutes=1)
        api.office.answered()
        count(api)
        _minute(tab)
        tab.page.wait_for_function("window.changes > 0")
        expect(tab.page.locator("#period")).to_be_focused()
        assert tab.page.evaluate("window.changes") < tab.page.evaluate("window.before") / 4
        assert tab.page.evaluate("window.heading === document.querySelector('h1')")
        expect(tab.page.locator("main details").first).to_have_attribute("open", "")
        tab.page.keyboard.press("ArrowDown")
    assert tab.complaints == []


def _minute(tab: Tab) -> None:
    with tab.page.expect_response(lambda answer: answer.url.endswith("/dashboard")):
        tab.page.clock.fast_forward(60_000)
