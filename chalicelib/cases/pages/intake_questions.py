"""The questions of a category, as intake asks them while somebody tells of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from chalicelib.agencies.application.ports import Directory
from chalicelib.kernel.languages import Language
from chalicelib.rules.domain.questions import CategoryQuestion, QuestionType
from chalicelib.runtime.pages.forms import FieldShape, FormField
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.services import services

_KINDS: Mapping[QuestionType, str] = {
    QuestionType.TEXT: "text",
    QuestionType.NUMBER: "text",
    QuestionType.CHOICE: "text",
    QuestionType.YES_NO: "yes",
    QuestionType.DATE: "day",
}
"""A choice is a list, since it has choices."""
_ANSWERS = "answers."
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


def question_fields(visit: PageVisit, category: str) -> Sequence[FormField]:
    """Those of the category, with what was typed; the directory remembers them, so that no call is
    made."""
    return [_field(visit, one) for one in _questions(category)]


def question_names(category: str) -> frozenset[str]:
    """How the form calls them."""
    return frozenset(_ANSWERS + one.id for one in _questions(category))


def answers_of(visit: PageVisit, category: str) -> dict[str, object]:
    """What was typed, by the questions' ids; what was left empty is left out."""
    typed = ((one, visit.typed(_ANSWERS + one.id).strip()) for one in _questions(category))
    return {one.id: _value(visit, one, text) for one, text in typed if text}


def _questions(category: str) -> Sequence[CategoryQuestion]:
    return services().get(Directory).questions().of(category)


def _field(visit: PageVisit, question: CategoryQuestion) -> FormField:
    shape = FieldShape(_ANSWERS + question.id, _KINDS[question.type], question.required)
    choices = [(one.value, one.names[visit.language]) for one in question.choices]
    return FormField(
        shape, question.names[visit.language], "", choices, visit.fields.get(shape.name, ())
    )


def _value(visit: PageVisit, question: CategoryQuestion, text: str) -> object:
    """As the route takes it; what is none goes as the text that it is, and the route says so. In
    numbers marks between groups of three digits part thousands, as the page's language has it."""
    if question.type is QuestionType.YES_NO:
        return {"yes": True, "no": False}.get(text, text)
    if question.type is not QuestionType.NUMBER:
        return text
    thousands, decimal = (".", ",") if visit.language == Language.VI else (",", ".")
    grouped = re.fullmatch(rf"[0-9]{{1,3}}([{thousands}][0-9]{{3}})+([{decimal}][0-9]+)?", text)
    plain = (text.replace(thousands, "") if grouped else text).replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return text
    return float(plain) if "." in plain else int(plain)
