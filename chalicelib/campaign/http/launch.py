"""The launch's numbers, for everybody."""

from __future__ import annotations

from chalicelib.campaign.application.launch import GOOD_FOR, LaunchBoard
from chalicelib.kernel.instants import whole_seconds
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.runtime.http.caching import cacheable
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services


@Endpoint(
    "GET",
    "/v1/public/launch",
    access=Access.PUBLIC,
    reply="chalicelib.campaign.http.launch_schemas:LaunchView",
    summary="Accounts so far, for a screen that grows",
    also=(304,),
)
def launch(call: Call) -> Reply:
    """To be asked again and again: it is counted once a second, and may be kept as long. Who sends
    the last `ETag` gets 304 until something has changed."""
    numbers = services().get(LaunchBoard).numbers()
    names = {one.code: one.name for one in services().get(Gazetteer).communes()}
    body = {
        "accounts": numbers.accounts,
        "made_this_month": {"alone": numbers.alone, "assisted": numbers.assisted},
        "communes": [
            {"code": code, "name": names.get(code, code), "accounts": n}
            for code, n in numbers.communes.items()
        ],
    }
    return cacheable(call, body, seconds=whole_seconds(GOOD_FOR))
