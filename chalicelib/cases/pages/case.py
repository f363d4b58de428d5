"""The case page: time and next step first, then words, parts, notes, and how it came here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.cases.application.viewing import SAID_AGAIN
from chalicelib.cases.pages.action_fields import FIELDS
from chalicelib.cases.pages.not_now import not_now
from chalicelib.cases.pages.pictures import small_pictures
from chalicelib.cases.pages.place_map import place_map
from chalicelib.cases.pages.queue_walk import own_queue
from chalicelib.cases.pages.reference import categories
from chalicelib.cases.pages.weeks import drawn_weeks
from chalicelib.kernel.ids import is_case_code
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit

CASE = "GET /v1/officer/cases/{code}"
SIMILAR = "GET /v1/officer/cases/{code}/similar"
FILE = "GET /v1/cases/{code}/attachments/{id}"


@WebPage("GET", "/officer/cases/{code}")
def show(visit: PageVisit) -> Reply:
    """Everything about a case on one page, in the order in which one works."""
    code = visit.path["code"]
    case = visit.read(CASE, {"code": code})
    similar = visit.read(SIMILAR, {"code": code})["items"] if visit.query.get("similar") else None
    times = TimeWords(visit.words, visit.now)
    return visit.show(
        "cases/case.html",
        case=case,
        actions=[action for action in FIELDS if action in case["allowed_actions"]],
        plain=[action for action in FIELDS if not FIELDS[action]],
        similar=similar,
        pictures=small_pictures(case),
        place=place_map(case),
        weeks=drawn_weeks(case, visit.now),
        heading=heading(visit, case),
        suggested=_suggested(visit, case),
        due=times.due(case["clock"]) if case["clock"] else None,
        times=times,
        not_now=not_now(visit, case),
        said_again=int(SAID_AGAIN.total_seconds()),
        queue=own_queue(visit.role, visit.query.get("queue", "")),
        done=visit.query.get("done") if visit.query.get("done") in FIELDS else None,
    )


def _suggested(visit: PageVisit, case: Mapping[str, Any]) -> str:
    """The category that the text speaks of, in words."""
    found = case["suggestion"]
    return dict(categories(visit)).get(found["category"], "") if found else ""


@WebPage("GET", "/officer/cases/{code}/files/{id}")
def file(visit: PageVisit) -> Reply:
    """On to the file, by an address of our own origin that is good for a few minutes."""
    return visit.follow(FILE, visit.path, {"origin": "pages"})


@WebPage("GET", "/officer/find")
def find(visit: PageVisit) -> Reply:
    """The box in the head: a code leads to its case, words to the search."""
    wanted = visit.query.get("code", "").strip()
    if is_case_code(wanted.upper()):
        return visit.go(f"/officer/cases/{wanted.upper()}")
    return visit.go_with("/officer/search", {"q": wanted})


def heading(visit: PageVisit, case: Mapping[str, Any]) -> str:
    """What it is about, and where."""
    category = dict(categories(visit)).get(case["category"], case["category"])
    return visit.words("case.heading", category=category, place=case["commune"]["name"])
