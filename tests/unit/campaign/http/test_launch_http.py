"""The launch's numbers over HTTP: for everybody, and to be kept for a second."""

from __future__ import annotations

from collections import Counter
from datetime import date

from chalicelib.campaign.domain.counts import CountPlace
from tests.support.campaign import COMMUNE
from tests.support.whole_api import whole_api


def test_everybody_sees_the_numbers_grow() -> None:
    """Without a token; 304 until something has changed."""
    with whole_api() as api:
        place = CountPlace(date(2026, 8, 3), COMMUNE)
        api.campaign.counts.add_once("upload#1", {place: Counter({"alone": 9, "present": 9})})
        first = api.send("GET", "/v1/public/launch")
        assert first.status == 200
        assert first.body == {
            "accounts": 9,
            "made_this_month": {"alone": 9, "assisted": 0},
            "communes": [{"code": COMMUNE, "name": "Phường Lào Cai", "accounts": 9}],
        }
        assert first.headers["Cache-Control"] == "public, max-age=1"
        seen = {"If_None_Match": first.headers["ETag"]}
        assert api.send("GET", "/v1/public/launch", **seen).status == 304
        api.campaign.counts.add_once("upload#2", {place: Counter({"assisted": 1, "present": 1})})
        api.clock.advance(seconds=1)
        assert api.send("GET", "/v1/public/launch", **seen).body["accounts"] == 10
