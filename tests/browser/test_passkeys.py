"""Passkeys in a real browser, whose devices are Chromium's virtual authenticators: what the pages'
script asks of a device, what a device gives, and what the office makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import expect

from chalicelib.kernel.actors import Role
from chalicelib.runtime.services import services
from chalicelib.staff.adapters.webauthn_checks import WebauthnChecks
from chalicelib.staff.application.officer_sessions import OfficerDesk
from chalicelib.staff.application.own_passkeys import PasskeyDesk
from tests.browser.tabs import Tab
from tests.support.actors import CENTRAL_AGENCY
from tests.support.people import OFFICER, PASSWORD, set_password
from tests.support.people_api import PeopleApi, people_api

NewTab = Callable[..., Tab]
ACCOUNT = "/officer/account"
ONE_ALONE = "Anh/chị mới có một khóa đăng nhập."
FAILED = "Thiết bị không tạo hoặc không dùng được khóa"


@pytest.fixture
def api() -> Iterator[PeopleApi]:
    """An administrator with a password, and no passkey."""
    with people_api() as api:
        set_password(api.people.officer_desk, OFFICER.id, PASSWORD)
        api.people.roster.records[OFFICER.id] = replace(
            OFFICER, role=Role.ADMINISTRATOR, agency=CENTRAL_AGENCY
        )
        yield api


class Device:
    """One of the devices at the tab's computer: it answers while it is held."""

    def __init__(self, cdp: Any, transport: str) -> None:
        self._cdp = cdp
        options = {"protocol": "ctap2", "transport": transport, "isUserVerified": True}
        options |= {"hasResidentKey": True, "hasUserVerification": True}
        made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self._id = {"authenticatorId": made["authenticatorId"]}
        self.hold(False)

    def hold(self, held: bool) -> None:
        self._cdp.send("WebAuthn.setAutomaticPresenceSimulation", {**self._id, "enabled": held})

    def know(self, known: bool) -> None:
        """Whether it makes sure who holds it."""
        self._cdp.send("WebAuthn.setUserVerified", {**self._id, "isUserVerified": known})

    @property
    def keys(self) -> list[dict[str, Any]]:
        found = self._cdp.send("WebAuthn.getCredentials", self._id)["credentials"]
        return list(found)


def plugged_in(tab: Tab) -> tuple[Device, Device]:
    """The computer's own, and one by USB."""
    cdp = tab.context.new_cdp_session(tab.page)
    cdp.send("WebAuthn.enable")
    return Device(cdp, "internal"), Device(cdp, "usb")


def serve_here(tab: Tab) -> None:
    """Passkeys are for the address at which the browser finds the office."""
    here, known = WebauthnChecks(tab.office), services()
    known.register_value(OfficerDesk, replace(known.get(OfficerDesk), passkeys=here))
    known.register_value(PasskeyDesk, replace(known.get(PasskeyDesk), checks=here))


def give_password(tab: Tab) -> None:
    tab.go(f"/officer/sign-in?next={ACCOUNT}")
    tab.page.get_by_label("Tên đăng nhập").fill(OFFICER.username)
    tab.page.get_by_label("Mật khẩu").fill(PASSWORD)
    tab.press("Tiếp tục")


def begin(tab: Tab, name: str) -> None:
    form = tab.page.locator(f'form[action="{ACCOUNT}/passkeys"]')
    form.get_by_label("Tên khóa").fill(name)
    form.get_by_label("Mật khẩu hiện tại").fill(PASSWORD)
    tab.press("Thêm khóa")
    tab.page.get_by_role("heading", name="Tạo khóa trên thiết bị").wait_for()


def remove(tab: Tab, name: str) -> None:
    form = tab.page.locator(f'form[action="{ACCOUNT}/passkeys/remove"]').filter(has_text=name)
    form.get_by_label("Mật khẩu hiện tại").fill(PASSWORD)
    form.get_by_role("button", name="Gỡ khóa").click()


def names(api: PeopleApi) -> list[str]:
    known = api.people.credentials.find(OFFICER.id)
    return [one.name for one in known.passkeys] if known else []


def test_two_passkeys_are_made_used_and_one_is_taken_away(api: PeopleApi, new_tab: NewTab) -> None:
    """The account warns while there is one; a device that has a key gets no second one, and one
    that does not know who holds it opens nothing."""
    tab = new_tab(script=True, width=1280)
    serve_here(tab)
    computer, usb = plugged_in(tab)
    give_password(tab)
    code = tab.page.get_by_label("Mã xác thực")
    code.wait_for()
    (session,) = vars(api.people.officer_sessions)["_aggregates"]
    code.fill(api.people.code_of(f"F#{session}"))
    tab.press("Đăng nhập")
    assert tab.says("Nên có ít nhất hai khóa trên hai thiết bị.")
    begin(tab, "Máy tính cơ quan")
    wrong = tab.look("passkey-make")
    computer.hold(True)
    tab.press("Tạo khóa")
    assert tab.says(ONE_ALONE)
    wrong += tab.look("account-one-passkey")
    begin(tab, "Khóa USB")
    tab.press("Tạo khóa")
    assert tab.says(FAILED), "the computer holds one of this account already"
    computer.hold(False)
    usb.hold(True)
    tab.press("Tạo khóa")
    assert tab.says("Tài khoản của tôi")
    expect(tab.page.locator("body")).not_to_contain_text(ONE_ALONE)
    assert tab.says("Khóa USB")
    assert (names(api), len(computer.keys), len(usb.keys)) == (
        ["Máy tính cơ quan", "Khóa USB"],
        1,
        1,
    )
    tab.press("Đăng xuất")
    tab.page.get_by_label("Tên đăng nhập").wait_for()
    give_password(tab)
    tab.page.get_by_role("button", name="Dùng khóa").wait_for()
    wrong += tab.look("passkey-use")
    usb.know(False)
    tab.press("Dùng khóa")
    assert tab.says(FAILED)
    usb.know(True)
    tab.press("Dùng khóa")
    assert tab.says("Tài khoản của tôi")
    remove(tab, "Máy tính cơ quan")
    assert tab.says(ONE_ALONE)
    assert names(api) == ["Khóa USB"]
    assert wrong + tab.complaints == []
