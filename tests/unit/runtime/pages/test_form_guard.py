"""No other site can send our forms, or read what our pages say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from chalicelib.kernel.actors import Role
from chalicelib.page_routes import PAGES
from tests.support.actors import central
from tests.support.browsing import Visitor
from tests.support.whole_api import WholeApi, whole_api

POSTS = [
    route.removeprefix("POST ").replace("{code}", "LC-260803-7K3QX")
    for routes in PAGES.values()
    for route in routes
    if route.startswith("POST ")
]
PUBLIC = "https://cases.example"


@pytest.fixture(autouse=True)
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Sec_Fetch_Site": "cross-site", "Origin": PUBLIC},
    ],
)
def test_forms_of_other_sites_are_refused(api: WholeApi, headers: dict[str, str]) -> None:
    """Every target of a form, signed in or not; nothing is left behind."""
    visitor, before = Visitor().sign_in_as(api, central(Role.INTAKE, "i1")), api.trace()
    for address in POSTS:
        refused = visitor.send(address, {"text": "x"}, **headers)
        assert refused.status == 403, address
        assert "gửi từ một trang khác" in refused.text, address
        assert api.trace() == before, address


def test_forms_of_unknown_origin_are_refused(api: WholeApi) -> None:
    """A browser says one of the two; one that says neither is no browser that we serve."""
    visitor = Visitor().sign_in_as(api, central(Role.INTAKE, "i1"))
    client, origins = (
        Visitor(),
        ({}, {"Origin": "null"}, {"Origin": "https://evil.example"}, {"Origin": "http://["}),
    )
    client.cookies = visitor.cookies
    for address, headers in product(POSTS, origins):
        sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        assert client._ask("POST", address, b"text=x", sent).status == 403, (address, headers)


def test_a_form_without_its_token_does_nothing_and_loses_nothing(api: WholeApi) -> None:
    """What was typed is shown, with a token that is good."""
    visitor = Visitor().sign_in_as(api, central(Role.INTAKE, "i1"))
    before = api.trace()
    for address in (one for one in POSTS if "sign-in" not in one):
        shown = visitor.send(address, {"text": "đã gõ dài", "_token": "0" * 64})
        assert shown.status == 403, address
        assert "đã gõ dài" in shown.html, address
        assert api.trace() == before, address


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b"{}", "application/json", 415),
        (b"a=%ff", "application/x-www-form-urlencoded", 400),
        (b"\xff=1", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a=1" for _ in range(5_001)), "application/x-www-form-urlencoded", 400),
        (b"a=" + b"x" * 1_000_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_what_is_no_form_of_ours_gets_a_page_that_says_so(
    api: WholeApi, body: bytes, media: str, status: int
) -> None:
    """Never a traceback, never JSON."""
    visitor = Visitor().sign_in_as(api, central(Role.INTAKE, "i1"))
    headers = {"Content-Type": media, "Sec-Fetch-Site": "same-origin"}
    for address in POSTS:
        answer = visitor._ask("POST", address, body, headers)
        assert answer.status == status, address
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8", address


@pytest.mark.parametrize(
    "value", ["", "x", "A" * 5000, "AAEC", "é", "AQE" + "A" * 200, '"', "a;b", "%00"]
)
def test_a_cookie_that_is_none_of_ours_is_nobodys(value: str) -> None:
    """Changed, cut, of another stage: the sign-in is shown, and nothing breaks."""
    visitor = Visitor()
    visitor.cookies["__Host-office"] = value.encode().decode("latin-1")
    answer = visitor.open("/officer/inbox")
    assert (answer.status, answer.goes_to.partition("?")[0]) == (303, "/officer/sign-in")


def test_a_browser_that_names_only_the_origin_is_believed() -> None:
    """Older ones do; the site's own address is a setting."""
    visitor = Visitor()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": PUBLIC}
    assert visitor._ask("POST", "/officer/sign-in", b"username=x", headers).status == 422


@pytest.mark.parametrize(
    "other",
    [
        'choices={"a": 1}',
        "x",
        "a b=c",
        'name="begun',
        "name=\u0110\u1ed7",
        "a[b]=c",
        "=",
        "expires",
    ],
)
def test_cookies_of_others_on_the_host_take_no_session_away(api: WholeApi, other: str) -> None:
    """The province's other sites set theirs for all hosts of its domain, in whatever form."""
    visitor = Visitor().sign_in_as(api, central(Role.INTAKE, "i1"))
    own = f"__Host-office={visitor.cookies['__Host-office']}"
    for cookies in (f"{other}; {own}", f"{own}; {other}", f"a=b;{other};{own};c=d"):
        asker = Visitor(Cookie=cookies)
        assert asker.open("/officer/inbox").status == 200, cookies
