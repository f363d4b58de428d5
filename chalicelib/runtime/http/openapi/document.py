"""The OpenAPI 3.1 document, generated from the endpoints that are served.

python -m chalicelib.runtime.http.openapi.document > docs/openapi.json
"""

from __future__ import annotations

import json
import re
from functools import cache
from inspect import cleandoc

from chalicelib.routes import served
from chalicelib.runtime.http.calls import Access
from chalicelib.runtime.http.headers import KEY_PATTERN, VERSION_PATTERN
from chalicelib.runtime.http.openapi import answers as openapi_answers
from chalicelib.runtime.http.openapi.schemas import Components, Json, example_of
from chalicelib.runtime.http.route import Endpoint, find, shape
from chalicelib.runtime.http.schemas.queries import NoQuery

_TEXT = {"type": "string"}
_HEADERS: dict[str, Json] = {
    "Idempotency-Key": {
        **_TEXT,
        "pattern": KEY_PATTERN,
        "description": "The same key and body give the same answer again, for 24 hours.",
        "examples": ["3f0d7c9e-5d0e-4c59-a5c8-2b0b2a4a5d11"],
    },
    "If-Match": {
        **_TEXT,
        "pattern": VERSION_PATTERN,
        "description": "The version that was seen, as in `ETag`.",
        "examples": ['"4"'],
    },
    "Accept-Language": {
        **_TEXT,
        "description": "`vi` (default) or `en`: the language of titles and messages.",
        "examples": ["en"],
    },
    "X-Correlation-Id": {
        **_TEXT,
        "description": "8–64 letters, digits and hyphens; comes back, and stands in all logs.",
        "examples": ["3f0d7c9e-5d0e-4c59-a5c8-2b0b2a4a5d11"],
    },
}
_SECURITY: dict[Access, list[dict[str, list[str]]]] = {
    Access.PUBLIC: [],
    Access.REGISTRATION: [{"registration_token": []}],
    Access.CITIZEN: [{"access_token": []}],
    Access.OFFICER: [{"access_token": []}],
    Access.ENTRY: [{"access_token": []}],
    Access.SUPERVISION: [{"access_token": []}],
    Access.LISTS: [{"access_token": []}],
    Access.ADMINISTRATOR: [{"access_token": []}],
    Access.ANYBODY: [{"access_token": []}],
}
_READERS = {
    Access.PUBLIC: "Everybody.",
    Access.REGISTRATION: "Who proved a phone.",
    Access.CITIZEN: "Citizens.",
    Access.OFFICER: "Officers.",
    Access.ENTRY: "Hotline and intake desk.",
    Access.SUPERVISION: "Supervisors and administrators.",
    Access.LISTS: "Leaders and administrators.",
    Access.ADMINISTRATOR: "Administrators.",
    Access.ANYBODY: "Citizens and officers.",
}


@cache
def document() -> Json:
    """The whole document of this stage."""
    components = Components()
    paths: Json = {}
    for module, routes in served().items():
        for route in routes:
            one = find(module, route)
            operation = _operation(one, module.rpartition(".")[2], components)
            paths.setdefault(one.path, {})[one.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Citizen cases",
            "version": "1",
            "description": "The province's digital-citizen backend: people report, offices answer.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "..", "description": "Where this document was fetched"}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": openapi_answers.problem_schema(), **components.schemas},
            "responses": components.responses,
            "securitySchemes": {
                "access_token": _bearer("Good for 14 minutes; from signing in or refreshing."),
                "registration_token": _bearer("From `POST /v1/registrations/{id}/verify`."),
            },
        },
    }


def _bearer(description: str) -> Json:
    return {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": description,
    }


def _operation(one: Endpoint, tag: str, components: Components) -> Json:
    about = f"{cleandoc(one.work.__doc__ or '')}\n\nFor: {_READERS[one.access]}".strip()
    operation: Json = {
        "operationId": f"{one.method.lower()}_{_slug(one.path)}",
        "summary": one.summary,
        "description": about,
        "tags": [tag],
        "parameters": _parameters(one),
        "responses": openapi_answers.responses(one, components),
        "security": _SECURITY[one.access],
    }
    if one.takes is not None:
        media = "application/json" if one.form is None else "application/x-www-form-urlencoded"
        operation["requestBody"] = {
            "required": True,
            "content": {media: _content(one, components)},
        }
    return operation


def _content(one: Endpoint, components: Components) -> Json:
    schema = components.of(one.takes, "validation")
    choice = schema.get("discriminator")
    if not choice:
        return {"schema": schema, "example": example_of(schema, components)}
    shown = {
        name: example_of({"$ref": place}, components) | {choice["propertyName"]: name}
        for name, place in choice["mapping"].items()
    }
    return {"schema": schema, "examples": {name: {"value": shown[name]} for name in shown}}


def _parameters(one: Endpoint) -> list[Json]:
    names = re.findall(r"{(\w+)}", one.path)
    found = [_parameter(name, "path", {**_TEXT, "minLength": 1}, True) for name in names]
    described = (shape(one.query) or NoQuery).model_json_schema()
    for name, schema in described.get("properties", {}).items():
        found.append(_parameter(name, "query", _never_null(schema), False))
    needs = {"Idempotency-Key": one.idempotency, "If-Match": one.if_match}
    needs |= {"Accept-Language": "optional", "X-Correlation-Id": "optional"}
    for name, need in needs.items():
        if need:
            found.append(_parameter(name, "header", _HEADERS[name], need == "required"))
    return found


def _parameter(name: str, place: str, schema: Json, required: bool) -> Json:
    schema = dict(schema)
    parameter = {"name": name, "in": place, "required": required, "schema": schema}
    description = schema.pop("description", None)
    return parameter | ({"description": description} if description else {})


def _never_null(schema: Json) -> Json:
    """A query parameter is absent rather than null."""
    options = [option for option in schema.get("anyOf", []) if option.get("type") != "null"]
    rest = {name: value for name, value in schema.items() if name not in ("anyOf", "title")}
    if rest.get("default", "") is None:
        del rest["default"]
    return {**rest, **options[0]} if options else rest


def _slug(path: str) -> str:
    return re.sub(r"\W+", "_", path.removeprefix("/v1/")).strip("_")


def main() -> None:
    """Print the document of all routes."""
    print(json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True))


if __name__ == "__main__":
    from chalicelib.runtime.http.openapi import document as openapi

    openapi.main()
