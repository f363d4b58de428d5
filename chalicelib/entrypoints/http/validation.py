"""From pydantic's findings to the contract's faults: pointer, code, parameters."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from chalicelib.domain.errors import Fault, Invalid, Params

T = TypeVar("T")

_CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "string_too_short": "too_short",
    "too_short": "too_short",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "literal_error": "not_one_of",
    "enum": "not_one_of",
    "union_tag_invalid": "not_one_of",
    "union_tag_not_found": "missing",
    "string_pattern_mismatch": "wrong_form",
    "finite_number": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "value_error": "not_acceptable",
}
_PARAMS = {
    "min_length": "min",
    "max_length": "max",
    "ge": "min",
    "le": "max",
    "min": "min",
    "max": "max",
    "expected": "allowed",
    "expected_tags": "allowed",
}


def validate(schema: TypeAdapter[T], value: Any, *, query: bool = False) -> T:
    """The value as its type; raises `Invalid` with all faults at once."""
    try:
        return schema.validate_python(value)
    except ValidationError as error:
        raise Invalid(_fault(found, query) for found in error.errors(include_url=False)) from None


def _fault(found: Any, query: bool) -> Fault:
    kind, context = found["type"], found.get("ctx", {})
    code = _CODES.get(kind, "wrong_type" if "_type" in kind or "_parsing" in kind else kind)
    return Fault(_pointer(found, query), code, _params(context))


def _pointer(found: Any, query: bool) -> str:
    path = [part for part in found["loc"] if not _is_tag(part, found)]
    if found["type"].startswith("union_tag"):
        path.append(found["ctx"]["discriminator"].strip("'"))
    if query:
        return f"?{path[0]}" if path else "?"
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _is_tag(part: object, found: Any) -> bool:
    """In a union by `action` pydantic puts the action's value first: no member of the body."""
    body = found["loc"]
    return bool(body) and part is body[0] and isinstance(part, str) and part in _tags()


def _tags() -> frozenset[str]:
    from chalicelib.domain.workflow import Action

    return frozenset(action.value for action in Action)


def _params(context: dict[str, Any]) -> Params:
    named = {_PARAMS[name]: value for name, value in context.items() if name in _PARAMS}
    return {k: v if isinstance(v, int | float) else str(v) for k, v in named.items()}
