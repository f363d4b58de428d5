"""Passkeys in the browser: what a script puts into the forms is put in here by the test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from chalicelib.kernel.actors import Role
from tests.support.actors import CENTRAL_AGENCY
from tests.support.authenticator import HOST, Authenticator
from tests.support.browsing import Seen, Visitor
from tests.support.passkey_acts import give
from tests.support.people import OFFICER, PASSWORD, set_password
from tests.support.people_api import PeopleApi, people_api

ACCOUNT, SIGN_IN, CODE = "/officer/account", "/officer/sign-in", "/officer/sign-in/code"
KEYS = f"{ACCOUNT}/passkeys"


@pytest.fixture(autouse=True)
def api() -> Iterator[PeopleApi]:
    with people_api() as api:
        set_password(api.people.officer_desk, OFFICER.id, PASSWORD)
        api.people.roster.records[OFFICER.id] = replace(
            OFFICER, role=Role.ADMINISTRATOR, agency=CENTRAL_AGENCY
        )
        yield api


def challenge(seen: Seen) -> str:
    found = re.search(r'data-challenge="([^"]+)"', seen.html)
    assert found
    return found[1]


def signed_in(device: Authenticator) -> Visitor:
    visitor = Visitor()
    visitor.submit(visitor.open(SIGN_IN), SIGN_IN, username="ltmay", password=PASSWORD)
    page = visitor.open(CODE)
    assert 'data-app-passkey="get"' in page.html
    assert f'data-rp-id="{HOST}"' in page.html
    assert "Trình duyệt này không dùng được khóa đăng nhập." in page.text
    done = visitor.submit(page, CODE, **device.sign(challenge(page)))
    assert done.goes_to == "/officer/inbox"
    return visitor


def test_an_administrator_signs_in_and_adds_a_second_one(api: PeopleApi) -> None:
    """With a single one the account warns; with two it does not. One is taken away again."""
    first, second = Authenticator(), Authenticator()
    give(api.people, OFFICER.id, first)
    visitor = signed_in(first)
    shown = visitor.open(ACCOUNT)
    assert "Anh/chị mới có một khóa đăng nhập." in shown.text
    making = visitor.submit(shown, KEYS, name="Điện thoại", password=PASSWORD)
    assert making.status == 200
    assert 'data-app-passkey="create"' in making.html
    made = second.make(challenge(making), "Điện thoại")
    done = visitor.submit(making, f"{KEYS}/made", **made)
    assert done.goes_to == f"{ACCOUNT}?done=passkey"
    shown = visitor.open(ACCOUNT)
    assert "Điện thoại" in shown.text
    assert "Anh/chị mới có một khóa" not in shown.text
    gone = visitor.submit(shown, f"{KEYS}/remove", password=PASSWORD)
    assert gone.goes_to == f"{ACCOUNT}?done=passkey_removed"
    assert "Anh/chị mới có một khóa đăng nhập." in visitor.open(ACCOUNT).text


def test_a_wrong_password_is_said_at_its_field(api: PeopleApi) -> None:
    device = Authenticator()
    give(api.people, OFFICER.id, device)
    visitor = signed_in(device)
    refused = visitor.submit(visitor.open(ACCOUNT), KEYS, name="Khóa", password="sai mật khẩu rồi")
    assert refused.status == 422
    assert "Mật khẩu hiện tại không đúng." in refused.text


def test_a_foreign_passkey_is_refused_on_the_page(api: PeopleApi) -> None:
    """With the tries that are left; the right one then opens."""
    device = Authenticator()
    give(api.people, OFFICER.id, device)
    visitor = Visitor()
    visitor.submit(visitor.open(SIGN_IN), SIGN_IN, username="ltmay", password=PASSWORD)
    page = visitor.open(CODE)
    refused = visitor.submit(page, CODE, **Authenticator().sign(challenge(page)))
    assert refused.status == 422
    assert "còn 4 lần thử" in refused.text
    done = visitor.submit(refused, CODE, **device.sign(challenge(refused)))
    assert done.goes_to == "/officer/inbox"
