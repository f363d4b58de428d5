"""What people read of a case that is not theirs: nothing, and of its citizen not a trace."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from chalicelib.routes import ROUTES as SERVED
from tests.support.asking import NAME, AskedOffice
from tests.support.cases import CITIZEN
from tests.support.people import PHONE
from tests.support.roles import PEOPLE
from tests.support.whole_api import whole_api

READS = [
    route
    for module, routes in SERVED.items()
    if not module.endswith(".system")
    for route in routes
    if route[:3] == "GET"
]


@pytest.fixture(scope="module")
def office() -> Iterator[AskedOffice]:
    """Where people read and nothing else."""
    with whole_api() as api:
        yield AskedOffice(api)


@pytest.mark.parametrize("who", [who for who in PEOPLE if PEOPLE[who] not in (None, CITIZEN)])
def test_nobody_else_learns_who_the_citizen_is(office: AskedOffice, who: str) -> None:
    """Whatever others may read, no answer names the reporter, the phone or the account."""
    for route in READS:
        shown = json.dumps(office.ask(route, who).body, ensure_ascii=False)
        assert not any(told in shown for told in (CITIZEN.id, PHONE, NAME))


@pytest.mark.parametrize("who", ["another citizen", "officer of another agency"])
def test_lists_hold_nothing_of_others(office: AskedOffice, who: str) -> None:
    """Neither another citizen's cases nor another agency's; what anybody may read is no secret."""
    public = ("/public/", "/disputes")
    for route in (one for one in READS if not any(part in one for part in public)):
        assert office.case not in json.dumps(office.ask(route, who).body)
