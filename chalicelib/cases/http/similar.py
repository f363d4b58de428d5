"""Cases that may be about the same, before one is sent and on the case page of the office."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.similar import (
    SimilarDesk,
    similar_before_sending,
    similar_to,
    similar_while_told,
)
from chalicelib.cases.application.suggestion import Suggestion, suggest
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.likeness import Candidate
from chalicelib.cases.http.cases import NO_CASE, load_case, read_by
from chalicelib.cases.http.views import commune_view, suggestion_view
from chalicelib.kernel.actors import Role
from chalicelib.kernel.instants import wire
from chalicelib.rules.application.ports import CategoryModels
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.cases.http.schemas.similar import SimilarBody, ToldBody

_EXCERPT = 120
_ROUND_METRES = 10
_ROUND_ALIKE = 20
"""Per cent, of other people's texts: the steps by which one may be the same."""


@Endpoint(
    "POST",
    "/v1/cases/similar",
    access=Access.CITIZEN,
    body="chalicelib.cases.http.schemas.similar:SimilarBody",
    reply="chalicelib.cases.http.schemas.similar:SimilarView",
    codes={429: ("too_many_similar",)},
    summary="Before sending: cases that may be the same, and the category that the text speaks of",
)
def before_sending(call: Call, body: SimilarBody) -> Reply:
    """Public cases and one's own, nearest first. Nothing but the day's count is written."""
    found = similar_before_sending(services().get(SimilarDesk), call.actor, body.sought())
    return _reply(call, found, _suggestion(body.description))


@Endpoint(
    "POST",
    "/v1/officer/cases/similar",
    access=Access.ENTRY,
    body="chalicelib.cases.http.schemas.similar:ToldBody",
    reply="chalicelib.cases.http.schemas.similar:SimilarView",
    summary="While somebody tells of a case: those that may be the same, and its likely category",
)
def while_told(call: Call, body: ToldBody) -> Reply:
    """What the reader may see, else the public form, nearest first; by the category that the words
    surely speak of, while none was chosen. Nothing is written."""
    suggestion, sought = _suggestion(body.description), body.sought()
    if sought.category is None and suggestion and suggestion.is_sure:
        sought = replace(sought, category=suggestion.guess.category)
    found = similar_while_told(services().get(SimilarDesk), call.actor, sought)
    return _reply(call, found, suggestion)


@Endpoint(
    "GET",
    "/v1/officer/cases/{code}/similar",
    access=Access.OFFICER,
    load=load_case,
    reply="chalicelib.cases.http.schemas.similar:SimilarView",
    codes={404: NO_CASE},
    summary="Cases that this one may be a duplicate of, with the reasons",
)
def on_case_page(call: Call, case: Case) -> Reply:
    """Of those that the officer may see, nearest first; the read is written down first."""
    read_by(call, AuditKind.CASE_READ, case)
    found = similar_to(services().get(SimilarDesk), call.actor, case)
    return _reply(call, found, _suggestion(case.description))


def _suggestion(text: str) -> Suggestion | None:
    return suggest(services().get(CaseDesk), services().get(CategoryModels), text)


def _reply(call: Call, found: list[Candidate], suggestion: Suggestion | None) -> Reply:
    items = [_view(call, one) for one in found]
    return Reply(200, {"items": items, "suggestion": suggestion_view(suggestion)})


def _view(call: Call, one: Candidate) -> dict[str, Any]:
    case, gazetteer = one.case, services().get(CaseDesk).gazetteer
    own = case.reporter == call.actor.id
    shown = own or call.actor.role is not Role.CITIZEN
    return {
        "code": case.code,
        "state": case.state.value,
        "category": case.category,
        "commune": commune_view(case.commune, gazetteer),
        "own": own,
        "excerpt": case.description[:_EXCERPT],
        "submitted_at": wire(case.submitted_at),
        "reasons": {
            "metres": None if one.metres is None else _round(one.metres),
            "alike": one.alike if shown else one.alike // _ROUND_ALIKE * _ROUND_ALIKE,
            "same_category": one.same_category,
        },
    }


def _round(metres: float) -> int:
    return round(metres / _ROUND_METRES) * _ROUND_METRES
