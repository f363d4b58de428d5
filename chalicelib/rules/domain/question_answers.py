"""Answers to a category's questions, held against the version that is valid.

A text is of 1–1,000 characters as all texts of people are, a number is finite, a day of 2000 to
2100. What was asked by an earlier version alone is said to be outdated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from chalicelib.kernel.errors import Fault, Invalid, Params
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.texts import has_controls, normal, shows_nothing
from chalicelib.kernel.time_forms import parse_day
from chalicelib.rules.domain.questions import (
    CategoryQuestion,
    CategoryQuestions,
    QuestionType,
    is_question_id,
)

AnswerValue = str | int | float | bool
LONGEST_ANSWER = 1000
LARGEST = 10**12
_FIELD = "answers"


@frozen
class QuestionAnswer:
    """What was answered to the question of that id; a day is written as 2026-08-03."""

    question: str
    value: AnswerValue


def read_answers(
    questions: CategoryQuestions,
    earlier: Iterable[CategoryQuestions],
    category: str,
    given: Mapping[str, object],
    *,
    all_required: bool = True,
) -> tuple[QuestionAnswer, ...]:
    """In the order of the questions. Raises Invalid with a fault for each answer that is wrong,
    at `("answers", id)`; what has not the form of an id is not repeated."""
    asked = {question.id: question for question in questions.of(category)}
    faults = [_unasked(id, earlier, category) for id in given if id not in asked]
    answers = []
    for question in asked.values():
        value = given.get(question.id)
        if value is not None:
            read = _READERS[question.type](question, value)
            if isinstance(read, _Wrong):
                faults.append(Fault((_FIELD, question.id), read.code, read.params))
            else:
                answers.append(QuestionAnswer(question.id, read))
        elif question.required and all_required:
            faults.append(Fault((_FIELD, question.id), "missing"))
    if faults:
        raise Invalid(faults)
    return tuple(answers)


def _unasked(id: str, earlier: Iterable[CategoryQuestions], category: str) -> Fault:
    if not is_question_id(id):
        return Fault((_FIELD,), "unknown_question")
    was_asked = any(q.id == id for version in earlier for q in version.of(category))
    return Fault((_FIELD, id), "question_outdated" if was_asked else "unknown_question")


@frozen
class _Wrong:
    """What is wrong with an answer."""

    code: str
    params: Params = field(default_factory=dict)


_TYPE = _Wrong("wrong_type")
_Read = AnswerValue | _Wrong


def _text(_question: CategoryQuestion, value: object) -> _Read:
    if not isinstance(value, str):
        return _TYPE
    text = normal(value)
    if not text:
        return _Wrong("too_short", {"min": 1})
    if len(text) > LONGEST_ANSWER:
        return _Wrong("too_long", {"max": LONGEST_ANSWER})
    if has_controls(text):
        return _Wrong("control_character")
    return _Wrong("blank") if shows_nothing(text) else text


def _number(_question: CategoryQuestion, value: object) -> _Read:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _TYPE
    # Neither infinity nor what is no number lies between.
    if abs(value) <= LARGEST:
        return value
    return _Wrong("out_of_range", {"min": -LARGEST, "max": LARGEST})


def _choice(question: CategoryQuestion, value: object) -> _Read:
    if not isinstance(value, str):
        return _TYPE
    if question.choice(value):
        return value
    return _Wrong("not_one_of", {"allowed": ", ".join(one.value for one in question.choices)})


def _yes_no(_question: CategoryQuestion, value: object) -> _Read:
    return value if isinstance(value, bool) else _TYPE


def _date(_question: CategoryQuestion, value: object) -> _Read:
    if not isinstance(value, str):
        return _TYPE
    try:
        return parse_day(value).isoformat()
    except Invalid as invalid:
        return _Wrong(invalid.faults[0].code, invalid.faults[0].params)


_READERS: Mapping[QuestionType, Callable[[CategoryQuestion, object], _Read]] = {
    QuestionType.TEXT: _text,
    QuestionType.NUMBER: _number,
    QuestionType.CHOICE: _choice,
    QuestionType.YES_NO: _yes_no,
    QuestionType.DATE: _date,
}
