"""One's own account in the browser: where one is signed in, signing out there, another password."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.runtime.pages.session_kinds import OFFICE
from tests.support.browsing import Visitor
from tests.support.people import OFFICER, PASSWORD, set_password
from tests.support.people_api import PeopleApi, people_api

ACCOUNT, SIGN_IN, CODE = "/officer/account", "/officer/sign-in", "/officer/sign-in/code"
WANTED = "mùa lúa chín trên nương"


@pytest.fixture(autouse=True)
def api() -> Iterator[PeopleApi]:
    with people_api() as api:
        set_password(api.people.officer_desk, OFFICER.id, PASSWORD)
        yield api


def signed_in(api: PeopleApi, password: str = PASSWORD) -> Visitor:
    visitor = Visitor()
    visitor.submit(visitor.open(SIGN_IN), SIGN_IN, username="ltmay", password=password)
    (session,) = list(vars(api.people.officer_sessions)["_aggregates"])[-1:]
    otp = api.people.code_of(f"F#{session}")
    assert visitor.submit(visitor.open(CODE), CODE, otp=otp).goes_to
    return visitor


def is_in(visitor: Visitor) -> bool:
    """Once the tokens have to be made anew."""
    return visitor.open(ACCOUNT).status == 200


def test_it_shows_who_one_is_and_where_one_is_signed_in(api: PeopleApi) -> None:
    """In words, with this place marked."""
    visitor = signed_in(api)
    api.people.clock.advance(minutes=3)
    signed_in(api)
    shown = visitor.open(ACCOUNT)
    assert shown.status == 200
    assert OFFICER.name in shown.text
    assert "Mã gửi về điện thoại" in shown.text
    assert "Sở Xây dựng (so-xay-dung)" in shown.text
    assert shown.text.count("Phiên này") == 1
    assert shown.html.count('action="/officer/account/end"') == 2


def test_a_session_elsewhere_is_ended(api: PeopleApi) -> None:
    """This one goes on; the other one leads to the sign-in."""
    mine, other = signed_in(api), signed_in(api)
    forms = [f for f in mine.open(ACCOUNT).read().forms if f.action == f"{ACCOUNT}/end"]
    session = vars(api.people.officer_sessions)["_aggregates"]
    newest = list(session)[-1]
    form = next(f for f in forms if dict(f.fields)["session"] == newest)
    done = mine.send(f"{ACCOUNT}/end", dict(form.fields))
    assert done.goes_to == f"{ACCOUNT}?done=session"
    assert "Đã kết thúc phiên đăng nhập." in mine.open(done.goes_to).text
    api.people.clock.advance(minutes=16)
    assert is_in(mine)
    assert not is_in(other)


def test_signing_out_everywhere_ends_this_one_too(api: PeopleApi) -> None:
    """And says so at the sign-in."""
    mine, other = signed_in(api), signed_in(api)
    out = mine.submit(mine.open(ACCOUNT), f"{ACCOUNT}/end-all")
    assert out.goes_to == "/officer/sign-in?out=1"
    assert OFFICE.cookie not in mine.cookies
    api.people.clock.advance(minutes=16)
    assert not is_in(other)


def test_the_password_is_changed_with_the_present_one(api: PeopleApi) -> None:
    """What is wrong stands at its field, and no password comes back."""
    mine, other = signed_in(api), signed_in(api)
    address = f"{ACCOUNT}/password"
    wrong = mine.submit(mine.open(ACCOUNT), address, present="x" * 12, wanted=WANTED)
    assert wrong.status == 422
    assert 'id="present-error"' in wrong.html
    assert WANTED not in wrong.html
    weak = mine.submit(mine.open(ACCOUNT), address, present=PASSWORD, wanted="123456789012")
    assert 'id="wanted-error"' in weak.html
    done = mine.submit(mine.open(ACCOUNT), address, present=PASSWORD, wanted=WANTED)
    assert done.goes_to == f"{ACCOUNT}?done=password"
    assert "Đã đổi mật khẩu" in mine.open(done.goes_to).text
    api.people.clock.advance(minutes=16)
    assert is_in(mine)
    assert not is_in(other)
    assert is_in(signed_in(api, WANTED))


def test_a_form_that_is_sent_twice_sends_its_codes_once(api: PeopleApi) -> None:
    """A net that broke on the way back: the second time is the first."""
    mine, contact = signed_in(api), f"{ACCOUNT}/contact"
    opened = mine.open(ACCOUNT)
    first, again = (mine.submit(opened, contact, phone="0987654321") for _ in range(2))
    assert first.goes_to == again.goes_to != ""


def test_the_phone_is_changed_with_both_codes(api: PeopleApi) -> None:
    """What is wrong stands at its field; then the new one stands on the account."""
    mine, contact = signed_in(api), f"{ACCOUNT}/contact"
    refused = mine.submit(mine.open(ACCOUNT), contact, phone="0912")
    assert 'id="phone-error"' in refused.html
    begun = mine.submit(mine.open(ACCOUNT), contact, phone="0987654321")
    change = begun.goes_to.partition("change=")[2]
    kept = api.people.proofs.find(change)
    assert kept
    old, new = (api.people.code_of(f"K#{id}") for id in (kept.beside, change))
    form, address = mine.open(begun.goes_to), f"{contact}/codes"
    wrong = mine.submit(form, address, otp_old="000000", otp_new=new)
    assert wrong.status == 422
    assert 'id="otp_old-error"' in wrong.html
    done = mine.submit(wrong, address, otp_old=old, otp_new=new)
    assert done.goes_to == f"{ACCOUNT}?done=contact"
    shown = mine.open(done.goes_to).text
    assert "Đã đổi liên hệ" in shown
    assert "+84987654321" in shown
