"""What is asked by category, and which answers are taken: the whole table of types."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.kernel.errors import Invalid
from chalicelib.rules.domain.question_answers import QuestionAnswer, read_answers
from chalicelib.rules.domain.questions import (
    CategoryQuestions,
    questions_from_document,
    questions_to_document,
    unknown_categories,
)
from tests.support.directory import PROVINCES, ShippedProvince

NAMES = {"vi": "Câu hỏi", "en": "Question"}
CHOICES = [{"value": "big", "name": NAMES}, {"value": "small", "name": NAMES}]
ONE_OF_EACH = [
    {"id": "a_text", "name": NAMES, "type": "text", "required": False},
    {"id": "a_number", "name": NAMES, "type": "number", "required": False},
    {"id": "a_choice", "name": NAMES, "type": "choice", "required": False, "choices": CHOICES},
    {"id": "a_yes", "name": NAMES, "type": "yes_no", "required": False},
    {"id": "a_day", "name": NAMES, "type": "date", "required": False},
]


def document(*questions: Any, **changes: Any) -> dict[str, Any]:
    return {
        "version": 2,
        "valid_from": "2026-08-01",
        "source": "Quyết định số 12",
        "categories": [{"category": "roads", "questions": list(questions or ONE_OF_EACH)}],
        **changes,
    }


def questions(*asked: Any) -> CategoryQuestions:
    return questions_from_document(document(*asked))


@pytest.mark.parametrize("province", PROVINCES.values(), ids=PROVINCES)
def test_what_ships_needs_no_answer(province: ShippedProvince) -> None:
    """Nobody who sends a case is stopped by a question before an administrator says so."""
    shipped = province.rules.questions
    asked = [question for one in shipped.by_category.values() for question in one]
    assert {question.type.value for question in asked} == {
        *("text", "number", "choice", "yes_no", "date")
    }
    assert not [question.id for question in asked if question.required]
    assert unknown_categories(shipped, {one.code for one in province.categories}) == []


def test_a_document_comes_back_as_it_was() -> None:
    """Read, written and read again."""
    read = questions()
    assert questions_from_document(questions_to_document(read)) == read
    assert (read.version, read.valid_from) == (2, date(2026, 8, 1))
    assert [one.id for one in read.of("roads")] == [one["id"] for one in ONE_OF_EACH]
    assert read.of("health") == ()


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"id": "Số cột"}, ("id",), "wrong_form"),
        ({"type": "colour"}, ("type",), "not_one_of"),
        ({"type": "choice"}, ("choices",), "missing"),
        ({"type": "choice", "choices": []}, ("choices",), "too_short"),
        ({"choices": CHOICES}, ("choices",), "not_acceptable"),
        ({"type": "choice", "choices": [CHOICES[0], CHOICES[0]]}, ("choices",), "not_unique"),
        ({"name": {"vi": "Một"}}, ("name", "en"), "missing"),
        ({"required": "yes"}, ("required",), "wrong_type"),
        ({"asked": True}, ("asked",), "unknown_field"),
    ],
)
def test_what_is_wrong_with_a_question_is_said_at_its_place(
    changes: dict[str, Any], path: tuple[str, ...], code: str
) -> None:
    """One fault each, by the path to it."""
    with pytest.raises(Invalid) as refused:
        questions({"id": "one", "name": NAMES, "type": "text", "required": False, **changes})
    (fault,) = refused.value.faults
    assert (fault.path, fault.code) == (("categories", 0, "questions", 0, *path), code)


def test_a_question_stands_once_and_so_does_a_category() -> None:
    """Twice the same would leave open which is answered."""
    twice = [ONE_OF_EACH[0], ONE_OF_EACH[0]]
    for wrong in (
        document(*twice),
        document(categories=[{"category": "roads", "questions": []}] * 2),
        document(*[{**ONE_OF_EACH[0], "id": f"q{n}"} for n in range(21)]),
    ):
        with pytest.raises(Invalid):
            questions_from_document(wrong)


@pytest.mark.parametrize(
    ("question", "value", "code"),
    [
        ("a_text", "Cột số 12, bên phải 🕳️", None),
        ("a_text", "", "too_short"),
        ("a_text", "x" * 1000, None),
        ("a_text", "x" * 1001, "too_long"),
        ("a_text", " \u200b ", "blank"),
        ("a_text", "a\u0000b", "control_character"),
        ("a_text", 12, "wrong_type"),
        ("a_text", ["x"], "wrong_type"),
        ("a_number", 12, None),
        ("a_number", -0.5, None),
        ("a_number", "12", "wrong_type"),
        ("a_number", True, "wrong_type"),
        ("a_number", 1e13, "out_of_range"),
        pytest.param("a_number", 10**400, "out_of_range", id="huge"),
        ("a_choice", "big", None),
        ("a_choice", "Big", "not_one_of"),
        ("a_choice", 1, "wrong_type"),
        ("a_yes", True, None),
        ("a_yes", False, None),
        ("a_yes", "true", "wrong_type"),
        ("a_yes", 1, "wrong_type"),
        ("a_day", "2026-08-03", None),
        ("a_day", "2026-02-30", "wrong_form"),
        ("a_day", "03/08/2026", "wrong_form"),
        ("a_day", "1999-01-01", "out_of_range"),
        ("a_day", 20260803, "wrong_type"),
    ],
)
def test_each_type_takes_its_values_and_no_others(
    question: str, value: object, code: str | None
) -> None:
    """The fault stands at the answer; what is taken comes back as it was given."""
    if code is None:
        answers = read_answers(questions(), (), "roads", {question: value})
        assert answers == (QuestionAnswer(question, value),)  # type: ignore[arg-type]
        return
    with pytest.raises(Invalid) as refused:
        read_answers(questions(), (), "roads", {question: value})
    (fault,) = refused.value.faults
    assert (fault.path, fault.code) == (("answers", question), code)


def test_texts_are_kept_in_nfc() -> None:
    """As all texts of people are."""
    (answer,) = read_answers(questions(), (), "roads", {"a_text": "Ca\u0302u"})
    assert answer.value == "Câu"


def test_what_is_needed_must_be_answered() -> None:
    """Null is no answer; where nobody is there to ask it may stay open."""
    asked = questions({**ONE_OF_EACH[0], "required": True})
    for given in ({}, {"a_text": None}):
        with pytest.raises(Invalid) as refused:
            read_answers(asked, (), "roads", given)
        (fault,) = refused.value.faults
        assert (fault.path, fault.code) == (("answers", "a_text"), "missing")
        assert read_answers(asked, (), "roads", given, all_required=False) == ()


def test_what_is_no_longer_asked_is_told_apart_from_what_never_was() -> None:
    """All faults at once; what could not be an id is not repeated."""
    before, now = questions(), questions(ONE_OF_EACH[1])
    given = {"a_text": "x", "never": 1, "Ngô Văn A": 1, "a_number": "x"}
    with pytest.raises(Invalid) as refused:
        read_answers(now, [before], "roads", given)
    assert {(fault.path, fault.code) for fault in refused.value.faults} == {
        (("answers", "a_text"), "question_outdated"),
        (("answers", "never"), "unknown_question"),
        (("answers",), "unknown_question"),
        (("answers", "a_number"), "wrong_type"),
    }
