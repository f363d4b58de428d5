"""Where the rules would send a case is shown to whoever may have to say so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.kernel.actors import Actor
from tests.support.cases import CITIZEN, INTAKE, OFFICER, SUPERVISOR
from tests.support.whole_api import WholeApi, whole_api


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as made:
        yield made


def page(api: WholeApi, who: Actor, code: str) -> Any:
    office = "" if who is CITIZEN else "officer/"
    return api.send("GET", f"/v1/{office}cases/{code}", token=api.token(who)).body


def test_a_rule_that_is_not_sure_suggests_an_agency(api: WholeApi) -> None:
    case = api.office.submit(category="conduct")
    for who in (INTAKE, SUPERVISOR):
        route = page(api, who, case.code)["route"]
        assert route["agency"]["id"] == "so-noi-vu"
        assert (route["rule"], route["sure"], route["coordinating"]) == ("conduct", False, [])
    assert "route" not in page(api, CITIZEN, case.code)


def test_one_that_is_sure_says_so_too(api: WholeApi) -> None:
    """An urgent case waits for the desk although the rule knows whose it is."""
    case = api.office.submit(category="roads")
    route = page(api, INTAKE, case.code)["route"]
    assert (route["agency"]["id"], route["sure"]) == ("so-xay-dung", True)


def test_once_an_agency_has_it_nothing_is_suggested(api: WholeApi) -> None:
    case = api.office.in_progress()
    for who in (INTAKE, OFFICER):
        assert page(api, who, case.code)["route"] is None
