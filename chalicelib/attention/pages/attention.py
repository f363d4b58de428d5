"""What fell through: cases that nobody has, what cannot be settled, messages that never left."""

from __future__ import annotations

from urllib.parse import urlencode

from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit

ADDRESS = "/officer/attention"
_LISTS = ("cases_without_officer", "stuck_cases", "unreadable_cases", "failed_messages")


@WebPage("GET", ADDRESS)
def show(visit: PageVisit) -> Reply:
    """In the order in which people wait for it; a page of each list."""
    asked = {"cursor": visit.query["cursor"]} if visit.query.get("cursor") else {}
    found = visit.read("GET /v1/officer/attention", query=asked)
    times, cursor = TimeWords(visit.words, visit.now), found["next_cursor"]
    letters = [one for one in found["dead_letters"] if one["letters"]]
    return visit.show(
        "attention/attention.html",
        found=found,
        letters=letters,
        nothing=not (any(found[name] for name in _LISTS) or letters),
        due={one["code"]: times.due(one) for one in found["cases_without_officer"]},
        times=times,
        more=f"{ADDRESS}?{urlencode({'cursor': cursor})}" if cursor else "",
    )
