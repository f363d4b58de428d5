"""The launch's screen: for everybody the same, and no read more however many look."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from chalicelib.campaign.domain.counts import CountPlace
from tests.support.browsing import Visitor
from tests.support.cases import SUPERVISOR
from tests.support.whole_api import WholeApi

DAY = date(2026, 8, 3)


@pytest.fixture(autouse=True)
def kept(api: WholeApi) -> None:
    """Two communes that may be shown, and two that may not."""
    for commune, n in (("02647", 1200), ("02683", 7), ("02671", 3), ("03006", 2)):
        cell = Counter({"alone": n - 1, "assisted": 1, "present": n})
        api.campaign.counts.add_once(f"upload#{commune}", {CountPlace(DAY, commune): cell})


def test_it_shows_what_the_route_says(api: WholeApi) -> None:
    """The communes with most accounts first, none that are too few; in both languages."""
    seen = Visitor().open("/launch")
    assert seen.status == 200
    assert "1.212" in seen.text
    assert seen.text.index("Phường Lào Cai") < seen.text.index("Xã Bát Xát")
    assert "2 xã, phường không được nêu số" in seen.text
    english = Visitor().open("/launch?lang=en")
    assert "1,212" in english.text
    assert api.send("GET", "/v1/public/launch").body["accounts"] == 1212


def test_it_is_the_same_for_everybody_and_good_for_a_second(api: WholeApi) -> None:
    """Whoever is signed in finds neither their name nor a form there, and keeps their cookies."""
    visitor = Visitor().sign_in_as(api, SUPERVISOR)
    before = dict(visitor.cookies)
    seen, strangers = visitor.open("/launch?lang=en"), Visitor().open("/launch?lang=en")
    assert seen.html == strangers.html
    assert seen.headers["Cache-Control"] == "public, max-age=1"
    assert not seen.read().forms
    assert visitor.cookies == before


def test_however_many_look_one_reads(api: WholeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """Page and route share what was read; the next second reads again."""
    reads, months = Counter[str](), api.campaign.counts.months

    def counted(until: date) -> object:
        reads["months"] += 1
        return months(until)

    monkeypatch.setattr(api.campaign.counts, "months", counted)
    for _ in range(20):
        Visitor().open("/launch")
        api.send("GET", "/v1/public/launch")
    assert reads["months"] == 1
    api.clock.advance(seconds=1)
    Visitor().open("/launch")
    assert reads["months"] == 2
