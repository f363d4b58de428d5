"""Organisations in the browser: those that wait, and one with its documents and the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from urllib.parse import urlencode

from chalicelib.organisations.domain.organisations import OrganisationState
from chalicelib.organisations.http.schemas import OrganisationDecisionBody
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.form_guard import ONCE_FIELD
from chalicelib.runtime.pages.forms import FieldShape, FormField, body_of, shapes_of
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import PageRefused, RouteRequest
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults, faults_of
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit

ADDRESS = "/officer/organisations"
_STATES = tuple(state.value for state in OrganisationState)
_DECIDED = (OrganisationState.CONFIRMED.value, OrganisationState.REFUSED.value)
_ONE = "GET /v1/admin/organisations/{id}"
_DECIDE = "POST /v1/admin/organisations/{id}/decision"
_EVIDENCE = "GET /v1/admin/organisations/{id}/evidence/{number}"
_STALE = 412


@WebPage("GET", ADDRESS)
def organisations(visit: PageVisit) -> Reply:
    """Those that wait, or by the address those of another state."""
    state = visit.query.get("state", "").strip() or OrganisationState.WAITING.value
    cursor = visit.query.get("cursor", "").strip()
    asked = {"state": state, "limit": "100", **({"cursor": cursor} if cursor else {})}
    found = visit.read("GET /v1/admin/organisations", query=asked)
    more = urlencode({"state": state, "cursor": found["next_cursor"] or ""})
    return visit.show(
        "organisations/organisations.html",
        found=found,
        state=state,
        states=_STATES,
        more=f"{ADDRESS}?{more}" if found["next_cursor"] else "",
        done=next((one for one in _DECIDED if visit.query.get("done") == one), ""),
        times=TimeWords(visit.words, visit.now),
    )


@WebPage("GET", f"{ADDRESS}/{{id}}")
def organisation(visit: PageVisit) -> Reply:
    """One, with its documents; while it waits, with the form that decides."""
    return _shown(visit, NO_FAULTS, 200)


@WebPage("POST", f"{ADDRESS}/{{id}}")
def decide(visit: PageVisit) -> Reply:
    """Confirmed or refused, and on to those that still wait; or the form again."""
    body = body_of(_shapes().values(), visit.fields)
    path, version = {"id": visit.path["id"]}, visit.typed("_version")
    reply = visit.ask(_DECIDE, RouteRequest(path, {}, body, version, visit.typed(ONCE_FIELD)))
    if reply.status == 200:
        return visit.go_with(ADDRESS, {"done": reply.body["state"]})
    if reply.status in (401, 403, 404) or reply.status >= 500:
        raise PageRefused(reply)
    return _shown(visit, faults_of(reply, frozenset(_shapes())), reply.status)


@WebPage("GET", f"{ADDRESS}/{{id}}/evidence/{{number}}")
def evidence(visit: PageVisit) -> Reply:
    """On to a document, by an address of our own origin that is good for a few minutes."""
    return visit.follow(_EVIDENCE, visit.path, {"origin": "pages"})


@cache
def _shapes() -> Mapping[str, FieldShape]:
    return shapes_of(OrganisationDecisionBody)


def _field(visit: PageVisit, name: str) -> FormField:
    """Shown as needed: of the reason its hint says when."""
    words, key = visit.words, f"organisations.field.{name}"
    shape, hint = replace(_shapes()[name], required=True), words.texts.get(f"{key}_hint", "")
    return FormField(shape, words(key), hint, (), visit.fields.get(name, ()))


def _shown(visit: PageVisit, faults: ShownFaults, status: int) -> Reply:
    found = visit.read(_ONE, {"id": visit.path["id"]})
    waits = found["state"] == OrganisationState.WAITING
    return visit.show(
        "organisations/organisation.html",
        status,
        organisation=found,
        waits=waits,
        fields={name: _field(visit, name) for name in _shapes()},
        faults=faults,
        stale=waits and status == _STALE,
        times=TimeWords(visit.words, visit.now),
    )
