"""Forms that a script sends, so that a net that breaks takes nothing: what it is told, and that
each form of the office can be sent twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browsing import Visitor
from tests.support.cases import OFFICER
from tests.support.whole_api import WholeApi, whole_api

TEMPLATES = tuple(Path("chalicelib").glob("*/pages/templates/*.html"))
STATIC = Path("static")
ANSWER = "Đã vá ổ gà và kẻ lại vạch sơn ngày 04/08."
NOTHING_TWICE = {
    "/officer/sign-in": "a password is asked for anew",
    "/officer/sign-in/code": "a code is asked for anew",
    "/officer/sign-out": "is over but once",
    "/team/sign-in": "sends a code, within the limits of codes",
    "/team/sign-in/code": "a code is asked for anew",
    "/team/sign-out": "is over but once",
    "/officer/inbox/filters": "keeps the same filters under the same name",
    "/officer/several": "shows a form alone",
}
"""Forms without a key, and why twice is no more than once."""


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def test_every_form_carries_its_key() -> None:
    """Sent again after its answer got lost, it is carried out once."""
    without: set[str] = set()
    for file in TEMPLATES:
        for form in re.findall(
            r"<form\b[^\n]*method=\"post\".*?</form>", file.read_text(), re.DOTALL
        ):
            action = re.search(r'action="([^"]*)"', form)
            if "parts.hidden()" not in form and 'name="_once"' not in form:
                without.add(action[1] if action else file.name)
    assert without == set(NOTHING_TWICE)


def test_what_a_page_asks_of_a_script_there_is_one_for() -> None:
    """An attribute that nothing looks for is a promise that nobody keeps."""
    asked = {
        name
        for file in TEMPLATES
        for name in re.findall(r"\s((?:data-app|hx)-[a-z-]+)", file.read_text())
    }
    served = "".join(
        file.read_text() for kind in ("js", "css") for file in STATIC.glob(f"{kind}/*")
    )
    unasked = {one for one in asked if not any(form in served for form in _in_scripts(one))}
    assert unasked == set()


def _in_scripts(name: str) -> tuple[str, str, str]:
    """`data-app-map-open` is `appMapOpen` in a script; the team's are found by what they end in."""
    first, *further = name.removeprefix("data-").split("-")
    end = name.removeprefix("data-app-team-")
    return name, first + "".join(part.title() for part in further), f"find('{end}')"


def test_a_script_is_told_where_a_form_leads(api: WholeApi) -> None:
    """A browser would follow a redirect for it and not say where to."""
    case = api.office.in_progress()
    visitor = Visitor().sign_in_as(api, OFFICER)
    address = f"/officer/cases/{case.code}/propose_answer"
    typed = {**dict(visitor.open(address).form(address).fields), "text": ANSWER}
    told = visitor.send(address, typed, X_Sent_By="script")
    assert (told.status, told.html) == (204, "")
    assert told.goes_to == f"/officer/cases/{case.code}?done=propose_answer"
    again = visitor.send(address, typed)
    assert (again.status, again.goes_to) == (303, told.goes_to)
    sent = [entry.action.value for entry in api.office.find(case).timeline]
    assert sent.count("propose_answer") == 1


def test_what_is_refused_is_a_page_for_a_script_too(api: WholeApi) -> None:
    """Which the browser then asks for itself."""
    case = api.office.in_progress()
    visitor = Visitor().sign_in_as(api, OFFICER)
    address = f"/officer/cases/{case.code}/propose_answer"
    typed = {**dict(visitor.open(address).form(address).fields), "text": "Xong."}
    for headers in ({"X_Sent_By": "script"}, {}):
        seen = visitor.send(address, typed, **headers)
        assert seen.status == 422
        assert "Chưa gửi được: còn 1 chỗ cần sửa" in seen.text


@pytest.mark.usefixtures("api")
def test_a_page_that_leads_on_leads_scripts_on_as_ever() -> None:
    """The header is a form's."""
    assert Visitor(X_Sent_By="script").open("/").status == 303
