"""The people of the office: how far each has come to an account, invitations, and who leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from chalicelib.agencies.pages.agency_names import agency_names
from chalicelib.kernel.actors import Role
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.form_guard import ONCE_FIELD
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import RouteRequest
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults, faults_of
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit

ADDRESS = "/officer/people"
_MOST = "100"
_FILTERS, _TYPED = ("agency", "cursor"), ("officer", "reason", "last_day")
_DONE = ("invited", "revoked", "last_day")
_REFUSED = frozenset({"own_account", "last_administrator"})


@WebPage("GET", ADDRESS)
def show(visit: PageVisit) -> Reply:
    """A leader's own agency; all of them, or one, for an administrator."""
    return _page(visit, NO_FAULTS, 200)


@WebPage("POST", "/officer/people/invite")
def invite(visit: PageVisit) -> Reply:
    """A link goes out by mail; again, in place of the one before."""
    asked = RouteRequest({"id": visit.typed("officer")}, {}, key=visit.typed(ONCE_FIELD))
    reply = visit.ask("POST /v1/admin/officers/{id}/invitation", asked)
    if reply.status >= 400:
        return _page(visit, faults_of(reply, frozenset()), reply.status)
    return _done(visit, "invited")


@WebPage("POST", "/officer/people/revoke")
def revoke(visit: PageVisit) -> Reply:
    """The account ends, and the open cases go on to colleagues."""
    body = {"officers": [visit.typed("officer")], "reason": visit.typed("reason")}
    asked = RouteRequest({}, {}, body, key=visit.typed(ONCE_FIELD))
    reply = visit.ask("POST /v1/admin/revocations", asked)
    if reply.status >= 400:
        return _page(visit, faults_of(reply, frozenset()), reply.status)
    code = reply.body["results"][0]["code"]
    if code is not None:
        known = code if code in _REFUSED else "other"
        return _page(visit, ShownFaults(general=(visit.words(f"people.refused.{known}"),)), 409)
    return _done(visit, "revoked")


@WebPage("POST", "/officer/people/last-day")
def set_last_day(visit: PageVisit) -> Reply:
    """With which day the post ends; nothing typed: with none."""
    body = {"last_day": visit.typed("last_day") or None}
    asked = RouteRequest({"id": visit.typed("officer")}, {}, body)
    reply = visit.ask("PUT /v1/admin/officers/{id}/last-day", asked)
    if reply.status >= 400:
        return _page(visit, faults_of(reply, frozenset()), reply.status)
    return _done(visit, "last_day")


def _done(visit: PageVisit, what: str) -> Reply:
    return visit.go_with(ADDRESS, {**_chosen(visit), "done": what})


def _chosen(visit: PageVisit) -> dict[str, str]:
    """Which part of the list is shown; forms bring it along, so that it stays."""
    given = {name: visit.query.get(name, "") or visit.typed(name) for name in _FILTERS}
    return {name: text.strip() for name, text in given.items() if text.strip()}


def _page(visit: PageVisit, faults: ShownFaults, status: int) -> Reply:
    chosen = _chosen(visit)
    agency = chosen.get("agency", "")
    found = visit.read("GET /v1/admin/officers", query={"limit": _MOST, **chosen})
    following, times = found["next_cursor"], TimeWords(visit.words, visit.now)
    names = agency_names()
    more = urlencode({"cursor": following, **({"agency": agency} if agency else {})})
    return visit.show(
        "staff/people.html",
        status,
        people=[_in_words(one, times, names) for one in found["items"]],
        chosen=chosen,
        typed={name: visit.typed(name) for name in _TYPED} if faults else {},
        agency=agency,
        agencies=tuple(names.items()),
        more=f"{ADDRESS}?{more}" if following else "",
        may_revoke=visit.role == Role.ADMINISTRATOR,
        done=next((one for one in _DONE if visit.query.get("done") == one), ""),
        faults=faults,
        times=times,
    )


def _in_words(
    one: Mapping[str, Any], times: TimeWords, names: Mapping[str, str]
) -> Mapping[str, Any]:
    day = one["last_day"]
    until = times.day(date.fromisoformat(day)) if day else ""
    return {**one, "until": until, "agency_name": names.get(one["agency"], one["agency"])}
