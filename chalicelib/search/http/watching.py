"""What the office watches: places that come again, cases whose time runs out unbegun."""

from __future__ import annotations

from typing import Any

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.http.card_lines import card_lines
from chalicelib.cases.http.card_views import card_view, commune_view
from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.paging import listed, page
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.search.application.at_risk import RiskDesk, cases_at_risk
from chalicelib.search.application.hot_spots import hot_spots
from chalicelib.search.application.searching import SearchDesk
from chalicelib.search.domain.hot_spots import HotSpot

_SCHEMAS = "chalicelib.search.http.schemas"


@Endpoint(
    "GET",
    "/v1/officer/hot-spots",
    access=Access.OFFICER,
    query=f"{_SCHEMAS}:WatchQuery",
    reply=f"{_SCHEMAS}:HotSpotsView",
    codes={403: ("search_not_allowed",), 404: ("agency_not_found",)},
    summary="Places where the same came three times in 90 days, the one with the newest case first",
)
def read_hot_spots(call: Call) -> Reply:
    """One's own agency's; the centre's of the province, or of the agency that it names."""
    desk, agency = services().get(SearchDesk), call.query.get("agency")
    found = hot_spots(desk, call.actor, agency, call.query["limit"], call.position)
    return Reply(200, page(call, found.of(_spot_view)))


@Endpoint(
    "GET",
    "/v1/officer/at-risk",
    access=Access.OFFICER,
    query=f"{_SCHEMAS}:WatchQuery",
    reply=f"{_SCHEMAS}:RiskPageView",
    codes={403: ("search_not_allowed",), 404: ("agency_not_found",)},
    summary="Cases that nobody has begun though 80 % of their time is gone",
)
def read_at_risk(call: Call) -> Reply:
    """One's own agency's; the centre's of the province, or of the agency that it names."""
    desk, agency = services().get(RiskDesk), call.query.get("agency")
    found = cases_at_risk(desk, call.actor, agency, call.query["limit"], call.position)
    since = {one.card.code: wire(one.since) for one in found.items}
    lines = card_lines(
        found.of(lambda one: one.card),
        lambda card, reading: {**card_view(card, reading), "at_risk_since": since[card.code]},
    )
    return Reply(200, listed(call, lines))


def _spot_view(spot: HotSpot) -> dict[str, Any]:
    return {
        "category": spot.category,
        "commune": commune_view(spot.commune, services().get(CaseDesk).gazetteer),
        "location": {"lat": spot.location[0], "lon": spot.location[1]},
        "cases": len(spot.codes),
        "more": spot.more,
        "last_sent_at": wire(spot.last_sent_at),
        "codes": list(spot.codes),
    }
