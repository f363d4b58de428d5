"""The demo's client, against answers in the form of the HTTP contract."""

from __future__ import annotations

import json

from localstack.demo.client import ApiAnswer, Problem


def test_a_problem_names_its_code_and_every_field() -> None:
    """The player prints what a person would read: the detail and each field's message."""
    body = {
        "status": 422,
        "code": "invalid",
        "title": "Dữ liệu chưa hợp lệ",
        "detail": "Có 1 mục cần sửa",
        "errors": [{"pointer": "/category", "code": "unknown_category", "message": "Không có"}],
    }
    problem = Problem(ApiAnswer(422, {}, json.dumps(body).encode()), "POST /cases")
    assert (problem.status, problem.code) == (422, "invalid")
    assert problem.field_codes() == {"/category": "unknown_category"}
    assert problem.explanation == "Có 1 mục cần sửa | /category: Không có"


def test_an_answer_that_is_no_document_is_still_a_problem() -> None:
    """A gateway that answers with plain text must not hide behind a parse error."""
    problem = Problem(ApiAnswer(502, {}, b"<html>Bad gateway"), "GET /health")
    assert problem.code == "http_502"
    assert "Bad gateway" in problem.explanation
