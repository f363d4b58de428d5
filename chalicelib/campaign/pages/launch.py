"""The launch's screen: numbers for everybody that grow while 99 communes watch."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.campaign.application.launch import GOOD_FOR
from chalicelib.figures.pages.numbers import NumberWords
from chalicelib.kernel.instants import whole_seconds
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.visits import PageVisit

ADDRESS = "/launch"
_SECONDS = whole_seconds(GOOD_FOR)
_NUMBERS = "GET /v1/public/launch"


@WebPage("GET", ADDRESS, open=True, shared=True)
def launch(visit: PageVisit) -> Reply:
    """What the route says, which counts once a second at most; the screen asks again by itself."""
    told = visit.read(_NUMBERS)
    shown = [row for row in told["communes"] if row["accounts"] is not None]
    page = visit.show(
        "campaign/launch.html",
        address=f"{ADDRESS}?lang={visit.language}",
        told=told,
        made=sum(told["made_this_month"].values()),
        ranked=sorted(shown, key=lambda row: (-row["accounts"], row["name"])),
        hidden=len(told["communes"]) - len(shown),
        numbers=NumberWords(visit.words),
    )
    return replace(page, headers={**page.headers, "Cache-Control": f"public, max-age={_SECONDS}"})
