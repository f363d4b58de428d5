"""Officers sign in and out in the browser, without any script."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from chalicelib.runtime.pages.session_kinds import OFFICE
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings
from tests.support.browsing import Seen, Visitor
from tests.support.people import OFFICER, PASSWORD, set_password
from tests.support.people_api import PeopleApi, people_api

SIGN_IN, CODE, INBOX = "/officer/sign-in", "/officer/sign-in/code", "/officer/inbox"


@pytest.fixture(autouse=True)
def api() -> Iterator[PeopleApi]:
    with people_api() as api:
        set_password(api.people.officer_desk, OFFICER.id, PASSWORD)
        yield api


def code(api: PeopleApi) -> str:
    """The newest code that went out."""
    (session,) = list(vars(api.people.officer_sessions)["_aggregates"])[-1:]
    return api.people.code_of(f"F#{session}")


def first_factor(visitor: Visitor, address: str = SIGN_IN, password: str = PASSWORD) -> Seen:
    return visitor.submit(visitor.open(address), SIGN_IN, username=" ltmay ", password=password)


def signed_in(api: PeopleApi, visitor: Visitor, address: str = SIGN_IN) -> Seen:
    assert first_factor(visitor, address).goes_to == CODE
    return visitor.submit(visitor.open(CODE), CODE, otp=code(api))


KEY = "a-key-of-the-stack"


def browser_in(network: str) -> Visitor:
    """Through the distribution, which notes the address and shows its key."""
    return Visitor(X_Edge_Key=KEY, X_Forwarded_For=f"{network}.7")


def behind_the_distribution() -> None:
    given = services().get(Settings).given
    services().register_value(Settings, Settings({**given, "EDGE_KEY": KEY}))


def test_a_page_is_asked_for_from_the_network_of_its_browser() -> None:
    """And not from the distribution's servers, which all browsers share: strangers next to one of
    them would lock every officer's name, and every network would be one."""
    behind_the_distribution()
    stranger = browser_in("203.0.113")
    wrong = [first_factor(stranger, password="sai mật khẩu rồi").status for _ in range(6)]
    assert (wrong[0], wrong[-1]) == (401, 429)
    assert first_factor(stranger).status == 429
    assert first_factor(browser_in("198.51.100")).goes_to == CODE


def test_whoever_has_not_the_key_writes_no_other_network() -> None:
    """Addresses in headers are anybody's."""
    behind_the_distribution()
    for number in range(6):
        liar = Visitor(X_Forwarded_For=f"203.0.{number}.7", X_Edge_Key="a guess")
        first_factor(liar, password="sai mật khẩu rồi")
    assert first_factor(Visitor(X_Forwarded_For="198.51.100.7")).status == 429


def test_the_name_alone_leads_to_the_office() -> None:
    """And from there to the sign-in."""
    visitor = Visitor()
    assert visitor.open("/").goes_to == INBOX
    assert visitor.open(INBOX).goes_to == "/officer/sign-in?next=%2Fofficer%2Finbox"


def test_an_officer_signs_in_with_password_and_code(api: PeopleApi) -> None:
    """And comes to the page that was asked for at first; signing in again is not asked for."""
    visitor = Visitor()
    asked = visitor.open("/officer/inbox?queue=agency")
    assert (asked.status, asked.goes_to) == (
        303,
        "/officer/sign-in?next=%2Fofficer%2Finbox%3Fqueue%3Dagency",
    )
    assert signed_in(api, visitor, asked.goes_to).goes_to == "/officer/inbox?queue=agency"
    assert visitor.open(SIGN_IN).goes_to == INBOX


def test_the_page_for_the_code_says_which_way_it_comes() -> None:
    """And until when it is good."""
    visitor = Visitor()
    first_factor(visitor)
    shown = visitor.open(CODE)
    assert "vừa được nhắn đến điện thoại của anh/chị. Mã dùng được đến 08:10" in shown.text


def test_what_was_wrong_is_said_and_the_password_never_comes_back() -> None:
    """The name stays, so that nobody types it twice."""
    refused = first_factor(Visitor(), password="sai mật khẩu rồi")
    assert refused.status == 401
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in refused.text
    assert refused.title.startswith("Lỗi: ")
    assert "sai mật khẩu rồi" not in refused.html
    assert dict(refused.form(SIGN_IN).fields)["username"] == " ltmay "


def test_a_lock_out_says_when_it_is_over() -> None:
    """As a time of day, which nobody has to reckon."""
    visitor = Visitor()
    for _ in range(5):
        assert first_factor(visitor, password="sai mật khẩu rồi").status == 401
    locked = first_factor(visitor)
    assert locked.status == 429
    assert "Đã nhập sai nhiều lần. Nhập lại được sau 08:21." in locked.text


def test_a_wrong_code_says_how_many_tries_are_left(api: PeopleApi) -> None:
    """At the field; the right one then works."""
    visitor = Visitor()
    first_factor(visitor)
    right = code(api)
    wrong = visitor.submit(visitor.open(CODE), CODE, otp="000000" if right != "000000" else "1" * 6)
    assert wrong.status == 422
    assert "còn 4 lần thử" in wrong.text
    assert 'id="otp-error"' in wrong.html
    assert visitor.submit(wrong, CODE, otp=f" {right[:3]} {right[3:]} ").goes_to == INBOX


def test_without_a_first_factor_there_is_no_second() -> None:
    """The page for the code leads to the beginning."""
    assert Visitor().open(CODE).goes_to == SIGN_IN
    assert Visitor().send(CODE, {"otp": "123456"}).goes_to == SIGN_IN


def test_signing_out_ends_the_session_at_the_server(api: PeopleApi) -> None:
    """A cookie that somebody kept leads nowhere once its token is to be refreshed."""
    visitor, kept = Visitor(), Visitor()
    signed_in(api, visitor)
    kept.cookies = dict(visitor.cookies)
    session = visitor.cookies[OFFICE.cookie]
    out = visitor.send("/officer/sign-out", {"_token": form_token_of(session)})
    assert out.goes_to == "/officer/sign-in?out=1"
    assert OFFICE.cookie not in visitor.cookies
    api.people.clock.advance(minutes=16)
    assert kept.open("/officer/inbox").goes_to.startswith("/officer/sign-in?next=")


def form_token_of(cookie: str) -> str:
    from chalicelib.runtime.pages.form_guard import form_token
    from chalicelib.runtime.pages.office_sessions import session_in

    session = session_in({OFFICE.cookie: cookie})
    assert session
    return form_token(session.id)


def test_two_tabs_that_refresh_at_once_stay_signed_in(api: PeopleApi) -> None:
    """Both send the old cookie; both get tokens that work, and nobody ends the session."""
    visitor, tab = Visitor(), Visitor()
    signed_in(api, visitor)
    api.people.clock.advance(minutes=16)
    tab.cookies = dict(visitor.cookies)
    for one in (visitor, tab):
        assert one.open(SIGN_IN).goes_to == INBOX
    for _ in range(2):
        api.people.clock.advance(minutes=16)
        for one in (visitor, tab):
            one.cookies = {**one.cookies, **visitor.cookies}
            assert one.open(SIGN_IN).goes_to == INBOX


def test_a_session_that_is_over_says_so(api: PeopleApi) -> None:
    """And leads back to where somebody was."""
    visitor = Visitor()
    signed_in(api, visitor)
    api.people.clock.advance(hours=2)
    sent = visitor.open("/officer/inbox?queue=mine")
    assert sent.goes_to == "/officer/sign-in?next=%2Fofficer%2Finbox%3Fqueue%3Dmine&over=1"
    assert "Phiên đăng nhập đã hết." in visitor.open(sent.goes_to).text


def test_a_form_sent_after_the_session_keeps_what_was_typed(api: PeopleApi) -> None:
    """It can be sent again once somebody has signed in on another page."""
    visitor = Visitor()
    signed_in(api, visitor)
    api.people.clock.advance(hours=2)
    sent = visitor.send("/officer/sign-out", {"text": "Đã đến tận nơi.\nĐã sửa.", "_token": "x"})
    assert sent.status == 403
    assert "Đã đến tận nơi.\nĐã sửa." in sent.html
    assert "Đăng nhập ở trang mới" in sent.text
    signed_in(api, visitor)
    again = visitor.send("/officer/sign-out", {"text": "Đã đến tận nơi.", "_token": "x"})
    assert "Trang được mở từ một lần đăng nhập trước" in again.text


def test_the_browser_is_known_the_next_time(api: PeopleApi) -> None:
    """Its value is sent along, so that strangers' wrong tries do not keep its officer out."""
    visitor = Visitor()
    signed_in(api, visitor)
    del visitor.cookies[OFFICE.cookie]
    assert OFFICE.device in visitor.cookies
    for _ in range(6):
        first_factor(Visitor(), password="sai mật khẩu rồi")
    assert first_factor(Visitor()).status == 429
    assert first_factor(visitor).goes_to == CODE


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/officer/inbox",
        "//evil.example/officer/inbox",
        "/\\evil.example",
        "javascript:alert(1)",
        "/v1/officer/me",
        "/officer/sign-out",
        "/officer/../../x\n",
        "//[",
        "//\N{CARE OF}.example/officer/inbox",
        "/officer/search?q=" + "a" * 5_000,
    ],
)
def test_signing_in_leads_to_the_office_only(api: PeopleApi, elsewhere: str) -> None:
    """Whatever a link says."""
    visitor = Visitor()
    visitor.submit(
        visitor.open(SIGN_IN), SIGN_IN, username="ltmay", password=PASSWORD, next=elsewhere
    )
    assert visitor.submit(visitor.open(CODE), CODE, otp=code(api)).goes_to == INBOX


def test_a_link_that_somebody_typed_leads_on_as_browsers_write_it(api: PeopleApi) -> None:
    """Headers carry no letters with marks and no spaces."""
    address = f"{SIGN_IN}?{urlencode({'next': '/officer/search?q=đường vỡ&state=%C4%91'})}"
    led = signed_in(api, Visitor(), address)
    assert led.goes_to == "/officer/search?q=%C4%91%C6%B0%E1%BB%9Dng%20v%E1%BB%A1&state=%C4%91"


def test_english_by_the_address_and_then_kept() -> None:
    """A browser that asks for English unasked gets Vietnamese."""
    visitor = Visitor(Accept_Language="en")
    assert visitor.open(SIGN_IN).title.startswith("Đăng nhập")
    assert visitor.open(f"{SIGN_IN}?lang=en").title.startswith("Sign in")
    assert visitor.open(SIGN_IN).title.startswith("Sign in")
