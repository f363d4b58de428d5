"""Who else has a case open, as the case page shows it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.cases.domain.cases import Case
from tests.support.browsing import Seen, Visitor
from tests.support.cases import CITIZEN, ELSEWHERE, INTAKE, LEADER, OFFICER
from tests.support.whole_api import WholeApi, whole_api


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as whole:
        yield whole


def look(visitor: Visitor, case: Case) -> Seen:
    """As the page's script does, with what the page gave it."""
    page = visitor.open(f"/officer/cases/{case.code}")
    given = {name: value for tag, name, value in page.read().attributes if tag == "div"}
    return visitor.send(given["data-app-viewers"], {"_token": given["data-app-token"]})


def test_two_who_have_it_open_learn_of_each_other(api: WholeApi) -> None:
    """By name and agency, until one has not said so for a while; nobody is told of themselves."""
    case = api.office.in_progress()
    officer, leader = (Visitor().sign_in_as(api, one) for one in (OFFICER, LEADER))
    alone = look(officer, case)
    assert (alone.status, alone.text) == (200, "")
    name = api.office.directory.officer(OFFICER.id).name
    seen = look(leader, case)
    assert f"Đang cùng mở phản ánh này: {name} (Sở Xây dựng)." in seen.text
    api.clock.advance(seconds=99)
    assert name in look(leader, case).text
    api.clock.advance(seconds=1)
    assert look(leader, case).text == ""


def test_five_are_named_and_the_others_counted(api: WholeApi) -> None:
    """However many look."""
    case = api.office.in_progress()
    for number in range(7):
        api.viewers.look(case.code, "o1" if number == 6 else f"x{number}", api.clock.now())
        api.clock.advance(seconds=1)
    answer = api.send("POST", f"/v1/officer/cases/{case.code}/viewers", token=api.token(INTAKE))
    assert (answer.body["more"], [one["id"] for one in answer.body["others"]]) == (2, ["o1"])
    assert answer.body["again_in_seconds"] == 45


def test_only_who_may_see_the_case_is_told(api: WholeApi) -> None:
    """And nothing is kept of a stranger."""
    case = api.office.in_progress()
    for actor, status in ((ELSEWHERE, 404), (CITIZEN, 403)):
        path = f"/v1/officer/cases/{case.code}/viewers"
        assert api.send("POST", path, token=api.token(actor)).status == status
    assert api.viewers.seen == {}


def test_a_page_of_elsewhere_says_nothing_for_anybody(api: WholeApi) -> None:
    """Without the session's token, nothing is kept."""
    case = api.office.in_progress()
    visitor = Visitor().sign_in_as(api, OFFICER)
    visitor.send(f"/officer/cases/{case.code}/viewers", {"_token": "x"})
    assert api.viewers.seen == {}
