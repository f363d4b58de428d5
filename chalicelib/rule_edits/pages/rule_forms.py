"""A document of rules as a form, by the schema of its route, and back.

A field is called by its place (`rules.0.agency`). A list of parts has one empty part at its end, so
that it grows without script; a part that is ticked off, or whose fields are all empty, falls away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from chalicelib.rule_edits.http.abuse_schemas import AbuseDocument
from chalicelib.rule_edits.http.question_schemas import QuestionsDocument
from chalicelib.rule_edits.http.schemas import CalendarDocument, PolicyDocument, RoutingDocument
from chalicelib.rules.domain.rules import Rules
from chalicelib.runtime.pages.form_guard import Fields

DROP, ORDER = "_drop", "_order"
"""Fields of a part of a list: whether it falls away, and before which it stands."""
_ORDERED = frozenset({"rules", "questions"})
"""Lists whose order says something."""
_DIGITS = 9
_MODELS: Mapping[Rules, type[BaseModel]] = {
    Rules.CALENDAR: CalendarDocument,
    Rules.POLICIES: PolicyDocument,
    Rules.ROUTING: RoutingDocument,
    Rules.QUESTIONS: QuestionsDocument,
    Rules.ABUSE: AbuseDocument,
}
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class RuleField:
    """A field, or a group of them. `kind` is text, whole, day, time, yes, choice, lines, group,
    rows (parts of a list), or part (one of them)."""

    path: str
    kind: str
    value: str = ""
    codes: tuple[str, ...] = ()
    within: tuple[RuleField, ...] = ()
    ordered: bool = False

    @property
    def name(self) -> str:
        """What its member is called, whichever part of a list it is in."""
        return self.path.rpartition(".")[2]

    def all(self) -> Iterator[RuleField]:
        """It, and all that is within it."""
        yield self
        for one in self.within:
            yield from one.all()


def rule_fields(kind: Rules, document: Mapping[str, Any]) -> tuple[RuleField, ...]:
    """The form that says this document."""
    return _fields(_schema(kind), document, "", blank=False)


def rule_document(kind: Rules, fields: Fields) -> dict[str, Any]:
    """The document that a form says. What was left empty is left out: the route says what it
    needs, and what a text should have been."""
    found = _read(_schema(kind), fields, "")
    assert isinstance(found, dict)
    return found


@cache
def _schema(kind: Rules) -> Schema:
    schema = _MODELS[kind].model_json_schema()
    return _whole(schema, schema.get("$defs", {}))


def _whole(part: Any, definitions: Mapping[str, Any]) -> dict[str, Any]:
    """With what references name, and without the choice of null."""
    choices = part.get("anyOf", ())
    chosen: Schema = next((one for one in choices if one.get("type") != "null"), {})
    part = {**part, **chosen}
    if name := part.get("$ref", "").rpartition("/")[2]:
        part = {**part, **definitions[name]}
    members = {name: _whole(one, definitions) for name, one in part.get("properties", {}).items()}
    items = {"items": _whole(part["items"], definitions)} if "items" in part else {}
    codes = tuple(code for one in choices for code in _codes(one))
    return {**part, "properties": members, **items, **({"enum": codes} if codes else {})}


def _codes(part: Schema) -> tuple[Any, ...]:
    return tuple(part.get("enum", ())) or ((part["const"],) if "const" in part else ())


def _fields(schema: Schema, document: Any, before: str, *, blank: bool) -> tuple[RuleField, ...]:
    given = document if isinstance(document, Mapping) else {}
    return tuple(
        _field(part, given.get(name), f"{before}{name}", blank=blank)
        for name, part in schema["properties"].items()
    )


def _field(schema: Schema, value: Any, path: str, *, blank: bool) -> RuleField:
    kind = _kind(schema)
    if kind == "group":
        return RuleField(path, kind, within=_fields(schema, value, f"{path}.", blank=blank))
    if kind == "rows":
        return _rows_of(schema["items"], value if isinstance(value, list) else [], path)
    value = schema.get("default") if value is None and not blank else value
    codes = _codes(schema["items"] if kind == "lines" else schema)
    return RuleField(path, kind, _said(kind, value), tuple(map(str, codes)))


def _rows_of(schema: Schema, parts: list[Any], path: str) -> RuleField:
    """With an empty part at the end."""
    rows = (
        RuleField(
            place := f"{path}.{at}",
            "part",
            within=_fields(schema, one, f"{place}.", blank=at == len(parts)),
        )
        for at, one in enumerate([*parts, {}])
    )
    return RuleField(path, "rows", within=tuple(rows), ordered=path.split(".")[-1] in _ORDERED)


def _kind(schema: Schema) -> str:
    if schema["properties"]:
        return "group"
    if schema.get("type") == "array":
        return "rows" if schema["items"]["properties"] else "lines"
    if schema.get("type") == "boolean":
        return "yes"
    codes = _codes(schema)
    if schema.get("type") == "integer" or (codes and all(isinstance(one, int) for one in codes)):
        return "whole"
    if codes:
        return "choice"
    return "day" if schema.get("format") == "date" else "text"


def _said(kind: str, value: Any) -> str:
    if kind == "lines":
        return "\n".join(map(str, value)) if isinstance(value, list) else ""
    if kind == "yes":
        return "yes" if value is True else "no"
    return "" if value is None else str(value)


def _read(schema: Schema, fields: Fields, path: str) -> Any:
    kind = _kind(schema)
    if kind == "group":
        before = f"{path}." if path else ""
        found = {
            name: _read(part, fields, f"{before}{name}")
            for name, part in schema["properties"].items()
        }
        return {name: one for name, one in found.items() if one is not None} or None
    if kind == "rows":
        return [_read(schema["items"], fields, one) or {} for one in _rows(fields, path)]
    value = "\n".join(fields.get(path, ())).replace("\r\n", "\n").strip()
    if kind == "lines":
        lines = [line.strip() for line in value.split("\n") if line.strip()]
        return None if not lines and "default" in schema and schema["default"] is None else lines
    if kind == "yes":
        return value == "yes"
    if not value:
        return None
    return int(value) if kind == "whole" and _is_whole(value) else value


def _rows(fields: Fields, path: str) -> list[str]:
    """The parts that stay, in their order."""
    front = f"{path}."
    named = {
        name.removeprefix(front).partition(".")[0] for name in fields if name.startswith(front)
    }
    numbers = sorted(int(one) for one in named if _is_whole(one))
    kept = [
        at
        for at in numbers
        if fields.get(f"{front}{at}.{DROP}", ("",))[0] != "yes"
        and any(
            _says(name, values)
            for name, values in fields.items()
            if name.startswith(f"{front}{at}.")
        )
    ]
    places = {at: fields.get(f"{front}{at}.{ORDER}", ("",))[0].strip() for at in kept}
    order = {at: int(place) if _is_whole(place) else at + 1 for at, place in places.items()}
    return [f"{front}{at}" for at in sorted(kept, key=lambda at: (order[at], at))]


def _says(name: str, values: tuple[str, ...]) -> bool:
    """Choices that begin with something say nothing by themselves."""
    own = name.rpartition(".")[2]
    return own not in (DROP, ORDER) and any(
        one.strip() and one not in ("yes", "no") for one in values
    )


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS
