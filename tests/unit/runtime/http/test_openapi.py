"""The document: complete, exact, and the same as the one that is checked in."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import chalicelib
from chalicelib.routes import LOCAL_ROUTES, ROUTES, served
from chalicelib.runtime.http.catalogue import PROBLEMS
from chalicelib.runtime.http.openapi.answers import codes_of
from chalicelib.runtime.http.openapi.document import document
from chalicelib.runtime.http.route import ENDPOINTS, find, shape
from chalicelib.runtime.http.validation import validate_body

ROOT = Path(chalicelib.__file__).parents[1]
ALL_ROUTES = [(module, route) for module, routes in ROUTES.items() for route in routes]
Json = dict[str, Any]


def test_the_document_that_is_checked_in_is_up_to_date() -> None:
    """`make openapi` writes it anew."""
    checked_in = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    assert checked_in == json.loads(json.dumps(document()))


def test_the_table_of_routes_and_the_endpoints_are_the_same() -> None:
    """No route without an endpoint, no endpoint without a route; in the local stage too."""
    program = (
        "from chalicelib.routes import served\n"
        "from chalicelib.runtime.http.route import ENDPOINTS, find\n"
        "routes = {one for name, paths in served().items() for one in paths if find(name, one)}\n"
        "assert set(ENDPOINTS) == routes, set(ENDPOINTS) ^ routes"
    )
    for stage in ("local", "prod"):
        subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT, env={"STAGE": stage})


def test_the_clock_is_served_in_the_local_stage_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """In other stages the route does not exist."""
    monkeypatch.setenv("STAGE", "prod")
    assert not LOCAL_ROUTES.keys() & served().keys()
    monkeypatch.setenv("STAGE", "local")
    assert LOCAL_ROUTES.items() <= served().items()


def test_every_endpoint_is_described() -> None:
    """With a summary, a description, the shape of its answer, and codes that have texts."""
    for module, route in ALL_ROUTES:
        one = find(module, route)
        assert one.summary, route
        assert one.work.__doc__, route
        shown = one.reply is not None or one.media_type != "application/json" or "system" in module
        assert one.status in (204, 303) or shown, route
        told = {code for codes in codes_of(one).values() for code in codes}
        assert told <= set(PROBLEMS), route


def test_every_name_is_defined() -> None:
    """Whatever the document refers to stands in it."""
    found = document()
    names = set(_references(found))
    assert len(names) > 100
    assert [name for name in sorted(names) if _at(found, name) is None] == []


def _at(part: Any, name: str) -> Any:
    for step in name.removeprefix("#/").split("/"):
        part = part.get(step, {})
    return part or None


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for item in part:
            yield from _references(item)
    if isinstance(part, dict):
        yield from ([part["$ref"]] if isinstance(part.get("$ref"), str) else [])
        for item in part.values():
            yield from _references(item)


def _operations() -> Iterator[tuple[str, Json]]:
    for path, operations in document()["paths"].items():
        for method, operation in operations.items():
            yield f"{method.upper()} {path}", operation


OPERATIONS = tuple(_operations())


def test_operations_have_names_of_their_own() -> None:
    """For clients that are generated."""
    names = [operation["operationId"] for _, operation in OPERATIONS]
    assert len(names) == len(set(names))


def test_examples_of_bodies_are_good_bodies() -> None:
    """Who copies one gets no 422 for its form."""
    for route, operation in OPERATIONS:
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        examples = [example["value"] for example in content.get("examples", {}).values()]
        for example in examples or [content["example"]] if content else []:
            assert validate_body(shape(ENDPOINTS[route].body), example) is not None, route


def test_security_and_refusals_go_together() -> None:
    """Who needs a token may be answered 401; who needs none may not, but for signing in."""
    for route, operation in OPERATIONS:
        signing_in = "sessions" in route
        assert bool(operation["security"]) <= ("401" in operation["responses"]), route
        may = bool(operation["security"]) or signing_in
        assert ("401" in operation["responses"]) <= may, route


def test_bounds_are_said_in_the_words_of_json_schema() -> None:
    """A bound under a name of the validator's own is none to whoever reads the document."""
    unknown = {"ge", "gt", "le", "lt", "min_length", "max_length", "multiple_of", "strict"}
    assert set(_keys(document())) & unknown == set()


def _keys(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from part
    for item in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _keys(item)
