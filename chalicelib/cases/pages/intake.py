"""A case is written down while somebody tells of it: at the telephone, at a counter, from a letter.

The form works without script: "look" shows it again with what may be the same, the likely category
and what to read back; script asks for the same while one types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from chalicelib.cases.domain.workflow import Action
from chalicelib.cases.pages.case_choices import ELSEWHERE
from chalicelib.cases.pages.commune_names import CommuneName, named_commune
from chalicelib.cases.pages.intake_questions import answers_of, question_fields, question_names
from chalicelib.cases.pages.reference import categories, communes
from chalicelib.kernel.actors import Role
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.ids import is_case_code
from chalicelib.rules.domain.channels import ON_BEHALF, CaseChannel
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.http.problems import problem
from chalicelib.runtime.pages.form_guard import ONCE_FIELD
from chalicelib.runtime.pages.forms import with_offset
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import PageRefused, RouteRequest
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults, faults_of
from chalicelib.runtime.pages.visits import PageVisit

ADDRESS = "/officer/intake/new"
LOOK = "/officer/intake/look"
ENTER = "POST /v1/officer/cases"
SIMILAR = "POST /v1/officer/cases/similar"
TRANSITIONS = "POST /v1/officer/cases/{code}/transitions"
_DESKS = frozenset({Role.HOTLINE, Role.INTAKE})
_FEWEST = 10
"""So many characters are a description (docs/handbook.md §3)."""
_TAIL = 3
"""Digits of the number that are read back."""
_PHONE, _NAME = "reporter.phone", "reporter.full_name"
_NEEDED = ("description", "category", "visibility")
_FIELDS = frozenset(
    {
        *("description", "commune", "address", "category", "urgent", "visibility", "channel"),
        *(_PHONE, _NAME, "received_at", "document"),
    }
)


@frozen
class IntakeState:
    """How the form is shown: with which status and faults, and what was found meanwhile."""

    status: int = 200
    faults: ShownFaults = NO_FAULTS
    similar: list[Any] | None = None
    suggestion: Mapping[str, Any] | None = None
    typed: Mapping[str, str] = field(default_factory=dict)


@WebPage("GET", ADDRESS)
def new(visit: PageVisit) -> Reply:
    """An empty form, and the code of the case that was written down last."""
    return _page(visit, IntakeState())


@WebPage("POST", LOOK)
def look(visit: PageVisit) -> Reply:
    """The form as it stands, with what may be the same and what the words speak of."""
    typed = _typed(visit)
    chosen = visit.typed("use")
    if chosen:
        typed["category"] = chosen
    found = _found(visit, typed)
    suggestion = found.get("suggestion")
    if suggestion and suggestion["sure"] and not typed["category"]:
        typed["category"] = suggestion["category"]
    return _page(visit, IntakeState(200, NO_FAULTS, found.get("items"), suggestion, typed))


@WebPage("POST", ADDRESS)
def enter(visit: PageVisit) -> Reply:
    """Write it down; as the duplicate of another, if the desk says that it is the same."""
    typed = _typed(visit)
    commune = _commune(visit, typed)
    reply = visit.ask(
        ENTER, RouteRequest({}, {}, _body(visit, typed, commune), "", visit.typed(ONCE_FIELD))
    )
    if reply.status == 201:
        return visit.go_with(ADDRESS, {"entered": reply.body["code"], **_merged(visit, reply.body)})
    if reply.status in (401, 403) or reply.status >= 500:
        raise PageRefused(reply)
    found = _found(visit, typed)
    faults = _faults(visit, reply, commune)
    state = IntakeState(reply.status, faults, found.get("items"), found.get("suggestion"), typed)
    return _page(visit, state)


def _merged(visit: PageVisit, case: Mapping[str, Any]) -> dict[str, str]:
    """Into the case that the desk chose, which may say no: then the new one stands alone."""
    parent = visit.typed("parent")
    if not parent:
        return {}
    body = {"action": Action.MARK_DUPLICATE.value, "parent": parent}
    key = f"{visit.typed(ONCE_FIELD)}-merged"
    request = RouteRequest({"code": case["code"]}, {}, body, str(case["version"]), key)
    return {"merged": "1" if visit.ask(TRANSITIONS, request).status == 200 else "0"}


def _typed(visit: PageVisit) -> dict[str, str]:
    return {name: visit.typed(name).strip() for name in _FIELDS}


def _commune(visit: PageVisit, typed: Mapping[str, str]) -> CommuneName:
    return named_commune(communes(visit), typed["commune"])


def _body(visit: PageVisit, typed: Mapping[str, str], commune: CommuneName) -> dict[str, Any]:
    """The route's body; what was left empty is left out, so that the route says what it needs."""
    plain = ("description", "address", "category", "visibility", "document")
    body: dict[str, Any] = {name: typed[name] for name in plain if typed[name]}
    answers = answers_of(visit, typed["category"])
    body |= {"answers": answers} if answers else {}
    if commune.code:
        body["commune_code"] = commune.code
    if typed["urgent"]:
        body["urgent"] = True
    if typed["received_at"]:
        body["received_at"] = with_offset(typed["received_at"])
    person = {"phone": typed[_PHONE], "full_name": typed[_NAME]}
    reporter = {name: value for name, value in person.items() if value}
    return {**body, "channel": typed["channel"] or CaseChannel.HOTLINE.value, "reporter": reporter}


def _found(visit: PageVisit, typed: Mapping[str, str]) -> Mapping[str, Any]:
    """What the route says of the words so far; nothing of too few, or of what it refuses."""
    if len(typed["description"]) < _FEWEST:
        return {}
    commune = _commune(visit, typed).code
    known = {code for code, _ in categories(visit)}
    body = {
        "description": typed["description"],
        **({"category": typed["category"]} if typed["category"] in known else {}),
        **({"commune_code": commune} if commune else {}),
    }
    reply = visit.ask(SIMILAR, RouteRequest({}, {}, body))
    found: Mapping[str, Any] = reply.body if reply.status == 200 else {}
    return found if commune or not found else {"suggestion": found["suggestion"]}


def _faults(visit: PageVisit, reply: Reply, commune: CommuneName) -> ShownFaults:
    """The route's, with what the name of the commune lacks said at its field."""
    asked = question_names(visit.typed("category"))
    found = faults_of(reply, _FIELDS | asked | {"location", "commune_code"})
    fields = dict(found.fields)
    told = fields.pop("location", None) or fields.pop("commune_code", None)
    if not commune.code:
        names = ", ".join(commune.several)
        key = "several" if names else "unknown" if commune.typed else "missing"
        told = visit.words(f"intake.commune_{key}", names=names, typed=commune.typed)
    for name in _NEEDED:
        if name in fields and not visit.typed(name).strip():
            fields[name] = visit.words(f"intake.missing.{name}")
    shown = {**fields, **({"commune": told} if told else {})}
    return ShownFaults(shown, found.general)


def _page(visit: PageVisit, state: IntakeState) -> Reply:
    if visit.role not in _DESKS:
        raise PageRefused(problem(403, "wrong_role", visit.language))
    offered, typed = categories(visit), {**dict.fromkeys(_FIELDS, ""), **state.typed}
    commune = _commune(visit, typed)
    entered = visit.query.get("entered", "")
    return visit.show(
        "cases/intake.html",
        state.status,
        typed=typed,
        faults=state.faults,
        similar=state.similar,
        suggestion=state.suggestion,
        categories=offered,
        named=dict(offered),
        questions=question_fields(visit, typed["category"]),
        communes=[name for _, name in communes(visit)],
        commune=commune,
        channels=[one.value for one in CaseChannel if one in ON_BEHALF],
        elsewhere=ELSEWHERE,
        merges=visit.role == Role.INTAKE,
        tail="".join(one for one in typed[_PHONE] if one.isdigit())[-_TAIL:],
        entered=entered if is_case_code(entered) else "",
        merged=visit.query.get("merged", ""),
    )
