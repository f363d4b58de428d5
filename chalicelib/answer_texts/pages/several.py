"""One step for several cases of the inbox: one answer, one approval, one assignment. First what is
to happen to which cases, then what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.answer_texts.application.bulk import MOST_PICKED
from chalicelib.cases.pages.inbox import JOBS
from chalicelib.cases.pages.reference import agencies, colleagues
from chalicelib.kernel.ids import is_case_code
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.http.problems import problem
from chalicelib.runtime.pages.form_guard import ONCE_FIELD
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import PageRefused, RouteRequest
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults, faults_of
from chalicelib.runtime.pages.visits import PageVisit

TRANSITIONS = "POST /v1/officer/cases/{code}/transitions"
_FIELDS: Mapping[str, frozenset[str]] = {
    "answer": frozenset({"text"}),
    "approve": frozenset(),
    "assign": frozenset({"agency", "officer"}),
}
_VERSION_DIGITS = 6
_WHOLE = 100
"""More texts than these are no list to choose from."""


@dataclass(frozen=True)
class ChosenCase:
    """A case in the version in which it was seen."""

    code: str
    version: int

    @property
    def value(self) -> str:
        """As a box of the inbox holds it."""
        return f"{self.code}:{self.version}"


@WebPage("POST", "/officer/several")
def choose(visit: PageVisit) -> Reply:
    """The chosen cases, and the form of what is to happen to them. Nothing happens yet."""
    return _form(visit, visit.typed("job"), NO_FAULTS, 200)


@WebPage("POST", "/officer/several/{job}")
def take(visit: PageVisit) -> Reply:
    """To each of them, and what became of each."""
    job, chosen = visit.path["job"], _chosen(visit)[:MOST_PICKED]
    if job not in JOBS or not chosen:
        return _form(visit, job, NO_FAULTS, 200)
    if job == "assign":
        return _results(visit, job, [_assigned(visit, one) for one in chosen])
    cases = [{"code": one.code, "version": one.version} for one in chosen]
    text = {"text": visit.typed("text")} if visit.typed("text").strip() else {}
    route = "POST /v1/officer/answers" if job == "answer" else "POST /v1/officer/approvals"
    body = {"cases": cases, **(text if job == "answer" else {})}
    reply = visit.ask(route, RouteRequest({}, {}, body, "", visit.typed(ONCE_FIELD)))
    if reply.status == 200:
        return _results(visit, job, reply.body["results"])
    if reply.status in (401, 403) or reply.status >= 500:
        raise PageRefused(reply)
    return _form(visit, job, faults_of(reply, _FIELDS[job]), reply.status)


def _assigned(visit: PageVisit, one: ChosenCase) -> Mapping[str, Any]:
    """The same step as on the page of that case alone."""
    fields = {name: visit.typed(name) for name in ("agency", "officer") if visit.typed(name)}
    key = f"{visit.typed(ONCE_FIELD)}-{one.code}"
    body = {"action": "assign", **fields}
    request = RouteRequest({"code": one.code}, {}, body, str(one.version), key)
    reply = visit.ask(TRANSITIONS, request)
    if reply.status == 401:
        raise PageRefused(reply)
    done = reply.status == 200
    status, why = ("done", None) if done else ("refused", reply.body)
    return {"code": one.code, "status": status, "problem": why}


def _chosen(visit: PageVisit) -> list[ChosenCase]:
    """Each once, in their order; what is no case in a version is left out."""
    found: dict[str, ChosenCase] = {}
    for value in visit.fields.get("case", ()):
        code, _, version = value.partition(":")
        good = version.isascii() and version.isdigit() and len(version) <= _VERSION_DIGITS
        if is_case_code(code) and good:
            found.setdefault(code, ChosenCase(code, int(version)))
    return list(found.values())


def _results(visit: PageVisit, job: str, results: Sequence[Mapping[str, Any]]) -> Reply:
    refused = [one for one in results if one["status"] == "refused"]
    return visit.show(
        "answer_texts/several_done.html",
        job=job,
        good=len(results) - len(refused),
        refused=refused,
    )


def _form(visit: PageVisit, job: str, faults: ShownFaults, status: int) -> Reply:
    if job not in JOBS:
        raise PageRefused(problem(404, "not_found", visit.language))
    chosen = _chosen(visit)
    own = visit.role == "leader"
    texts = _texts(visit) if job == "answer" else []
    wanted = next((one for one in texts if one["id"] == visit.typed("template")), None)
    return visit.show(
        "answer_texts/several.html",
        status,
        job=job,
        chosen=chosen[:MOST_PICKED],
        beyond=len(chosen) - MOST_PICKED,
        faults=faults,
        text=wanted["text"] if wanted else visit.typed("text"),
        texts=[(one["id"], one["title"]) for one in texts],
        agencies=agencies(visit, own) if job == "assign" else [],
        colleagues=colleagues(visit) if job == "assign" and own else [],
        own=own,
    )


def _texts(visit: PageVisit) -> list[Mapping[str, Any]]:
    route, query = "GET /v1/officer/answer-templates", {"limit": str(_WHOLE)}
    found = visit.ask(route, RouteRequest({}, query))
    return [one for one in found.body["items"] if one["active"]] if found.status == 200 else []
