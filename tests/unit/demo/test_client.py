"""The demo's client, against answers in the form of the HTTP contract."""

from __future__ import annotations

import io
import json
import socket

import pytest

from localstack.demo import client
from localstack.demo.client import ApiAnswer, Problem, Unanswered, exchange
from localstack.demo.console import Console
from localstack.demo.play import play
from localstack.demo.script import whole_script
from localstack.demo.stack import Login, RunningStack


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


def test_an_answer_that_never_comes_is_told_with_its_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The time-out while connecting, and the one while reading: one kind, and no query in it."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(client, "TIMEOUT_SECONDS", 0.05)
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/v1/cases?phone=0912345678"
        with pytest.raises(Unanswered, match=r"^GET /v1/cases: TimeoutError: timed out$"):
            exchange("GET", address)
    with pytest.raises(Unanswered, match=r"^GET /v1/cases: URLError: "):
        exchange("GET", address)


def test_a_stack_that_does_not_answer_ends_the_demo_with_a_complaint() -> None:
    """Not with a traceback: what was played until then is judged by its reader."""
    login = Login("a", "b", "supervisor", "ubnd-tinh", "+84912000009", "a@b.vn")
    nowhere = "http://127.0.0.1:1"
    stack = RunningStack(nowhere, nowhere, "r", "s", login, (login,), nowhere)
    said = io.StringIO()
    complaints = play(stack, whole_script(), Console(said))
    assert len(complaints) == 1
    assert complaints[0].startswith("Câu chuyện phải dừng: ")
    assert complaints[0] in said.getvalue()
