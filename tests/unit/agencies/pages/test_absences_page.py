"""Who is away: everybody of the office sees it, a leader says it for the agency."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import central
from tests.support.browsing import Seen, Visitor
from tests.support.directory import make_officer, put_officer
from tests.support.whole_api import WholeApi, whole_api
from tests.unit.runtime.pages.test_pages import check_closed

OFFICER = Actor(Role.OFFICER, "o1", "so-xay-dung")
LEADER = Actor(Role.LEADER, "l1", "so-xay-dung")
ADDRESS = "/officer/absences"


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def away(visitor: Visitor, since: str, until: str, officer: str = "o1") -> Seen:
    address = f"{ADDRESS}/{officer}"
    form = dict(visitor.open(address).form(address).fields)
    return visitor.send(address, {**form, "since": since, "until": until})


def test_a_leader_says_that_somebody_is_away(api: WholeApi) -> None:
    """From then on the list begins with them; emptied, the line falls away."""
    leader = Visitor().sign_in_as(api, LEADER)
    assert "Hôm nay không ai vắng mặt" in leader.open(ADDRESS).text
    saved = away(leader, "2026-08-03", "2026-08-07")
    assert saved.goes_to == f"{ADDRESS}?agency=so-xay-dung&done=saved"
    shown = leader.open(saved.goes_to)
    check_closed(shown)
    assert "Hôm nay 1 người vắng mặt" in shown.text
    assert "từ thứ Hai 03/08, đi làm lại thứ Sáu 07/08" in shown.text
    assert away(leader, "", "").status == 303
    assert "Hôm nay không ai vắng mặt" in leader.open(ADDRESS).text


def test_nobody_who_is_away_is_missed_in_a_large_agency(api: WholeApi) -> None:
    """Also beyond the first hundred, which is what the route gives at once."""
    for number in range(120):
        put_officer(api.office.directory, make_officer(f"p{number:03}", name="Vàng A Chu"))
    leader = Visitor().sign_in_as(api, LEADER)
    assert away(leader, "2026-08-03", "2026-08-07", officer="p119").status == 303
    shown = leader.open(ADDRESS)
    assert "Hôm nay 1 người vắng mặt" in shown.text
    assert f'href="{ADDRESS}/p119"' in shown.html


def test_an_agency_without_officers_says_so(api: WholeApi) -> None:
    """In place of a table without lines."""
    centre = Visitor().sign_in_as(api, central(Role.SUPERVISOR, "s1"))
    shown = centre.open(f"{ADDRESS}?agency=ubnd-02683")
    assert "Chưa có cán bộ nào." in shown.text
    assert "<table" not in shown.html


def test_what_is_wrong_is_said_at_its_field(api: WholeApi) -> None:
    """An end before the beginning; a line without one."""
    leader = Visitor().sign_in_as(api, LEADER)
    wrong = away(leader, "2026-08-07", "2026-08-03")
    assert wrong.status == 422
    assert 'value="2026-08-07"' in wrong.html
    assert 'href="#absences.0.' in wrong.html
    assert 'href="#absences.0.until"' in away(leader, "2026-08-07", "").html


def test_colleagues_read_and_do_not_change(api: WholeApi) -> None:
    """One's own days alone are one's own to change."""
    colleague = Visitor().sign_in_as(api, Actor(Role.OFFICER, "o2", "so-xay-dung"))
    assert colleague.open(ADDRESS).status == 200
    assert away(colleague, "2026-08-03", "2026-08-07").status == 403
    own = Visitor().sign_in_as(api, OFFICER)
    assert away(own, "2026-08-03", "2026-08-07").status == 303


def test_somebody_else_was_faster(api: WholeApi) -> None:
    """What was typed is kept."""
    first, second = (Visitor().sign_in_as(api, LEADER) for _ in range(2))
    address = f"{ADDRESS}/o1"
    form = dict(second.open(address).form(address).fields)
    assert away(first, "2026-08-03", "2026-08-07").status == 303
    late = second.send(address, {**form, "since": "2026-09-01", "until": "2026-09-02"})
    assert late.status == 412
    assert 'value="2026-09-01"' in late.html
