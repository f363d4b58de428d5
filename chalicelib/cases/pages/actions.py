"""The forms of the actions: shown, sent through the route, and shown again with what was wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.cases.domain.workflow import Action
from chalicelib.cases.pages.action_fields import FIELDS
from chalicelib.cases.pages.action_forms import form_fields, shapes
from chalicelib.cases.pages.case import CASE, heading
from chalicelib.cases.pages.case_choices import ELSEWHERE, of_case
from chalicelib.cases.pages.pictures import small_pictures
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.texts import normal
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.http.problems import problem
from chalicelib.runtime.pages.form_guard import ONCE_FIELD
from chalicelib.runtime.pages.forms import NAME_OF, SENT, FieldShape, FormField, body_of
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import PageRefused, RouteRequest
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults, faults_of
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.uploads.pages.sending import take_in

ADDRESS = "/officer/cases/{code}/{action}"
TRANSITIONS = "POST /v1/officer/cases/{code}/transitions"
VERSION_FIELD = "_version"
_STALE = 412
_GONE_FROM_SIGHT = frozenset({"return"})
"""Actions after which the case may be no longer this officer's to see."""


@frozen
class FormState:
    """How a form is shown: with which status and faults, and since which version it changed."""

    status: int = 200
    faults: ShownFaults = NO_FAULTS
    stale_since: int | None = None


@WebPage("GET", ADDRESS)
def form(visit: PageVisit) -> Reply:
    """The form, if this officer may take the action now."""
    action, case = _known(visit), _case(visit)
    if action not in case["allowed_actions"]:
        raise PageRefused(problem(409, "illegal_transition", visit.language))
    return _form(visit, action, case, FormState())


@WebPage("POST", ADDRESS, files=True)
def take(visit: PageVisit) -> Reply:
    """Take the action. What is refused brings the form again, with all that was typed, and the
    files that were taken in."""
    action, version = _known(visit), visit.typed(VERSION_FIELD)
    names = shapes(action, visit.role)
    visit, wrong = with_sent_files(visit, names)
    if wrong:
        return _form(visit, action, _case(visit), FormState(422, ShownFaults(wrong)))
    body = {"action": action, **body_of(names, visit.fields)}
    code = {"code": visit.path["code"]}
    reply = visit.ask(TRANSITIONS, RouteRequest(code, {}, body, version, visit.typed(ONCE_FIELD)))
    if reply.status == 200:
        return _taken(visit, action, reply.body)
    if reply.status in (401, 404) or reply.status >= 500:
        raise PageRefused(reply)
    case = _case(visit)
    if came_again(visit, reply) and _is_taken(visit, action, case):
        return _taken(visit, action, case)
    if reply.status == _STALE and action in case["allowed_actions"]:
        seen = int(version) if version.isdigit() else case["version"]
        return _form(visit, action, case, FormState(_STALE, NO_FAULTS, seen))
    faults = faults_of(reply, frozenset(shape.name for shape in names))
    return _form(visit, action, case, FormState(reply.status, faults))


def with_sent_files(
    visit: PageVisit, names: Sequence[FieldShape]
) -> tuple[PageVisit, Mapping[str, str]]:
    """As if the files that came with the form had been sent before; what is wrong with them."""
    fields, wrong = dict(visit.fields), dict[str, str]()
    for shape in names:
        if shape.kind == "files":
            taken, refused = take_in(visit, shape.name + SENT)
            ids = tuple(one.upload_id for one in taken)
            fields[shape.name] = (*fields.get(shape.name, ()), *ids)
            fields |= {NAME_OF + one.upload_id: (one.name,) for one in taken}
            wrong |= {shape.name: " ".join(refused)} if refused else {}
    return replace(visit, fields=fields), wrong


def came_again(visit: PageVisit, reply: Reply) -> bool:
    """Whether this form may have been sent before: its files, without script, are uploads of their
    own each time, so that the route takes it for another one under the same key."""
    return reply.body["code"] == "idempotency_key_reused" and any(visit.files.values())


def _is_taken(visit: PageVisit, action: str, case: Mapping[str, Any]) -> bool:
    """Whether this officer has taken the action since the form was made, with these words."""
    own = visit.session.officer["id"] if visit.session else ""
    version, words = visit.typed(VERSION_FIELD), normal(visit.typed("text")).split()
    said = (case["proposal"], case["answer"], *case["parts"])
    return any(one and (one["text"] or "").split() == words for one in said) and any(
        entry["action"] == action and entry["by"].get("id") == own
        for entry in case["timeline"]
        if version.isdigit() and entry["version"] > int(version)
    )


def _taken(visit: PageVisit, action: str, case: Mapping[str, Any]) -> Reply:
    """On to the case; a desk that took one in which nobody hands on by itself hands it on next."""
    code, route = visit.path["code"], case.get("route")
    nobody_does = case["agency"] is None and not (route and route["sure"])
    if action == Action.ACCEPT and nobody_does and Action.ASSIGN in case["allowed_actions"]:
        query = {"done": action, "case": code}
        return visit.go_with(f"/officer/cases/{code}/{Action.ASSIGN}", query)
    if action in _GONE_FROM_SIGHT:
        return visit.go_with("/officer/inbox", {"done": action, "case": code})
    return visit.go_with(f"/officer/cases/{code}", {"done": action})


def _known(visit: PageVisit) -> str:
    action = visit.path["action"]
    if action not in FIELDS:
        raise PageRefused(problem(404, "not_found", visit.language))
    return action


def _case(visit: PageVisit) -> Mapping[str, Any]:
    case: Mapping[str, Any] = visit.read(CASE, {"code": visit.path["code"]})
    return case


def _form(visit: PageVisit, action: str, case: Mapping[str, Any], state: FormState) -> Reply:
    changes = [
        entry
        for entry in case["timeline"]
        if state.stale_since is not None and entry["version"] > state.stale_since
    ]
    times = TimeWords(visit.words, visit.now)
    return visit.show(
        "cases/action.html",
        state.status,
        action=action,
        case=case,
        pictures=small_pictures(case),
        heading=heading(visit, case),
        fields=of_case(visit, action, case, _fields(visit, action, case)),
        faults=state.faults,
        stale=state.stale_since is not None,
        done=visit.query.get("done") if visit.query.get("done") in FIELDS else None,
        changes=changes,
        elsewhere=ELSEWHERE,
        due=times.due(case["clock"]) if case["clock"] else None,
        times=times,
    )


def _fields(visit: PageVisit, action: str, case: Mapping[str, Any]) -> list[FormField]:
    return form_fields(visit, action, case, typed=bool(visit.fields))
