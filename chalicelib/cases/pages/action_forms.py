"""The form of each action: its fields from the schema of the route, with what to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from chalicelib.cases.domain.workflow import Action
from chalicelib.cases.http.schemas.transitions import TransitionBody
from chalicelib.cases.pages.action_fields import FIELDS
from chalicelib.cases.pages.reference import (
    Choices,
    agencies,
    categories,
    colleagues,
    rejection_reasons,
)
from chalicelib.runtime.pages.forms import FieldShape, FormField, shapes_of
from chalicelib.runtime.pages.visits import PageVisit

_A = Action
_OF_DESKS = frozenset({"coordinating", "binding"})
"""The intake desk's and supervisors' to say."""
_SAYS_ALL = frozenset({"intake", "supervisor"})
_LEADING = frozenset({(_A.ASSIGN, "agency"), (_A.RECORD_ANSWER, "on_behalf_of")})
"""Fields that begin with the agency that leads the case."""
_SEVERAL = 3
"""So many boxes to choose from where several may be named."""


def shapes(action: str, role: str) -> Sequence[FieldShape]:
    """The fields that this role has in the form, in their order."""
    known = _shapes()[action]
    return [
        known[name]
        for name in FIELDS[action]
        if not (action == _A.ASSIGN and name in _OF_DESKS and role not in _SAYS_ALL)
        and not (action == _A.ASSIGN and name == "officer" and role in _SAYS_ALL)
    ]


def form_fields(
    visit: PageVisit, action: str, case: Mapping[str, Any], *, typed: bool
) -> list[FormField]:
    """The fields with what was typed, else with what the case says."""
    words = visit.words
    found = []
    for shape in shapes(action, visit.role):
        choices = _choices(visit, action, shape)
        told = shape.name.replace(".", "_")
        own = f"field.{action}_{told}"
        key = own if own in words.texts else f"field.{told}"
        values = visit.fields.get(shape.name, ()) if typed else _before(action, shape.name, case)
        if shape.kind == "many":
            values = (*values, *("",) * _SEVERAL)[: max(_SEVERAL, len(values))]
        hint = words.texts.get(f"{key}_hint", "")
        found.append(FormField(shape, words(key), hint, choices, values))
    return found


def _choices(visit: PageVisit, action: str, shape: FieldShape) -> Choices:
    if shape.codes:
        return [(code, visit.words.of(shape.name, code)) for code in shape.codes]
    match shape.name:
        case "category":
            return categories(visit)
        case "agency" | "suggested_agency" | "coordinating" | "on_behalf_of":
            return agencies(visit, action == _A.ASSIGN and visit.role not in _SAYS_ALL)
        case "officer" | "mention":
            return colleagues(visit)
        case "reason" if action == _A.REJECT:
            return [(code, visit.words.of("rejection", code)) for code in rejection_reasons(visit)]
    return ()


def _before(action: str, name: str, case: Mapping[str, Any]) -> tuple[str, ...]:
    """What the form begins with."""
    found: Any = None
    if action == _A.ACCEPT:
        found = case[name]
    if (action, name) in _LEADING and case["agency"]:
        found = case["agency"]["id"]
    if (action, name) == (_A.ASSIGN, "agency") and not found and case["route"]:
        found = (case["route"]["agency"] or {}).get("id")
    if action == _A.PROPOSE_ANSWER and name == "text" and case["proposal"]:
        found = case["proposal"]["text"]
    if action == _A.CORRECT_ANSWER and name == "text" and case["answer"]:
        found = case["answer"]["text"]
    return (str(found),) if found else ()


@cache
def _shapes() -> Mapping[str, Mapping[str, FieldShape]]:
    union, _ = get_args(TransitionBody)
    models: dict[str, type[BaseModel]] = {
        action: model
        for model in get_args(union)
        for action in get_args(model.model_fields["action"].annotation)
    }
    return {action: shapes_of(models[action]) for action in FIELDS}
