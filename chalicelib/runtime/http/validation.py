"""From pydantic's findings to the contract's faults: path, code, parameters."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from chalicelib.kernel.errors import Fault, Invalid, Params, Path
from chalicelib.runtime.http.catalogue import FAULTS
from chalicelib.runtime.http.pointers import of_query
from chalicelib.runtime.http.schemas.queries import NoQuery

_LONGEST_NAME = 64
"""Characters of a member's name in a path; no field of ours has a longer one."""
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
}
_PARAMS = {
    "min_length": "min",
    "max_length": "max",
    "ge": "min",
    "le": "max",
    "expected": "allowed",
    "expected_tags": "allowed",
}


def validate_body(kind: Any, value: Any) -> Any:
    """The value as its type; raises `Invalid` with all faults."""
    try:
        return _adapter(kind).validate_python(value)
    except ValidationError as error:
        raise Invalid(_faults(error, kind)) from None


def validate_query(kind: type[NoQuery] | None, values: dict[str, str]) -> dict[str, Any]:
    """Query parameters as their types; raises `Invalid` with all faults."""
    with of_query():
        try:
            known = (kind or NoQuery).model_validate(values)
        except ValidationError as error:
            raise Invalid(_faults(error, kind)) from None
        return known.model_dump(by_alias=True, exclude_none=True)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _faults(error: ValidationError, kind: Any) -> list[Fault]:
    found = error.errors(include_url=False, include_input=False)
    tagged = _discriminator(kind) is not None
    return [Fault(_path(one, kind, tagged), _code(one["type"]), _params(one)) for one in found]


def _code(kind: str) -> str:
    if kind in _CODES:
        return _CODES[kind]
    if "_type" in kind or "_parsing" in kind:
        return "wrong_type"
    return kind if kind in FAULTS else "not_acceptable"


def _path(found: Any, kind: Any, tagged: bool) -> Path:
    """In a union pydantic puts the tag first, which is no member of the body."""
    if found["type"].startswith("union_tag"):
        return (str(_discriminator(kind)),)
    path = found["loc"][1:] if tagged else found["loc"]
    return tuple(_shown(step) for step in path)


def _shown(step: str | int) -> str | int:
    if isinstance(step, int) or len(step) <= _LONGEST_NAME:
        return step
    return step[:_LONGEST_NAME] + "…"


def _discriminator(kind: Any) -> str | None:
    """The member that tells the types of a union apart, if the kind is such a union."""
    infos = [part for part in get_args(kind) if isinstance(part, FieldInfo)]
    name = infos[0].discriminator if infos else None
    return name if isinstance(name, str) else None


def _params(found: Any) -> Params:
    context = found.get("ctx", {})
    named = {_PARAMS.get(name, name): value for name, value in context.items()}
    return {name: value for name, value in named.items() if isinstance(value, str | int | float)}
