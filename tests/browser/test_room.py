"""Room on the page, measured: what stands where, and what is cut off."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.kernel.actors import Actor, Role
from tests.browser.tabs import Tab
from tests.support.actors import central
from tests.support.whole_api import WholeApi
from tests.unit.figures.pages.test_dashboard import count

OFFICER = Actor(Role.OFFICER, "o1", "so-xay-dung")
INTAKE, SUPERVISOR = central(Role.INTAKE, "i1"), central(Role.SUPERVISOR, "s1")
NewTab = Callable[..., Tab]
_INDENT = """row => Math.min(...[...row.querySelectorAll('td:not(.app-work__pick)')].map(
    cell => cell.getBoundingClientRect().left)) - row.getBoundingClientRect().left"""
"""Pixels from the edge of a line to its words."""
_CUT_OFF = """all => all.filter(one => {
    const number = one.getBBox(), {width, height} = one.ownerSVGElement.viewBox.baseVal;
    return number.y < 0 || number.x < 0 || number.y + number.height > height
        || number.x + number.width > width;
}).map(one => one.textContent)"""
"""What of numbers lies outside of their drawing."""


@pytest.mark.parametrize("width", [320, 768])
def test_lines_keep_room_for_a_tick_only_where_they_have_one(
    api: WholeApi, new_tab: NewTab, width: int
) -> None:
    """Where lines are cards: those of the search begin at their edge, those of the inbox beside
    their tick."""
    api.office.in_progress()
    line = "tbody tr:not(.app-work__heading)"
    search = new_tab(script=False, width=width).sign_in_as(api, INTAKE)
    search.go("/officer/search?state=in_progress")
    assert search.page.locator(line).first.evaluate(_INDENT) < 20
    inbox = new_tab(script=False, width=width).sign_in_as(api, OFFICER).go("/officer/inbox")
    assert inbox.page.locator(line).first.evaluate(_INDENT) > 40


@pytest.mark.parametrize("width", [320, 1280])
def test_no_number_of_a_chart_is_cut_off(api: WholeApi, new_tab: NewTab, width: int) -> None:
    """By its frame, in a month at 100 %."""
    api.office.answered()
    count(api)
    tab = new_tab(script=False, width=width).sign_in_as(api, SUPERVISOR).go("/dashboard")
    numbers = tab.page.locator(".app-chart .v")
    assert "100,0" in numbers.all_text_contents()
    assert numbers.evaluate_all(_CUT_OFF) == []
