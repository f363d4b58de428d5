"""The campaign's pages in a real browser: the board, and a team's with and without a network."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from chalicelib.campaign.domain.counts import CountPlace, Measure
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.instants import LOCAL_ZONE, local_date
from tests.browser.tabs import Tab
from tests.browser.test_office_pages import SIZES
from tests.support.actors import central
from tests.support.campaign import HAMLET, enlist
from tests.support.campaign_days import FAR, run_campaign
from tests.support.cases import STRANGER
from tests.support.people import make_account
from tests.support.whole_api import WholeApi

NewTab = Callable[..., Tab]
SUPERVISOR = central(Role.SUPERVISOR, "s1")
COMMUNES_LEADER = Actor(Role.LEADER, "l9", f"ubnd-{FAR}")
whole = pytest.mark.skipif(os.environ.get("BROWSER") != "whole", reason="make browser looks at it")


@whole
@pytest.mark.parametrize(
    ("name", "actor"), [("campaign", SUPERVISOR), ("campaign-commune", COMMUNES_LEADER)]
)
def test_the_board_is_sound(api: WholeApi, new_tab: NewTab, name: str, actor: Actor) -> None:
    """No violation, no complaint, nothing from elsewhere, no scrolling sideways; and a row of the
    table leads to its commune."""
    run_campaign(api, "02680")
    wrong: list[str] = []
    for width, script in SIZES:
        tab = new_tab(script=script, width=width).sign_in_as(api, actor)
        wrong += tab.go("/officer/campaign").look(name)
        if actor is SUPERVISOR:
            tab.page.get_by_role("link", name="Phường Lào Cai").first.click()
            wrong += [] if tab.says("Tháng triển khai: Phường Lào Cai") else [f"{width}: no link"]
    assert wrong == []


@whole
def test_boards_ask_again_by_themselves(api: WholeApi, new_tab: NewTab) -> None:
    """The campaign's each minute, the launch's every two seconds: what changed stands there, and
    Back leads to the page before."""
    run_campaign(api)
    for address, seconds, actor in (
        ("/officer/campaign", 60, SUPERVISOR),
        ("/officer/campaign", 60, COMMUNES_LEADER),
        ("/launch", 2, SUPERVISOR),
    ):
        tab = new_tab(script=True, width=1280).sign_in_as(api, actor)
        tab.page.clock.install()
        tab.go("/officer/inbox").go(address)
        before = tab.page.inner_text("main")
        cell = Counter({Measure.ALONE: 1000, Measure.PRESENT: 1000})
        place = CountPlace(local_date(api.clock.now()), FAR)
        api.campaign.counts.add_once(f"upload#{actor.id}{address}", {place: cell})
        api.clock.advance(seconds=seconds)
        with tab.page.expect_response(lambda answer, on=address: answer.url.endswith(on)):
            tab.page.clock.fast_forward(seconds * 1000)
        expect(tab.page.locator("main")).not_to_have_text(before, use_inner_text=True)
        tab.page.go_back()
        assert tab.page.url.endswith("/officer/inbox")
        assert tab.complaints == []


def wait_for_worker(tab: Tab) -> None:
    """Until it answers for the page."""
    assert tab.page.evaluate(
        """() => new Promise((done) => {
            const look = () => navigator.serviceWorker.controller && done(true)
            navigator.serviceWorker.addEventListener('controllerchange', look)
            look()
        })"""
    )


def member_tab(api: WholeApi, new_tab: NewTab, *, script: bool = True) -> Tab:
    """A member's phone, whose clock goes as the server's."""
    tab = new_tab(script=script, width=320)
    tab.context.clock.set_fixed_time(api.clock.now())
    return tab.sign_in_member(api).go("/team")


def note(tab: Tab, result: str, phone: str = "") -> None:
    tab.page.get_by_label(result, exact=True).check()
    tab.page.get_by_label("Số điện thoại của hộ (nếu họ cho)").fill(phone)
    tab.press("Ghi lượt này")
    tab.page.get_by_text("Đã giữ lượt này trên máy.").wait_for()


def kept(tab: Tab) -> list[Any]:
    """What stands in the phone's own store."""
    found: list[Any] = tab.page.evaluate(
        """() => new Promise((done) => {
            const opened = indexedDB.open('team', 1)
            opened.onsuccess = () => {
                const all = opened.result.transaction('entries').objectStore('entries').getAll()
                all.onsuccess = () => { opened.result.close(); done(all.result) }
            }
        })"""
    )
    return found


def cached(tab: Tab) -> str:
    """All that the worker keeps, as text."""
    return str(
        tab.page.evaluate(
            """async () => {
            let told = ''
            for (const name of await caches.keys()) {
                const cache = await caches.open(name)
                for (const request of await cache.keys()) {
                    told += request.url + ' ' + await (await cache.match(request)).text()
                }
            }
            return told
        }"""
        )
    )


def test_visits_without_a_network_are_sent_when_it_is_back(api: WholeApi, new_tab: NewTab) -> None:
    """The page opens, each visit is kept and later answered by itself; what is refused says why and
    is mended; the phone keeps nothing that it need not, and nobody's data in its caches."""
    tab = member_tab(api, new_tab)
    wait_for_worker(tab)
    tab.context.set_offline(True)
    tab.page.reload()
    assert tab.says(f"{HAMLET}, Phường Lào Cai")
    tab.page.get_by_text("Không có mạng. Cứ ghi tiếp").wait_for()
    note(tab, "Vắng nhà", "0912000001")
    note(tab, "Hẹn lại", "12")
    tab.page.locator("[data-app-team-entries] li").nth(1).wait_for()
    wrong = tab.look("team-offline")
    assert tab.says(f"{api.clock.now().astimezone(LOCAL_ZONE):%H:%M, %d/%m}")
    assert api.campaign.book.visits == {}
    assert HAMLET not in cached(tab)
    tab.page.reload()
    tab.page.locator("[data-app-team-entries] li").nth(1).wait_for()
    tab.context.set_offline(False)
    tab.page.wait_for_url("**/team?sent=1")
    assert tab.says("Máy chủ đã nhận các lượt.")
    assert tab.says("Hôm nay đội đã có 1 lượt")
    tab.page.get_by_text("số điện thoại không đúng").wait_for()
    assert [one["state"] for one in kept(tab)] == ["refused"]
    wrong += tab.look("team-answered")
    tab.press("Sửa")
    tab.page.get_by_label("Số điện thoại của hộ (nếu họ cho)").fill("0912000002")
    tab.press("Ghi lượt này")
    tab.page.get_by_text("Hôm nay đội đã có 2 lượt").wait_for()
    assert kept(tab) == []
    assert len(api.campaign.book.visits) == 2
    assert [one for one in wrong if "ERR_INTERNET" not in one] == []


@whole
def test_a_broken_network_and_another_member_lose_nothing(api: WholeApi, new_tab: NewTab) -> None:
    """A server that says no keeps the visits on the phone; so does somebody else's sign-in, who
    cannot send them as their own."""
    tab = member_tab(api, new_tab)
    wait_for_worker(tab)
    tab.page.route("**/team/upload", lambda route: route.fulfill(status=503, body=""))
    note(tab, "Từ chối")
    tab.page.get_by_text("Máy chủ đang bận.").wait_for()
    assert len(kept(tab)) == 1
    tab.page.unroute("**/team/upload")
    api.people.accounts.store.put(make_account(STRANGER.id, "+84912345679"))
    enlist(api.imports, "+84912345679")
    tab.context.clear_cookies()
    tab.sign_in_member(api, STRANGER).go("/team")
    tab.page.get_by_text("Do người khác ghi trên máy này.").wait_for()
    assert api.campaign.book.visits == {}
    tab.context.clear_cookies()
    tab.sign_in_member(api).go("/team")
    tab.page.get_by_text("Hôm nay đội đã có 1 lượt").wait_for()
    assert kept(tab) == []


@whole
def test_a_session_that_is_over_keeps_the_visits(api: WholeApi, new_tab: NewTab) -> None:
    """It says so, with the way to sign in again."""
    tab = member_tab(api, new_tab)
    wait_for_worker(tab)
    tab.context.clear_cookies()
    note(tab, "Từ chối")
    assert tab.says("Chưa gửi được vì phiên đăng nhập đã hết.")
    tab.sign_in_member(api).page.reload()
    assert tab.says("Hôm nay đội đã có 1 lượt")


@whole
@pytest.mark.parametrize("name", ["team", "sign-in", "register"])
def test_a_page_of_the_team_is_sound(api: WholeApi, new_tab: NewTab, name: str) -> None:
    """As those of the office are; a visit is noted with script and without."""
    wrong: list[str] = []
    for width, script in SIZES:
        tab = new_tab(script=script, width=width)
        if name != "sign-in":
            tab.sign_in_member(api)
        wrong += tab.go("/team" if name == "team" else f"/team/{name}").look(f"team-{name}")
    assert wrong == []


@whole
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_somebody_is_helped_to_an_account(api: WholeApi, new_tab: NewTab, script: bool) -> None:
    """From the team's page to the visit that says so."""
    tab = member_tab(api, new_tab, script=script)
    tab.page.get_by_role("button", name="Giúp người dân lập tài khoản").click()
    tab.page.get_by_label("Số điện thoại của người dân").fill("0912000001")
    tab.press("Gửi mã cho người dân")
    tab.page.locator('input[name="registration"]').wait_for(state="attached")
    wrong = tab.look("team-register-account")
    id = tab.page.locator('input[name="registration"]').input_value()
    tab.page.get_by_label("Mã", exact=False).first.fill(api.people.code_of(f"R#{id}"))
    tab.page.get_by_label("Họ và tên").fill("Giàng Thị Mẩy")
    tab.page.get_by_label("Lập và quản lý tài khoản").check()
    tab.page.get_by_label("Tiếp nhận và xử lý phản ánh").check()
    tab.press("Lập tài khoản")
    assert tab.says("Tài khoản đã lập xong.")
    tab.press("Ghi lượt này")
    tab.page.get_by_text("Hôm nay đội đã có 1 lượt").wait_for()
    assert wrong == []
