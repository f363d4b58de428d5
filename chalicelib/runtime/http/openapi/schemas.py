"""Types as JSON schemas among the document's components, and examples made from them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import TypeAdapter

from chalicelib.runtime.http.route import shape

Json = dict[str, Any]
Mode = Literal["validation", "serialization"]
PREFIX = "#/components/schemas/"
_PLAIN = {"string": "…", "integer": 1, "number": 1.0, "boolean": False, "null": None}


class Components:
    """The schemas and responses that the document refers to, by name."""

    def __init__(self) -> None:
        self.schemas: Json = {}
        self.responses: Json = {}

    def of(self, kind: Any, mode: Mode) -> Json:
        """The schema of a type, or of `module:Name` among the schemas; objects by reference."""
        schema = TypeAdapter(shape(kind)).json_schema(ref_template=PREFIX + "{model}", mode=mode)
        for name, found in schema.pop("$defs", {}).items():
            self._add(name, found)
        if schema.get("type") != "object" or "title" not in schema:
            return schema
        self._add(schema["title"], schema)
        return {"$ref": PREFIX + schema["title"]}

    def _add(self, name: str, schema: Json) -> None:
        if self.schemas.setdefault(name, schema) != schema:
            raise ValueError(f"two schemas are called {name}")

    def resolved(self, schema: Json) -> Json:
        """What the schema refers to, or the schema itself."""
        name = schema.get("$ref", "").removeprefix(PREFIX)
        found: Json = self.schemas[name] if name else schema
        return found


def example_of(schema: Json, components: Components) -> Any:
    """A value of this schema, from the examples that its fields give."""
    schema = components.resolved(schema)
    for given in ("examples", "enum"):
        if schema.get(given):
            return schema[given][0]
    if "const" in schema:
        return schema["const"]
    if "properties" in schema:
        wanted = schema["properties"].items()
        required = schema.get("required", [])
        return {
            name: example_of(member, components)
            for name, member in wanted
            if name in required or _is_shown(member)
        }
    if "anyOf" in schema:
        return example_of(schema["anyOf"][0], components)
    if schema.get("type") == "array":
        return [example_of(schema["items"], components)]
    if schema.get("type") == "object":
        return {}
    return _PLAIN[schema["type"]]


def _is_shown(member: Json) -> bool:
    """Of what may be left out, only what has an example of its own."""
    options = (member, *member.get("anyOf", ()))
    return any(option.get("examples") for option in options)
