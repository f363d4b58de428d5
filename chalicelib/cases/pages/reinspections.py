"""Answers that were drawn to be looked at once more: which wait, and what was found there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlencode

from chalicelib.cases.http.schemas.reinspections import ReinspectionBody
from chalicelib.cases.pages.actions import came_again, with_sent_files
from chalicelib.cases.pages.case import CASE, heading
from chalicelib.cases.pages.pictures import small_pictures
from chalicelib.cases.pages.reference import categories
from chalicelib.kernel.texts import normal
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.form_guard import ONCE_FIELD
from chalicelib.runtime.pages.forms import FieldShape, FormField, body_of, shapes_of
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import PageRefused, RouteRequest
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults, faults_of
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit

ADDRESS = "/officer/reinspections"
INSPECT = "POST /v1/officer/reinspections/{code}"
_STALE = 412


@WebPage("GET", ADDRESS)
def waiting(visit: PageVisit) -> Reply:
    """Those that nobody has looked at, the first drawn first."""
    asked = {"cursor": visit.query["cursor"]} if visit.query.get("cursor") else {}
    found = visit.read("GET /v1/officer/reinspections", query=asked)
    cursor = found["next_cursor"]
    return visit.show(
        "cases/reinspections.html",
        items=found["items"],
        unreadable=found["unreadable"],
        named=dict(categories(visit)),
        times=TimeWords(visit.words, visit.now),
        more=f"{ADDRESS}?{urlencode({'cursor': cursor})}" if cursor else "",
        done=visit.query.get("done") == "1",
    )


@WebPage("GET", f"{ADDRESS}/{{code}}")
def form(visit: PageVisit) -> Reply:
    """What was asked and answered, and what to say of it."""
    return _form(visit, _case(visit), NO_FAULTS, 200)


@WebPage("POST", f"{ADDRESS}/{{code}}", files=True)
def inspect(visit: PageVisit) -> Reply:
    """What was found, with photos of it; what does not hold goes back to the agency."""
    visit, wrong = with_sent_files(visit, _shapes())
    if wrong:
        return _form(visit, _case(visit), ShownFaults(wrong), 422)
    body = body_of(_shapes(), visit.fields)
    path, version = {"code": visit.path["code"]}, visit.typed("_version")
    reply = visit.ask(INSPECT, RouteRequest(path, {}, body, version, visit.typed(ONCE_FIELD)))
    if reply.status == 200:
        return visit.go_with(ADDRESS, {"done": "1"})
    if reply.status in (401, 403, 404) or reply.status >= 500:
        raise PageRefused(reply)
    case = _case(visit)
    if came_again(visit, reply) and _is_found(visit, case):
        return visit.go_with(ADDRESS, {"done": "1"})
    return _form(visit, case, faults_of(reply, _names()), reply.status)


def _is_found(visit: PageVisit, case: Mapping[str, Any]) -> bool:
    """Whether the last thing that was found are these words."""
    found = [one for one in case["reinspections"] if one["inspected_at"]]
    words = normal(visit.typed("note")).split()
    return bool(found) and (found[-1]["note"] or "").split() == words


@cache
def _shapes() -> Sequence[FieldShape]:
    return tuple(shapes_of(ReinspectionBody).values())


def _names() -> frozenset[str]:
    return frozenset(shape.name for shape in _shapes())


def _case(visit: PageVisit) -> Mapping[str, Any]:
    case: Mapping[str, Any] = visit.read(CASE, {"code": visit.path["code"]})
    return case


def _form(visit: PageVisit, case: Mapping[str, Any], faults: ShownFaults, status: int) -> Reply:
    return visit.show(
        "cases/reinspection.html",
        status,
        case=case,
        heading=heading(visit, case),
        faults=faults,
        stale=status == _STALE,
        holds=visit.typed("holds"),
        note=visit.typed("note"),
        evidence=_evidence(visit),
        pictures=small_pictures(case),
        times=TimeWords(visit.words, visit.now),
    )


def _evidence(visit: PageVisit) -> FormField:
    """The field of photos, with those that were taken in."""
    (shape,) = (one for one in _shapes() if one.name == "evidence")
    sent = visit.fields.get("evidence", ())
    return FormField(shape, visit.words("reinspection.evidence"), "", (), sent)
