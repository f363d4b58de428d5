"""Whether the present answer of a case was drawn to be looked at once more."""

from __future__ import annotations

from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.reinspections import Reinspection
from chalicelib.cases.domain.workflow import ANSWERING, State


def present_reinspection(case: Case) -> Reinspection | None:
    """That of the present round's answer, where that was drawn."""
    last = case.reinspections[-1] if case.reinspections else None
    return last if last and last.round == case.round.number else None


def awaited_reinspection(case: Case) -> Reinspection | None:
    """Drawn, and nobody has looked yet."""
    drawn = present_reinspection(case)
    answered = case.state in (State.ANSWERED, State.CLOSED)
    return drawn if answered and drawn and drawn.inspected_at is None else None


def answered_it(case: Case, officer: str) -> bool:
    """Whether that person wrote the present answer, or any version of it, or gave it."""
    answer = case.answer
    if answer is None:
        return False
    versions = (one for one in case.former_answers if one.approved_at == answer.approved_at)
    given = (line.actor.id for line in reversed(case.timeline) if line.action in ANSWERING)
    return officer in (answer.author, *(one.author for one in versions), next(given, None))
