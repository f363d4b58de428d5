"""The communes' monthly reports: who has sent, and one report to be written and confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.agencies.domain.scopes import commune_of
from chalicelib.commune_reports.domain.commune_reports import ReportState
from chalicelib.figures.pages.numbers import NumberWords
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import RouteRequest
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults, faults_of
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit

ADDRESS = "/officer/commune-reports"
_STATES = tuple(state.value for state in ReportState)
_WRITERS = frozenset({"officer", "leader", "intake", "supervisor"})
_RETURNERS = frozenset({"supervisor", "administrator"})
_STALE = (412, 428)
_LIST, _ONE = "GET /v1/admin/commune-reports", "GET /v1/admin/commune-reports/{id}"


@WebPage("GET", ADDRESS)
def reports(visit: PageVisit) -> Reply:
    """A month: what is missing first to be seen, with the day by which it is due."""
    chosen = {name: visit.query.get(name, "").strip() for name in ("period", "state")}
    asked = {name: value for name, value in chosen.items() if value}
    found = visit.read(_LIST, query={**asked, "limit": "100"})
    return visit.show(
        "commune_reports/reports.html",
        found=found,
        faults=NO_FAULTS,
        state=chosen["state"],
        states=[(state, visit.words(f"commune_reports.state.{state}")) for state in _STATES],
        times=TimeWords(visit.words, visit.now),
    )


@WebPage("GET", f"{ADDRESS}/sheet")
def sheet(visit: PageVisit) -> Reply:
    """The month compiled, as a file."""
    period = visit.query.get("period", "").strip()
    asked = {"format": "xlsx", **({"period": period} if period else {})}
    return visit.follow(_LIST, query=asked)


@WebPage("GET", f"{ADDRESS}/{{id}}")
def report(visit: PageVisit) -> Reply:
    """Figures and texts; whoever may write it has the form."""
    found = visit.read(_ONE, {"id": visit.path["id"]})
    return _shown(visit, found, NO_FAULTS, 200)


@WebPage("POST", f"{ADDRESS}/{{id}}", large=True)
def write(visit: PageVisit) -> Reply:
    """Saved, or shown again with what was typed."""
    path = {"id": visit.path["id"]}
    found = visit.read(_ONE, path)
    names = [text["id"] for text in found["texts"]]
    texts = {name: visit.typed(name) for name in names if visit.typed(name).strip()}
    asked = RouteRequest(path, {}, {"texts": texts}, version=visit.typed("version"))
    reply = visit.ask("PUT /v1/admin/commune-reports/{id}", asked)
    if reply.status == 200:
        return visit.go(f"{ADDRESS}/{visit.path['id']}?saved=1")
    faults = faults_of(reply, frozenset(f"texts.{name}" for name in names))
    shown = {name.removeprefix("texts."): said for name, said in faults.fields.items()}
    return _shown(visit, found, ShownFaults(shown, faults.general), reply.status, names)


@WebPage("POST", f"{ADDRESS}/{{id}}/confirmation")
def confirm(visit: PageVisit) -> Reply:
    """Sent, or told why not."""
    path = {"id": visit.path["id"]}
    asked = RouteRequest(path, {}, version=visit.typed("version"))
    reply = visit.ask("POST /v1/admin/commune-reports/{id}/confirmation", asked)
    if reply.status == 200:
        return visit.go(f"{ADDRESS}/{visit.path['id']}")
    return _shown(visit, visit.read(_ONE, path), faults_of(reply, frozenset()), reply.status)


@WebPage("POST", f"{ADDRESS}/{{id}}/return")
def send_back(visit: PageVisit) -> Reply:
    """Back to the commune with a reason, or shown again with what was typed."""
    path, body = {"id": visit.path["id"]}, {"reason": visit.typed("reason")}
    asked = RouteRequest(path, {}, body, version=visit.typed("version"))
    reply = visit.ask("POST /v1/admin/commune-reports/{id}/return", asked)
    if reply.status == 200:
        return visit.go(f"{ADDRESS}/{visit.path['id']}")
    faults = faults_of(reply, frozenset({"reason"}))
    return _shown(visit, visit.read(_ONE, path), faults, reply.status)


def _shown(
    visit: PageVisit,
    found: Mapping[str, Any],
    faults: ShownFaults,
    status: int,
    typed: Sequence[str] = (),
) -> Reply:
    """As it is kept; `typed` names the texts that were sent and are not saved."""
    officer = visit.session.officer if visit.session else {}
    own = commune_of(officer.get("agency")) == found["commune"]
    is_open = own and found["state"] != ReportState.SENT
    return visit.show(
        "commune_reports/report.html",
        status,
        report=found,
        typed={name: visit.typed(name) for name in typed},
        stale=status in _STALE,
        faults=faults,
        writes=is_open and visit.role in _WRITERS,
        confirms=is_open and visit.role == "leader" and found["version"] > 0,
        returns=found["state"] == ReportState.SENT and visit.role in _RETURNERS and not own,
        reason=visit.typed("reason"),
        numbers=NumberWords(visit.words),
        saved=bool(visit.query.get("saved")),
        times=TimeWords(visit.words, visit.now),
    )
