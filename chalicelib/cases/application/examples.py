"""What is learned of categories: the cases that were taken in, with what people found right."""

from __future__ import annotations

from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.actors import Role
from chalicelib.rules.domain.category_training import Example


def example_of(case: Case) -> Example | None:
    """The citizen's text and the category. None where nobody decided: it was not taken in, or the
    router took it in and an agency sent it back."""
    taken_in = next((e for e in reversed(case.timeline) if e.action is Action.ACCEPT), None)
    if taken_in is None or (taken_in.actor.role is not Role.INTAKE and case.returns):
        return None
    return Example(case.code, case.reporter, case.description, case.category)
