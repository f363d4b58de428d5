"""The main job from end to end, over HTTP alone, on the deployed stack."""

from __future__ import annotations

from operations.places import LocalPlace
from operations.recount import desk_of, recount
from operations.recount_campaign import recount_campaign
from operations.stacks import local_stack
from tests.e2e.conftest import Played


def test_what_the_api_shows_is_what_was_done(played: Played) -> None:
    """Each case of each fate ends as played, and every message came exactly once."""
    assert played.complaints == []


def test_every_kind_of_message_is_counted(played: Played) -> None:
    """The player sees a table of messages in which no row differs and no kind is unknown."""
    rows = [line for line in played.shown.splitlines() if " sms " in line or " email " in line]
    assert rows
    assert all("✓" in row and "unknown" not in row for row in rows)


def test_the_figures_are_equal_to_a_recount(played: Played, place: LocalPlace) -> None:
    """After six weeks of story, counted anew from every case."""
    assert played.shown
    product = local_stack(place).adopt()
    assert list(recount(desk_of(product))) == []
    assert list(recount_campaign(product).lines()) == []
