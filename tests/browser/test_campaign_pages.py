"""The campaign's pages in a real browser: the board of the province and of a commune."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from chalicelib.kernel.actors import Actor, Role
from tests.browser.tabs import Tab
from tests.browser.test_office_pages import SIZES
from tests.support.actors import central
from tests.support.campaign_days import FAR, run_campaign
from tests.support.whole_api import WholeApi

NewTab = Callable[..., Tab]
SUPERVISOR = central(Role.SUPERVISOR, "s1")
COMMUNES_LEADER = Actor(Role.LEADER, "l9", f"ubnd-{FAR}")
whole = pytest.mark.skipif(os.environ.get("BROWSER") != "whole", reason="make browser looks at it")


@whole
@pytest.mark.parametrize(
    ("name", "actor"), [("campaign", SUPERVISOR), ("campaign-commune", COMMUNES_LEADER)]
)
def test_the_board_is_sound(api: WholeApi, new_tab: NewTab, name: str, actor: Actor) -> None:
    """No violation, no complaint, nothing from elsewhere, no scrolling sideways; and a row of the
    table leads to its commune."""
    run_campaign(api, "02680")
    wrong: list[str] = []
    for width, script in SIZES:
        tab = new_tab(script=script, width=width).sign_in_as(api, actor)
        wrong += tab.go("/officer/campaign").look(name)
        if actor is SUPERVISOR:
            tab.page.get_by_role("link", name="Phường Lào Cai").first.click()
            wrong += [] if tab.says("Tháng triển khai: Phường Lào Cai") else [f"{width}: no link"]
    assert wrong == []
