"""Errors as problem documents."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import chalicelib
from chalicelib.kernel import errors
from chalicelib.kernel.errors import Fault
from chalicelib.runtime.http.catalogue import FAULTS, PROBLEMS, fault_text
from chalicelib.runtime.http.idempotency.requests import InProgress
from chalicelib.runtime.http.problems import MOST_FAULTS, problem_of

SOURCES = sorted(Path(chalicelib.__file__).parent.rglob("*.py"))
PROBLEM_KINDS = {"Unreadable", "Unauthenticated", "Forbidden", "NotFound", "Conflict", "Gone"}
PROBLEM_KINDS |= {"Stale", "VersionMissing", "TooMany", "HttpError"}

STATUSES = [
    (errors.Unreadable("not_json"), 400),
    (errors.Unauthenticated("bad_token"), 401),
    (errors.Forbidden("wrong_role"), 403),
    (errors.NotFound("case_not_found"), 404),
    (errors.Conflict("busy"), 409),
    (InProgress(), 409),
    (errors.Gone("code_expired"), 410),
    (errors.Stale("stale_version"), 412),
    (errors.Invalid([]), 422),
    (errors.VersionMissing(), 428),
    (errors.TooMany("too_many_codes", 7), 429),
]


@pytest.mark.parametrize(("error", "status"), STATUSES)
def test_each_kind_of_error_has_its_status(error: errors.DomainError, status: int) -> None:
    """And the members of RFC 9457, with a stable code."""
    reply = problem_of(error, "en")
    assert reply.status == reply.body["status"] == status
    assert set(reply.body) - {"errors"} == {"type", "title", "status", "detail", "code"}
    code = reply.body["code"]
    assert code == ("if_match_required" if status == 428 else error.code)
    assert reply.body["type"] == "urn:problem:" + code.replace("_", "-")
    assert reply.headers["Content-Type"] == "application/problem+json"


def test_no_kind_of_error_is_without_a_status() -> None:
    """The whole tree of expected errors is mapped."""
    mapped = {type(error) for error, _ in STATUSES}
    assert set(_leaves(errors.DomainError)) <= mapped


def _leaves(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _leaves(child)


def test_texts_follow_the_language() -> None:
    """Title, detail and messages; the codes stay."""
    error = errors.Invalid([Fault(("description",), "too_short", {"min": 10})])
    vi, en = problem_of(error, "vi"), problem_of(error, "en")
    assert (vi.body["title"], en.body["title"]) == ("Dữ liệu chưa hợp lệ", "Invalid fields")
    assert vi.body["errors"] == [
        {"pointer": "/description", "code": "too_short", "message": "Cần ít nhất 10."}
    ]
    assert en.body["errors"][0]["message"] == "At least 10 are needed."
    assert (vi.headers["Content-Language"], en.headers["Content-Language"]) == ("vi", "en")


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 504])
def test_a_hundred_faults_are_told_and_the_rest_is_counted(count: int) -> None:
    """The first hundred as they were found; a member that is there only if something was left."""
    error = errors.Invalid([Fault(("rules", n, "agency"), "unknown_agency") for n in range(count)])
    body = problem_of(error, "vi").body
    told = [fault["pointer"] for fault in body["errors"]]
    assert told == [f"/rules/{n}/agency" for n in range(min(count, MOST_FAULTS))]
    assert body.get("errors_omitted", 0) == count - len(told)
    assert ("errors_omitted" in body) == (count > MOST_FAULTS)


def test_headers_that_go_with_an_error() -> None:
    """When to come again, and how to sign in."""
    assert problem_of(errors.TooMany("too_many_codes", 7), "vi").headers["Retry-After"] == "7"
    assert problem_of(errors.TooMany("too_many_codes", 0), "vi").headers["Retry-After"] == "1"
    assert problem_of(InProgress(), "vi").headers["Retry-After"] == "5"
    challenge = problem_of(errors.Unauthenticated("bad_token"), "vi").headers["WWW-Authenticate"]
    assert challenge == "Bearer"


def test_parameters_of_an_error_are_members() -> None:
    """Such as the commune that was found."""
    error = errors.Invalid([], "commune_mismatch", {"commune_code": "02647"})
    assert problem_of(error, "vi").body["commune_code"] == "02647"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_message_can_be_said_without_its_parameters(language: str) -> None:
    """A parameter that somebody forgot is a flaw of the text, never a server's fault."""
    assert [code for code in FAULTS if "{" in fault_text(code, {}, language)] == []


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                yield name, node


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts that an expression may become; not those that it looks something up by."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def test_every_code_that_is_raised_has_its_texts() -> None:
    """Whatever code an error or a fault is made with anywhere in the product, people can read it
    in both languages; what has no text would be a server's fault in its place."""
    problems, faults = set(), set()
    for name, call in _calls():
        if name in PROBLEM_KINDS:
            at = 1 if name == "HttpError" else 0
            problems |= set(_texts(call.args[at]))
        elif name == "Fault":
            faults |= set(_texts(call.args[1]))
        elif name == "PydanticCustomError":
            faults |= set(_texts(call.args[0]))
        elif name == "Invalid":
            problems |= {text for argument in call.args[1:2] for text in _texts(argument)}
    assert len(problems) > 40
    assert len(faults) > 40
    assert problems - set(PROBLEMS) == set()
    assert faults - set(FAULTS) == set()
