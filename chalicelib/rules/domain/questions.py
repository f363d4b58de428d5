"""What is asked beside the description, by category. Source: docs/handbook.md §2 (categories).

One document with versions: an answer keeps the version that it was given to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from chalicelib.kernel.documents import Document
from chalicelib.kernel.errors import Fault
from chalicelib.kernel.frozen import frozen
from chalicelib.rules.domain.categories import LANGUAGES

MOST_QUESTIONS = 20
"""Of one category."""
MOST_CHOICES = 50
MOST_CATEGORIES = 100
V = TypeVar("V", bound="_Numbered")
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")


class _Numbered(Protocol):
    @property
    def version(self) -> int: ...


class QuestionType(StrEnum):
    """What an answer is: a text, a number, one of the choices, true or false, a day."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes_no"
    DATE = "date"


@frozen
class Choice:
    """One that may be chosen; names by language, `vi` and `en`."""

    value: str
    names: Mapping[str, str]


@frozen
class CategoryQuestion:
    """One question; names by language, `vi` and `en`. Choices are there for `choice` alone."""

    id: str
    names: Mapping[str, str]
    type: QuestionType
    required: bool
    choices: tuple[Choice, ...] = ()

    def choice(self, value: object) -> Choice | None:
        """The choice of that value."""
        return next((one for one in self.choices if one.value == value), None)


@frozen
class CategoryQuestions:
    """One version of all questions, by category, in the order in which they are asked."""

    version: int
    valid_from: date
    source: str
    by_category: Mapping[str, tuple[CategoryQuestion, ...]] = field(default_factory=dict)

    def of(self, category: str) -> tuple[CategoryQuestion, ...]:
        """Those of a category, often none."""
        return self.by_category.get(category, ())


def questions_from_document(value: object) -> CategoryQuestions:
    """The questions of a JSON document; raises Invalid with all its faults."""
    document = Document(value)
    parts = document.parts("categories", MOST_CATEGORIES)
    categories = [(part.text("category"), _questions(part)) for part in parts]
    document.each_once("categories", (category for category, _ in categories))
    questions = CategoryQuestions(
        version=document.whole("version", 1),
        valid_from=document.day("valid_from"),
        source=document.text("source"),
        by_category=dict(categories),
    )
    document.finish()
    return questions


def questions_to_document(questions: CategoryQuestions) -> dict[str, Any]:
    """The inverse."""
    return {
        "version": questions.version,
        "valid_from": questions.valid_from.isoformat(),
        "source": questions.source,
        "categories": [
            {"category": category, "questions": [question_document(one) for one in asked]}
            for category, asked in questions.by_category.items()
        ],
    }


def question_document(question: CategoryQuestion) -> dict[str, Any]:
    """One of them, as the document has it."""
    return {
        "id": question.id,
        "name": dict(question.names),
        "type": question.type.value,
        "required": question.required,
        "choices": [{"value": one.value, "name": dict(one.names)} for one in question.choices],
    }


def with_first(kept: Iterable[V], first: Callable[[], V]) -> tuple[V, ...]:
    """The versions that are kept, oldest first, behind the first where it was never loaded."""
    known = sorted(kept, key=lambda one: one.version)
    return tuple(known) if known and known[0].version == 1 else (first(), *known)


def unknown_categories(questions: CategoryQuestions, known: Collection[str]) -> list[Fault]:
    """Faults of a document that asks about categories that there are not."""
    return [
        Fault(("categories", index, "category"), "unknown_category")
        for index, category in enumerate(questions.by_category)
        if category not in known
    ]


def _questions(part: Document) -> tuple[CategoryQuestion, ...]:
    asked = tuple(_question(one) for one in part.parts("questions", MOST_QUESTIONS))
    part.each_once("questions", (question.id for question in asked))
    return asked


def _question(part: Document) -> CategoryQuestion:
    type = QuestionType(part.one_of("type", tuple(QuestionType)))
    asks_for_choices = type is QuestionType.CHOICE or part.has("choices")
    parts = part.parts("choices", MOST_CHOICES) if asks_for_choices else []
    choices = tuple(map(_choice, parts))
    if part.is_sound("type", "choices"):
        if type is QuestionType.CHOICE and not choices:
            part.fault("choices", "too_short", {"min": 1})
        if type is not QuestionType.CHOICE and choices:
            part.fault("choices", "not_acceptable")
    part.each_once("choices", (choice.value for choice in choices))
    return CategoryQuestion(_id(part, "id"), _names(part), type, part.flag("required"), choices)


def _choice(part: Document) -> Choice:
    return Choice(_id(part, "value"), _names(part))


def _names(part: Document) -> dict[str, str]:
    names = part.part("name")
    return {language: names.text(language) for language in LANGUAGES}


def _id(part: Document, name: str) -> str:
    id = part.text(name)
    if id and not _ID.fullmatch(id):
        part.fault(name, "wrong_form")
    return id


def is_question_id(text: str) -> bool:
    """Whether the text has the form of a question's id."""
    return _ID.fullmatch(text) is not None
