"""The OpenAPI 3.1 document, generated from the endpoints that are served.

python -m chalicelib.entrypoints.http.openapi > docs/openapi.json
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from chalicelib.entrypoints.http import served as served_routes
from chalicelib.entrypoints.http.calls import Access
from chalicelib.entrypoints.http.catalogue import FAULTS, PROBLEMS
from chalicelib.entrypoints.http.problems import MEDIA_TYPE
from chalicelib.entrypoints.http.route import ENDPOINTS, Endpoint, find
from chalicelib.entrypoints.http.schemas.queries import NoQuery

Json = dict[str, Any]
_SCHEMAS = "#/components/schemas/"
_BODY_ERRORS = (400, 413, 415)
_GATEWAY = (429, 500, 502, 504)
_UNREADABLE = ("not_utf8", "not_json", "too_deep", "duplicate_key", "not_a_number")
_STATUS_TEXT = {
    200: "OK",
    201: "Created",
    202: "Accepted",
    204: "Done",
    303: "See Other: `Location` is a signed address, good for minutes",
    304: "Not modified",
    503: "A dependency is down",
}
_HEADERS: Json = {
    "Idempotency-Key": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
    "If-Match": {"type": "string", "pattern": '^(W/)?"?[0-9]{1,9}"?$', "examples": ['"4"']},
    "Accept-Language": {"type": "string", "examples": ["en"]},
}


@cache
def document() -> Json:
    """The whole document."""
    components: Json = {"Problem": _problem_schema()}
    paths: Json = {}
    for noun, routes in served_routes().items():
        for route in routes:
            find(noun, route)
    for served in ENDPOINTS.values():
        operation = _operation(served, components)
        paths.setdefault(served.path, {})[served.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Citizen cases",
            "version": "1",
            "description": "The province's digital-citizen backend: people report, offices answer.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "."}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(served: Endpoint, components: Json) -> Json:
    operation: Json = {
        "operationId": f"{served.method.lower()}_{_slug(served.path)}",
        "summary": served.summary,
        "description": served.work.__doc__,
        "tags": [_tag(served.path)],
        "parameters": _parameters(served),
        "responses": _responses(served, components),
        "security": [] if served.access is Access.PUBLIC else [{"bearer": []}],
    }
    if served.body is not None:
        schema = _schema(served.body, components)
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    return operation


def _parameters(served: Endpoint) -> list[Json]:
    names = re.findall(r"{(\w+)}", served.path)
    found = [_parameter(name, "path", {"type": "string"}, True) for name in names]
    described = TypeAdapter(served.query or NoQuery).json_schema()
    for name, schema in described.get("properties", {}).items():
        found.append(_parameter(name, "query", _inlined(schema), False))
    headers = {"Idempotency-Key": served.idempotency, "If-Match": served.if_match}
    for name, need in headers.items():
        if need:
            found.append(_parameter(name, "header", _HEADERS[name], need == "required"))
    found.append(_parameter("Accept-Language", "header", _HEADERS["Accept-Language"], False))
    return found


def _parameter(name: str, place: str, schema: Json, required: bool) -> Json:
    return {"name": name, "in": place, "required": required, "schema": schema}


def _inlined(schema: Json) -> Json:
    """A query parameter is absent rather than null."""
    options = [option for option in schema.get("anyOf", []) if option.get("type") != "null"]
    return (
        {**options[0], **{k: v for k, v in schema.items() if k != "anyOf"}} if options else schema
    )


def _responses(served: Endpoint, components: Json) -> Json:
    good: Json = {"description": _STATUS_TEXT[served.status]}
    if served.status not in (204, 303):
        media = served.media_type.partition(";")[0]
        reply = _schema(served.reply, components) if served.reply else {}
        good["content"] = {media: {"schema": reply}}
    if served.status == 303:
        good["headers"] = {"Location": {"schema": {"type": "string"}}}
    responses = {str(served.status): good}
    for status in served.also:
        responses[str(status)] = {"description": _STATUS_TEXT[status]}
    for status, codes in sorted(_problems(served).items()):
        if str(status) not in responses:
            responses[str(status)] = _problem(status, codes)
    return responses


def _problems(served: Endpoint) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = dict.fromkeys(_GATEWAY, ())
    found[413] = ("too_large",)
    found[422] = ("invalid",)
    if served.access is not Access.PUBLIC:
        found[401] = ("unauthenticated", "bad_token", "token_expired")
        found[403] = ("wrong_role",)
    if "{" in served.path:
        found[404] = ("not_found",)
    if served.body is not None:
        found |= {400: _UNREADABLE, 415: ("unsupported_media_type",)}
    if served.idempotency:
        found[409] = ("request_in_progress",)
        found[422] = ("invalid", "idempotency_key_reused")
    if served.if_match == "required":
        found |= {412: ("stale_version",), 428: ("if_match_required",)}
    for status, codes in served.codes.items():
        found[status] = tuple(dict.fromkeys((*found.get(status, ()), *codes)))
    return found


def _problem(status: int, codes: tuple[str, ...]) -> Json:
    known = [code for code in codes if code in PROBLEMS]
    text = "; ".join(f"`{code}`: {PROBLEMS[code]['detail']['en']}" for code in known)
    schema = {"$ref": f"{_SCHEMAS}Problem"}
    response: Json = {
        "description": text or "The gateway's or the service's own trouble",
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
    if status == 429 or "request_in_progress" in codes:
        response["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return response


def _schema(kind: Any, components: Json) -> Json:
    """The JSON schema of a type; what it refers to is put among the components."""
    schema = TypeAdapter(kind).json_schema(ref_template=f"{_SCHEMAS}{{model}}")
    components |= schema.pop("$defs", {})
    title = schema.get("title")
    if title and schema.get("type") == "object":
        components[title] = schema
        return {"$ref": f"{_SCHEMAS}{title}"}
    return schema


def _problem_schema() -> Json:
    text = {"type": "string"}
    fault = {
        "type": "object",
        "required": ["pointer", "code", "message"],
        "properties": {
            "pointer": {**text, "examples": ["/description"]},
            "code": {**text, "examples": sorted(FAULTS)[:3]},
            "message": text,
        },
    }
    return {
        "type": "object",
        "description": "RFC 9457. `code` is stable; `title` and `detail` follow Accept-Language.",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "code": {**text, "examples": ["invalid"]},
            "errors": {"type": "array", "items": fault},
        },
        "additionalProperties": True,
    }


def _slug(path: str) -> str:
    return re.sub(r"\W+", "_", path.removeprefix("/v1/")).strip("_")


def _tag(path: str) -> str:
    return path.removeprefix("/v1").strip("/").partition("/")[0]


def main() -> None:
    """Print the document of all routes."""
    print(json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True))


if __name__ == "__main__":
    from chalicelib.entrypoints.http import openapi

    openapi.main()
