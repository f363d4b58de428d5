"""The category that a text speaks of, as learned from what the office decided before."""

from __future__ import annotations

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import State
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.frozen import frozen
from chalicelib.rules.application.ports import CategoryModels
from chalicelib.rules.domain.category_models import CategoryGuess, first_guess


@frozen
class Suggestion:
    """The likeliest category of a text; `is_sure` by the policy. A person decides."""

    guess: CategoryGuess
    is_sure: bool
    model: int
    """Its version."""


def suggest(desk: CaseDesk, models: CategoryModels, text: str) -> Suggestion | None:
    """By the present model; None without one, or where nothing in the text is known to it."""
    model = models.present()
    guess = first_guess(model.guesses(text)) if model else None
    if model is None or guess is None or desk.directory.category(guess.category) is None:
        return None
    return Suggestion(guess, desk.directory.policy().suggestions.is_sure(guess), model.version)


def awaits_desk(reader: Actor, case: Case) -> bool:
    """Whether this reader takes cases in, and this one has not been."""
    return reader.role is Role.INTAKE and case.state is State.RECEIVED
