"""What holds for every page: who gets in, what leaves the house, and what it looks like when it
goes wrong."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest

from chalicelib.kernel.actors import Role
from chalicelib.kernel.keys import Sealer
from chalicelib.page_routes import PAGES
from chalicelib.runtime.pages import page_serving
from chalicelib.runtime.pages.form_guard import form_token
from chalicelib.runtime.pages.office_sessions import keep_session, session_in
from chalicelib.runtime.pages.page import find_page
from chalicelib.runtime.pages.session_kinds import kind_of
from chalicelib.runtime.services import services
from tests.support.actors import central
from tests.support.browsing import Seen, Visitor
from tests.support.whole_api import WholeApi, whole_api

ROOT = Path(__file__).parents[4]
ALL = [find_page(module, route) for module, routes in PAGES.items() for route in routes]
NO_HTML = {"/team/state", "/team/worker.js"}
"""For the team's script and its worker."""
GETS = [page for page in ALL if page.method == "GET" and page.path not in NO_HTML]
INBOX = "/officer/inbox"
HOSTILE = """<img src=x onerror=alert(1)>"'><script>alert(2)</script>{{7*7}}"""


@pytest.fixture(autouse=True)
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def address(page_path: str, code: str = "LC-260803-7K3QX") -> str:
    return re.sub(r"{\w+}", "x", page_path.replace("{code}", code))


def test_every_page_stands_in_the_table_and_at_its_function() -> None:
    """A page that is missing in one of the two is not served."""
    for module, routes in PAGES.items():
        for route in routes:
            assert find_page(module, route).work.__module__ == module


def test_a_page_of_the_office_leads_a_stranger_to_the_sign_in() -> None:
    """And says nothing about what it would show."""
    for page in (page for page in ALL if not page.open):
        visitor = Visitor()
        if page.method == "GET":
            seen = visitor.open(address(page.path))
            assert seen.goes_to.startswith(f"{kind_of(page.path).sign_in}?next="), page.route
        else:
            seen = visitor.send(address(page.path), {"text": "x"})
            assert seen.status == 403, page.route
            assert "Nội dung chưa được gửi" in seen.text, page.route


def test_a_token_in_a_header_opens_no_page(api: WholeApi) -> None:
    """Pages know the cookie alone: what a program sends along is for the API."""
    visitor = Visitor(Authorization=f"Bearer {api.token(central(Role.INTAKE, 'i1'))}")
    for page in (page for page in ALL if not page.open and page.method == "GET"):
        seen = visitor.open(address(page.path))
        assert seen.goes_to.startswith(kind_of(page.path).sign_in), page.route


@pytest.mark.parametrize("page", GETS, ids=lambda p: p.route)
def test_pages_are_closed_to_scripts_and_to_others(api: WholeApi, page) -> None:  # type: ignore[no-untyped-def]
    """The strict policy, nothing inline, nothing from elsewhere, nothing kept."""
    case = api.office.assigned()
    visitor = Visitor().sign_in_as(api, central(Role.INTAKE, "i1")).sign_in_member(api)
    kept = "public, max-age=1" if page.shared else "no-store"
    check_closed(visitor.open(address(page.path, case.code)), kept)
    check_closed(Visitor().open(address(page.path, case.code)), kept)


def check_closed(seen: Seen, kept: str = "no-store") -> None:
    """What every answer of a page must say, and must not hold."""
    policy = seen.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert seen.headers["Cache-Control"] == kept
    assert seen.headers["X-Content-Type-Options"] == "nosniff"
    assert seen.headers["Content-Type"] == "text/html; charset=utf-8"
    page = seen.read()
    assert page.inline == []
    assert [one for one in page.attributes if one[1] == "style" or one[1].startswith("on")] == []
    links = [value for _, name, value in page.attributes if name in ("href", "src", "action")]
    assert [link for link in links if not re.match(r"[/#?]|geo:|$", link)] == []
    assert [link for link in links if link.startswith("//")] == []


def test_a_session_whose_token_is_no_longer_taken_is_over(api: WholeApi) -> None:
    """Before its time, as when its key is gone: the sign-in is shown, and not led back from."""
    visitor = Visitor().sign_in_as(api, central(Role.OFFICER, "o9"))
    session = session_in(visitor.cookies)
    assert session is not None
    broken = keep_session(replace(session, access_token="x.y.z"))
    for address, typed in (("/officer/cases/LC-260803-7K3QX/note", {"text": "đã gõ"}), (INBOX, {})):
        visitor._keep(broken)
        sent = {**typed, "_token": form_token(session.id)}
        seen = visitor.send(address, sent) if typed else visitor.open(address)
        assert visitor.cookies == {}
        if typed:
            assert (seen.status, "đã gõ" in seen.html) == (403, True)
            assert "Đăng nhập ở trang mới" in seen.text
        else:
            assert visitor.open(seen.goes_to).status == 200


def test_a_problem_is_a_page(api: WholeApi) -> None:
    """In plain words, with the way back, and never JSON."""
    visitor = Visitor().sign_in_as(api, central(Role.OFFICER, "o9"))
    seen = visitor.open("/officer/inbox?queue=mine&cursor=broken")
    assert seen.status == 400
    check_closed(seen)
    assert "Về hộp việc" in seen.text


def test_a_fault_of_ours_says_what_to_tell_the_support(
    api: WholeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing else: no class, no text of the fault."""

    def broken(*_: object) -> None:
        raise RuntimeError("điện thoại 0912345678")

    monkeypatch.setattr(page_serving, "find_page", broken)
    seen = (
        Visitor(X_Correlation_Id="7f3a2100-0000-4000-8000-000000000000")
        .sign_in_as(api, central(Role.OFFICER, "o9"))
        .open("/officer/inbox")
    )
    assert seen.status == 500
    check_closed(seen)
    assert "Hệ thống đang gặp lỗi." in seen.text
    assert "7f3a2100-0000-4000-8000-000000000000" in seen.text
    assert "0912345678" not in seen.html


class KeysOutOfReach:
    """As when the key service does not answer a fresh process."""

    def unseal(self, blob: bytes, context: str) -> bytes:
        raise ConnectionError(context, len(blob))


def test_a_session_that_cannot_be_opened_now_gets_a_page_too(api: WholeApi) -> None:
    """And keeps its cookie: the next try may be in time."""
    visitor = Visitor().sign_in_as(api, central(Role.OFFICER, "o9"))
    before = dict(visitor.cookies)
    services().register_value(Sealer, KeysOutOfReach())
    seen = visitor.open("/officer/inbox")
    assert (seen.status, visitor.cookies) == (500, before)
    check_closed(seen)
    assert "Hệ thống đang gặp lỗi." in seen.text


def test_a_name_with_markup_is_shown_as_it_is(api: WholeApi) -> None:
    """It is text, and nothing that a browser or a template would carry out."""
    seen = Visitor().sign_in_as(api, central(Role.OFFICER, "o9"), HOSTILE).open("/officer/inbox")
    check_harmless(seen)


def check_harmless(seen: Seen) -> None:
    """Markup of a stranger arrived as text."""
    check_closed(seen)
    page = seen.read()
    assert HOSTILE in seen.text
    assert ("img", "src", "x") not in page.attributes
    assert sum(tag == "script" for tag, _, _ in page.attributes) == 2
    assert "49" not in re.sub(r"\d\d:\d\d|\d\d/\d\d", "", seen.text).split()


def test_the_app_starts_without_its_pages() -> None:
    """Neither the engine nor a page is imported before the first page is asked for."""
    program = (
        "import app, json, sys; print(json.dumps([m for m in sys.modules"
        " if m.startswith(('jinja2', 'markupsafe')) or '.pages' in m and 'chalicelib' in m"
        " and m != 'chalicelib.kernel.pages']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert json.loads(done.stdout) == []


def other_language(seen: Seen) -> str:
    """Where the link of the foot leads."""
    places = [value for tag, name, value in seen.read().attributes if (tag, name) == ("a", "href")]
    return next(one for one in places if "lang=en" in one)


def test_another_language_shows_the_same_page(api: WholeApi) -> None:
    """With its filters, and with where the sign-in leads on to."""
    visitor = Visitor().sign_in_as(api, central(Role.INTAKE, "i1"))
    asked = "/officer/inbox?queue=intake&q=%C4%91%C6%B0%E1%BB%9Dng+%26&state=submitted"
    kept = "?queue=intake&q=%C4%91%C6%B0%E1%BB%9Dng+%26&state=submitted&lang=en"
    assert other_language(visitor.open(asked)) == kept
    sign_in = "/officer/sign-in?next=%2Fofficer%2Finbox%3Fqueue%3Dintake"
    assert other_language(Visitor().open(sign_in)).endswith(
        "Fofficer%2Finbox%3Fqueue%3Dintake&lang=en"
    )
    assert other_language(visitor.open("/officer/inbox?cursor=broken")) == "?cursor=broken&lang=en"


@pytest.mark.parametrize(
    "page", [one for one in ALL if one.method == "POST"], ids=lambda p: p.route
)
def test_what_a_form_came_back_as_has_a_page_in_another_language(api: WholeApi, page) -> None:  # type: ignore[no-untyped-def]
    """Most targets of forms have no page of their own: what they belong to is opened."""
    code = api.office.assigned().code
    visitor = Visitor().sign_in_as(api, central(Role.ADMINISTRATOR, "a1")).sign_in_member(api)
    at = address(page.path, code)
    shown = visitor.send(at, {"text": "x"}), visitor.send(at, {"_token": form_token("s1")})
    for seen in (one for one in shown if "lang=en" in one.html):
        leads = urljoin(at, other_language(seen)).partition("?")[0]
        assert any(one.method == "GET" and fits(one.path, leads) for one in ALL), leads


def fits(pattern: str, path: str) -> bool:
    return re.fullmatch(re.sub(r"{\w+}", "[^/]+", pattern), path) is not None
