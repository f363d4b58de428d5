"""The OpenAPI document as a judge: every answer that a test gets must be in it, and in its form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import fastjsonschema

from chalicelib.runtime.http.openapi.document import document

Json = dict[str, Any]


class Undocumented(AssertionError):
    """A client that relies on the document would not have expected this answer."""


def check_answer(
    method: str, path: str, status: int, headers: Mapping[str, str], body: Any
) -> None:
    """Raises Undocumented for a status, header or body that the document does not promise."""
    operation = _operation(method, path.partition("?")[0])
    if operation is None:
        return
    answer = operation["responses"].get(str(status))
    if answer is None:
        raise Undocumented(f"{method} {path}: {status}")
    answer = _resolved(answer)
    sent = {name.lower() for name in headers}
    known = {name.lower() for name in answer.get("headers", {})}
    told = {"etag", "location", "retry-after", "www-authenticate", "idempotent-replay"}
    if sent & told - known:
        raise Undocumented(f"{method} {path}: {status} with {sent & told - known}")
    media = headers.get("Content-Type", "").partition(";")[0]
    content = answer.get("content", {})
    if media not in (content or {"": None}):
        raise Undocumented(f"{method} {path}: {status} as {media}")
    if "json" in media:
        _check(f"{method} {path}: {status}", repr(content[media]["schema"]))(body)


def _operation(method: str, path: str) -> Json | None:
    for template, operations in document()["paths"].items():
        pattern = re.sub(r"{\w+}", "[^/]+", template)
        if re.fullmatch(pattern, path) and method.lower() in operations:
            found: Json = operations[method.lower()]
            return found
    return None


def _resolved(answer: Json) -> Json:
    name = answer.get("$ref", "").rpartition("/")[2]
    return document()["components"]["responses"][name] if name else answer


def _check(about: str, schema: str) -> Callable[[Any], None]:
    validate = _validator(schema)

    def check(body: Any) -> None:
        try:
            validate(body)
        except fastjsonschema.JsonSchemaValueException as wrong:
            raise Undocumented(f"{about}: {wrong}") from None

    return check


@cache
def _validator(schema: str) -> Callable[[Any], Any]:
    """The schema closed: here a member that the document does not name is a flaw."""
    import ast

    return fastjsonschema.compile({**ast.literal_eval(schema), "components": _closed_components()})


@cache
def _closed_components() -> Any:
    return _closed(document()["components"])


def _closed(part: Any) -> Any:
    if isinstance(part, list):
        return [_closed(item) for item in part]
    if not isinstance(part, dict):
        return part
    closed = {name: _closed(item) for name, item in part.items()}
    named = isinstance(part.get("properties"), dict) and part.get("type") == "object"
    if named and "Problem" not in part.get("title", "Problem"):
        closed.setdefault("additionalProperties", False)
    return closed
