"""Why somebody may not take an action of their role now, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from chalicelib.cases.domain.workflow import OPEN_STATES, TABLE, Action, State
from chalicelib.cases.pages.action_fields import FIELDS
from chalicelib.runtime.pages.visits import PageVisit

_ONCE = frozenset({Action.ACCEPT, Action.START})
"""Nobody asks why what was done cannot be done again."""


def not_now(visit: PageVisit, case: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Actions that are this role's and not allowed now, each with the reason; of a case that is
    open. The workflow table says from which states; rules of the case have their own words."""
    if case["state"] not in OPEN_STATES:
        return []
    return list(_reasons(visit, case))


def _reasons(visit: PageVisit, case: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    words, allowed = visit.words, frozenset(case["allowed_actions"])
    told, here = {entry["action"] for entry in case["timeline"]}, State(case["state"])
    for action in FIELDS:
        sources = _sources(action, visit.role)
        if action in allowed or not sources or (action in _ONCE and action in told):
            continue
        if here not in sources:
            states = ", ".join(
                words.of("state", state.value) for state in State if state in sources
            )
            yield action, words("not_now.only_in", states=states)
        elif (reason := f"not_now.{_rule(action, case)}") in words.texts:
            yield action, words(reason)


def _rule(action: str, case: Mapping[str, Any]) -> str:
    """Which rule of the case stands against it, where several may: another one, or the hour."""
    late = {Action.RETURN: not case["binding"], Action.ASK_PART: bool(case["parts"])}
    return f"{action}_late" if late.get(Action(action)) else action


@cache
def _sources(action: str, role: str) -> frozenset[State]:
    """The states from which this role may take the action at all."""
    rows = (step for step in TABLE if step.action == action and role in step.roles)
    return frozenset(position.state for step in rows for position in step.sources)
