"""Forms from a route's schema: what a field may hold, and the JSON that its form becomes.

So lengths, choices and what is required stand in the schema alone; the route says what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.kernel.time_forms import INSTANT_PATTERN
from chalicelib.runtime.pages.form_guard import Fields

_LONG = 200
"""A text that may be longer has an area of several lines."""
_FILES = frozenset({"evidence", "uploads"})
"""How fields are called that name uploads."""
_TICKED = frozenset({"hidden_photos"})
"""How lists are called of which each choice is ticked or not: none of them is an answer too."""
SENT = "_sent"
"""What the field of the files themselves is called, behind the name of that of their uploads."""
NAME_OF = "_name_"
"""Before an upload's id: the field that holds the name that its file had."""
_WHOLE = 15
"""Digits of a whole number; what is longer goes to the route as the text that it is."""


@frozen
class FieldShape:
    """What a field of a schema takes. `kind` is text, area, whole, day, yes, choice, many, ticks
    (of many) or files; a field within another has both names (`document.number`)."""

    name: str
    kind: str
    required: bool
    longest: int | None = None
    codes: tuple[str, ...] = ()


@frozen
class FormField:
    """A field as it is shown, with what stands in it."""

    shape: FieldShape
    label: str
    hint: str
    choices: Sequence[tuple[str, str]]
    values: tuple[str, ...]

    @property
    def name(self) -> str:
        """As the schema calls it."""
        return self.shape.name

    @property
    def value(self) -> str:
        """The only value, or the first."""
        return self.values[0] if self.values else ""


def shapes_of(model: type[BaseModel]) -> Mapping[str, FieldShape]:
    """All fields of a body, by name."""
    schema = model.model_json_schema()
    return {shape.name: shape for shape in _shapes(schema, schema.get("$defs", {}))}


def _shapes(
    schema: Mapping[str, Any], definitions: Mapping[str, Any], outer: str = ""
) -> Iterator[FieldShape]:
    required = schema.get("required", ())
    for name, part in schema["properties"].items():
        plain = _plain(part, definitions)
        if "properties" in plain:
            yield from _shapes(plain, definitions, f"{outer}{name}.")
        else:
            yield _shape(outer + name, plain, name in required)


def body_of(shapes: Iterable[FieldShape], fields: Fields) -> dict[str, Any]:
    """The JSON of a form. What was left empty is left out, so that the route says what it needs;
    of ticks that were shown, none is an empty list."""
    found: dict[str, Any] = {}
    for shape in shapes:
        given = fields.get(shape.name, ())
        values = tuple(value for value in given if value.strip())
        if values or (given and shape.kind == "ticks"):
            *outer, name = shape.name.split(".")
            place = found
            for one in outer:
                place = place.setdefault(one, {})
            place[name] = _value(shape, values)
    return found


def _value(shape: FieldShape, values: tuple[str, ...]) -> Any:
    if shape.kind in ("many", "ticks", "files"):
        return list(values)
    value = values[0]
    if shape.kind == "yes":
        return {"yes": True, "no": False}.get(value, value)
    if shape.kind == "whole":
        digits = value.strip()
        known = digits.isascii() and digits.isdigit() and len(digits) <= _WHOLE
        return int(digits) if known else value
    if shape.kind == "time":
        return with_offset(value)
    return value


def with_offset(local: str) -> str:
    """What a field of day and time holds is the province's wall clock; else as it was typed."""
    try:
        return datetime.fromisoformat(local.strip()).replace(tzinfo=LOCAL_ZONE).isoformat()
    except ValueError:
        return local


def _plain(part: dict[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """Without the choice of null, and with what a reference names."""
    kinds = [one for one in part.get("anyOf", ()) if one.get("type") != "null"]
    part = {**part, **kinds[0]} if kinds else part
    name = part.get("$ref", "").rpartition("/")[2]
    return {**part, **definitions[name]} if name else part


def _shape(name: str, part: Mapping[str, Any], required: bool) -> FieldShape:
    kind = {"integer": "whole", "boolean": "yes", "array": "many"}.get(part.get("type", ""), "text")
    longest, codes = part.get("maxLength"), tuple(part.get("enum", ()))
    if codes:
        kind = "choice"
    elif kind == "many" and name in (*_FILES, *_TICKED):
        kind = "files" if name in _FILES else "ticks"
    elif part.get("format") == "date":
        kind = "day"
    elif kind == "text" and longest and longest > _LONG:
        kind = "area"
    elif part.get("pattern") == INSTANT_PATTERN:
        kind = "time"
    return FieldShape(name, kind, required, longest, codes)
