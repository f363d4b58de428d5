"""Answers to a category's questions: taken, sealed with the case, shown with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.kernel.actors import Role
from chalicelib.kernel.ids import new_seed
from tests.support.actors import central
from tests.support.api import Answer
from tests.support.cases import CITIZEN, INTAKE
from tests.support.entering import BY_PHONE, HOTLINE
from tests.support.good_bodies import CASE
from tests.support.whole_api import WholeApi, whole_api

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
QUESTIONS = "/v1/admin/category-questions"
NAMES = {"vi": "Số cột", "en": "Number of the pole"}
POLE = {"id": "pole", "name": NAMES, "type": "text", "required": True, "choices": []}


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def ask(api: WholeApi, *questions: Any, seen: str = '"1"', **changes: Any) -> Answer:
    """An administrator lets these be asked of cases about roads."""
    document = api.send("GET", QUESTIONS, token=api.token(ADMINISTRATOR)).body
    asked = [{"category": "roads", "questions": list(questions)}]
    body = {**document, "categories": asked, **changes}
    return api.send("PUT", QUESTIONS, body, api.token(ADMINISTRATOR), If_Match=seen)


def send(api: WholeApi, **changes: Any) -> Answer:
    body, token = {**CASE, **changes}, api.token(CITIZEN)
    return api.send("POST", "/v1/cases", body, token, Idempotency_Key=new_seed())


def test_everybody_reads_what_is_asked(api: WholeApi) -> None:
    """With types, choices and flags, and the version; an edit shows at once."""
    before = api.send("GET", "/v1/categories")
    assert before.body["questions_version"] == 1
    assert ask(api, POLE).status == 200
    after = api.send("GET", "/v1/categories")
    roads = next(one for one in after.body["items"] if one["code"] == "roads")
    assert (after.body["questions_version"], roads["questions"]) == (2, [POLE])
    assert after.headers["ETag"] != before.headers["ETag"]


def test_an_answer_is_shown_in_the_words_of_its_version(api: WholeApi) -> None:
    """To the citizen and to the office, whatever is asked by now."""
    size = {
        "id": "size",
        "name": {"vi": "Cỡ", "en": "Size"},
        "type": "choice",
        "required": False,
        "choices": [{"value": "big", "name": {"vi": "Lớn", "en": "Big"}}],
    }
    ask(api, POLE, size)
    sent = send(api, answers={"size": "big", "pole": "LC-0417"}, questions_version=2)
    assert sent.status == 201
    ask(api, seen='"2"')
    code, told = sent.body["code"], [
        {"question": "pole", "name": "Số cột", "value": "LC-0417", "value_name": None},
        {"question": "size", "name": "Cỡ", "value": "big", "value_name": "Lớn"},
    ]  # fmt: skip
    for actor, path in ((CITIZEN, "/v1/cases"), (INTAKE, "/v1/officer/cases")):
        shown = api.send("GET", f"{path}/{code}", token=api.token(actor))
        assert shown.body["answers"] == told
    english = api.send("GET", f"/v1/cases/{code}", token=api.token(CITIZEN), Accept_Language="en")
    assert english.body["answers"][1]["value_name"] == "Big"


def test_what_is_needed_must_be_there(api: WholeApi) -> None:
    """The field is named, and nothing is written."""
    ask(api, POLE)
    refused = send(api)
    assert (refused.status, refused.faults) == (422, [("/answers/pole", "missing")])
    assert not api.office.store.cases


def test_another_category_asks_other_things(api: WholeApi) -> None:
    """An answer to what is asked of roads is none for land."""
    ask(api, POLE)
    refused = send(api, category="land", answers={"pole": "LC-0417"})
    assert refused.faults == [("/answers/pole", "unknown_question")]


def test_an_old_version_is_told_so(api: WholeApi) -> None:
    """By its number, by a question that is gone; also before it is valid a version does nothing."""
    ask(api, POLE)
    ask(api, {**POLE, "id": "number", "required": False}, seen='"2"')
    assert send(api, answers={"pole": "LC-0417"}).faults == [("/answers/pole", "question_outdated")]
    assert send(api, questions_version=2).faults == [("/questions_version", "questions_outdated")]
    assert send(api, questions_version=9).faults == [("/questions_version", "unknown_version")]
    ask(api, POLE, seen='"3"', valid_from="2027-01-01")
    assert send(api).status == 201


def test_all_that_is_wrong_comes_at_once(api: WholeApi) -> None:
    """Answers beside the fields."""
    ask(api, POLE)
    refused = send(api, answers={"pole": 4}, location=None, commune_code="00000")
    assert set(refused.faults) == {
        ("/answers/pole", "wrong_type"),
        ("/commune_code", "unknown_commune"),
    }


def test_the_office_enters_what_it_was_told(api: WholeApi) -> None:
    """A letter answers no question; what is answered is checked all the same."""
    ask(api, POLE)

    def enter(**changes: Any) -> Answer:
        body, token = {**BY_PHONE, "foreign_number": None, **changes}, api.token(HOTLINE)
        return api.send("POST", "/v1/officer/cases", body, token, Idempotency_Key=new_seed())

    assert enter(answers={"pole": 4}).faults == [("/answers/pole", "wrong_type")]
    assert enter().body["answers"] == []
    assert enter(answers={"pole": "LC-1"}).body["answers"][0]["value"] == "LC-1"


def test_a_preview_says_what_is_asked_otherwise(api: WholeApi) -> None:
    """And writes nothing."""
    ask(api, POLE)
    token = api.token(ADMINISTRATOR)
    document = api.send("GET", QUESTIONS, token=token).body
    optional = {**POLE, "required": False}
    asked = [{"category": "roads", "questions": [optional, {**POLE, "id": "new"}]}]
    body = {**document, "categories": asked}
    seen = api.send("PUT", f"{QUESTIONS}?preview=true", body, token, If_Match='"2"')
    lines = [(one["question"], one["change"]) for one in seen.body["items"]]
    assert lines == [("new", "added"), ("pole", "changed")]
    assert seen.body["items"][1]["before"]["required"] is True
    assert api.send("GET", QUESTIONS, token=token).body == document
