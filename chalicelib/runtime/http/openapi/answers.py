"""Every answer of an endpoint: the good one, and each problem with its codes."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.runtime.http.calls import Access
from chalicelib.runtime.http.catalogue import FAULTS, PROBLEMS
from chalicelib.runtime.http.openapi.schemas import PREFIX, Components, Json, example_of
from chalicelib.runtime.http.problems import MEDIA_TYPE, MOST_FAULTS, problem
from chalicelib.runtime.http.route import Endpoint

Codes = dict[int, tuple[str, ...]]

_EVERYWHERE: Codes = {
    413: ("too_large",),
    422: ("invalid",),
    429: ("too_many_requests",),
    500: ("internal",),
    502: ("unavailable",),
    504: ("unavailable",),
}
"""Besides what the endpoint itself says; 429, 502 and 504 are the gateway's."""
_BODY: Codes = {
    400: (
        "not_utf8",
        "not_json",
        "too_deep",
        "duplicate_key",
        "not_a_number",
        "lone_surrogate",
    ),
    415: ("unsupported_media_type",),
}
_FORM: Codes = {
    400: ("not_utf8", "not_a_form", "duplicate_key"),
    415: ("unsupported_media_type",),
}
_TOKEN: Codes = {401: ("unauthenticated", "bad_token", "token_expired")}
_ROLE: Codes = {403: ("wrong_role",)}
_CURSOR: Codes = {400: ("bad_cursor",)}
_KEY: Codes = {409: ("request_in_progress",), 422: ("idempotency_key_reused",)}
_AGAIN: Codes = {410: ("answer_over",)}
_VERSION: Codes = {412: ("stale_version",)}
_VERSION_REQUIRED: Codes = {428: ("if_match_required",)}

_MEANING = {
    200: "OK",
    201: "Created",
    202: "Accepted",
    204: "Done",
    404: "Nothing there",
    410: "Over",
    422: "Not acceptable",
    303: "See Other: `Location` is a signed address, good for minutes",
    304: "Not modified",
    503: "A dependency is down",
}
_KEPT = (401, 403, 404, 409, 410, 412, 422, 428)
"""Problems that may be told again under an idempotency key."""
_TEXT = {"type": "string"}
_INSTANT: Json = {**_TEXT, "format": "date-time"}


def responses(one: Endpoint, components: Components) -> Json:
    """By status."""
    found = {str(status): _good(one, status, components) for status in (one.status, *one.also)}
    for status, codes in sorted(codes_of(one).items()):
        if status in one.also:
            found[str(status)] = _either(found[str(status)], _problem(status, codes))
            continue
        name = ".".join((str(status), *codes))
        components.responses[name] = _problem(status, codes)
        found[str(status)] = {"$ref": f"#/components/responses/{name}"}
    return found


def codes_of(one: Endpoint) -> Codes:
    """The codes that each status of a problem may carry."""
    needs_token = one.access is not Access.PUBLIC
    sources: Iterable[tuple[bool, Codes]] = (
        (True, _EVERYWHERE),
        (one.body is not None, _BODY),
        (one.form is not None, _FORM),
        (needs_token, _TOKEN),
        (one.access not in (Access.PUBLIC, Access.REGISTRATION, Access.ANYBODY), _ROLE),
        ("cursor" in one.query_fields, _CURSOR),
        (one.idempotency is not None, _KEY),
        (one.again is not None, _AGAIN),
        (one.if_match is not None, _VERSION),
        (one.if_match == "required", _VERSION_REQUIRED),
        (True, dict(one.codes)),
    )
    found: Codes = {}
    for applies, codes in sources:
        for status, more in codes.items() if applies else ():
            found[status] = tuple(dict.fromkeys((*found.get(status, ()), *more)))
    return found


def _good(one: Endpoint, status: int, components: Components) -> Json:
    answer: Json = {"description": _MEANING[status], "headers": _good_headers(one, status)}
    if status in (204, 303, 304):
        return answer
    media = one.media_type.partition(";")[0]
    if one.reply is None:
        return answer | {"content": {media: {"schema": {"type": _plain_type(media)}}}}
    schema = components.of(one.reply, "serialization")
    shown = {"schema": schema, "example": example_of(schema, components)}
    return answer | {"content": {media: shown}}


def _either(page: Json, told: Json) -> Json:
    """A status that a page has too: which it is says the media type."""
    return {
        "description": f"{page['description']}, as a page; or\n{told['description']}",
        **{name: {**page[name], **told[name]} for name in ("headers", "content")},
    }


def _plain_type(media: str) -> str:
    return "object" if media == "application/json" else "string"


def _good_headers(one: Endpoint, status: int) -> Json:
    names = ["X-Correlation-Id", *one.headers]
    names += ["Location"] if status == 303 else []
    names += ["ETag"] if one.if_match or 304 in one.also else []
    names += ["Idempotent-Replay"] if one.idempotency else []
    return {name: {"schema": _TEXT, "required": False} for name in names}


def _problem(status: int, codes: tuple[str, ...]) -> Json:
    texts = "\n".join(f"- `{code}`: {PROBLEMS[code]['detail']['en']}" for code in codes)
    schema = {
        "allOf": [{"$ref": f"{PREFIX}Problem"}],
        "properties": {"status": {"const": status}, "code": {"enum": list(codes)}},
    }
    headers: Json = {"X-Correlation-Id": {"schema": _TEXT}}
    if status in _KEPT:
        headers["Idempotent-Replay"] = {"schema": _TEXT, "required": False}
    if status == 429 or "request_in_progress" in codes:
        headers["Retry-After"] = {"schema": {"type": "string", "pattern": "^[0-9]+$"}}
    if status == 401:
        headers["WWW-Authenticate"] = {"schema": _TEXT}
    example = problem(status, codes[0], "vi").body
    content = {MEDIA_TYPE: {"schema": schema, "example": example}}
    return {"description": texts, "headers": headers, "content": content}


_EXTENSIONS: Json = {
    "allowed_actions": {
        "type": "array",
        "items": _TEXT,
        "description": "Of `illegal_transition`: what the caller may do now",
    },
    "until": {**_INSTANT, "description": "Of `account_blocked`: when that is over"},
    "limit": {"type": "integer", "description": "Of a day's quota that is used up"},
    "again_at": {
        **_INSTANT,
        "description": "When it may be asked for again, in the province's time",
    },
}
"""Members of some problems alone."""


def problem_schema() -> Json:
    """RFC 9457, with the contract's members."""
    fault = {
        "type": "object",
        "required": ["pointer", "code", "message"],
        "properties": {
            "pointer": {
                **_TEXT,
                "description": "JSON Pointer into the body, `?name` of a parameter, or a header",
                "examples": ["/description"],
            },
            "code": {"enum": sorted(FAULTS)},
            "message": {**_TEXT, "examples": ["Cần ít nhất 10."]},
        },
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "description": "RFC 9457. `code` is stable; `title` and `detail` follow Accept-Language.",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            "type": {**_TEXT, "examples": ["urn:problem:invalid"]},
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "code": {"enum": sorted(PROBLEMS)},
            "errors": {"type": "array", "items": fault, "maxItems": MOST_FAULTS},
            "errors_omitted": {
                "type": "integer",
                "minimum": 1,
                "description": "How many more there are, where not all faults are in `errors`",
            },
            **_EXTENSIONS,
        },
    }
