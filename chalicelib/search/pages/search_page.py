"""Looking for cases: by what they are, in the address; by a phone, never in an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from chalicelib.cases.domain.workflow import State
from chalicelib.cases.pages.reference import agencies, categories, communes
from chalicelib.kernel.ids import is_case_code
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import PageRefused, RouteRequest
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults, faults_of
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit

ADDRESS = "/officer/search"
SEARCH = "GET /v1/officer/search"
BY_PHONE = "POST /v1/officer/search"
FIELDS = ("q", "state", "agency", "commune", "category", "from", "to")
_MOST = "50"
_REFUSED = frozenset({403, 422, 429})
"""Answers that the form can say; after others there is no page."""


@dataclass(frozen=True)
class SearchOutcome:
    """What was found, and what was wrong with the question."""

    body: Mapping[str, Any] = field(default_factory=dict)
    faults: ShownFaults = NO_FAULTS
    status: int = 200
    more: str | None = None


@WebPage("GET", ADDRESS)
def search(visit: PageVisit) -> Reply:
    """By words and by what a case is; without a question the form alone."""
    chosen = {name: visit.query.get(name, "").strip() for name in FIELDS}
    if is_case_code(chosen["q"].upper()):
        return visit.go(f"/officer/cases/{chosen['q'].upper()}")
    asked = {name: value for name, value in chosen.items() if value}
    if not asked:
        return _page(visit, chosen, SearchOutcome())
    cursor = {"cursor": visit.query["cursor"]} if visit.query.get("cursor") else {}
    reply = visit.ask(SEARCH, RouteRequest({}, {**asked, "limit": _MOST, **cursor}))
    return _page(visit, chosen, _outcome(reply, asked, frozenset(FIELDS)))


@WebPage("POST", ADDRESS)
def by_phone(visit: PageVisit) -> Reply:
    """For the intake desk; each look is entered into the audit."""
    body = {"phone": visit.typed("phone").strip()}
    reply = visit.ask(BY_PHONE, RouteRequest({}, {"limit": _MOST}, body))
    return _page(visit, dict.fromkeys(FIELDS, ""), _outcome(reply, None, frozenset({"phone"})))


def _outcome(reply: Reply, asked: Mapping[str, str] | None, known: frozenset[str]) -> SearchOutcome:
    if reply.status == 200:
        cursor = reply.body["next_cursor"]
        more = _address({**asked, "cursor": cursor}) if cursor and asked else None
        return SearchOutcome(reply.body, more=more)
    if reply.status not in _REFUSED:
        raise PageRefused(reply)
    return SearchOutcome(faults=faults_of(reply, known), status=reply.status)


def _address(query: Mapping[str, str]) -> str:
    return f"{ADDRESS}?{urlencode(query)}"


def _page(visit: PageVisit, chosen: Mapping[str, str], outcome: SearchOutcome) -> Reply:
    items = outcome.body.get("items")
    times, offered = TimeWords(visit.words, visit.now), categories(visit)
    return visit.show(
        "search/search.html",
        outcome.status,
        chosen=chosen,
        faults=outcome.faults,
        items=items,
        more=outcome.more,
        due={item["code"]: times.due(item) for item in items or ()},
        times=times,
        phone=visit.typed("phone"),
        by_phone=visit.role in ("intake", "hotline"),
        states=[(state.value, visit.words.of("state", state.value)) for state in State],
        agencies=agencies(visit, own_only=False),
        communes=communes(visit),
        categories=offered,
        named=dict(offered),
    )
