"""The decorator of every endpoint: it keeps the contract's order of checks.

413, 415, 401, 429, 404, 403 (path), 400, 422, then the endpoint itself (403 action, 428, 412,
409, 410), and it remembers the endpoint for the OpenAPI document.

    @endpoint(routes, "POST", "/v1/cases", access=Access.CITIZEN, body=SubmitBody, status=201,
              idempotency="required", summary="Send a case", codes={422: ("outside_province",)})
    def submit(call: Call, body: SubmitBody) -> Reply: ...

An endpoint with `load` gets what it returned as its last argument (`subject`); `load` runs before
the body is read, so that what is not there is 404 whatever the body.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from chalice import Response
from pydantic import TypeAdapter

from chalicelib.bootstrap import container
from chalicelib.domain.errors import DomainError, Fault, Forbidden, Invalid
from chalicelib.domain.explanation_texts import Language
from chalicelib.domain.ids import new_seed
from chalicelib.entrypoints.http import auth, bodies, idempotency
from chalicelib.entrypoints.http.calls import (
    NOBODY,
    Access,
    Call,
    Reply,
    decoded,
    key_in,
    language_of,
    version_in,
)
from chalicelib.entrypoints.http.problems import (
    TooLarge,
    UnsupportedMediaType,
    problem,
    problem_of,
)
from chalicelib.entrypoints.http.validation import validate
from chalicelib.entrypoints.observability import logger

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True)
class Endpoint:
    """One route, as it is served and documented."""

    method: Method
    path: str
    name: str
    access: Access
    summary: str
    status: int
    work: Callable[..., Reply]
    body: Any = None
    query: Any = None
    reply: Any = None
    load: Callable[[Call], Any] | None = None
    idempotency: Literal["required", "optional"] | None = None
    if_match: Literal["required", "optional"] | None = None
    codes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    media_type: str = "application/json"
    also: tuple[int, ...] = ()
    """Statuses besides the good one that are answers, not problems."""
    fresh: Callable[[Call, dict[str, Any]], Mapping[str, Any]] | None = None
    """Adds to a good answer's body what must never be kept, such as tokens."""


ENDPOINTS: list[Endpoint] = []


def endpoint(
    routes: Any, method: Method, path: str, **options: Any
) -> Callable[[Callable[..., Reply]], Callable[..., Reply]]:
    """Serve the decorated function at this method and path; options are `Endpoint`'s fields."""

    def decorate(work: Callable[..., Reply]) -> Callable[..., Reply]:
        served = Endpoint(method, path, work.__name__, work=work, **{"status": 200, **options})
        ENDPOINTS.append(served)

        def view(**path_parameters: str) -> Response:
            return answer(served, routes.current_request, path_parameters)

        view.__name__ = f"{work.__module__.rpartition('.')[2]}_{work.__name__}"
        routes.route(path, methods=[method], content_types=["*/*"], name=view.__name__)(view)
        return work

    return decorate


def answer(served: Endpoint, request: Any, path: Mapping[str, str]) -> Response:
    """The response to a request, whatever comes: nothing escapes as a traceback."""
    began = time.monotonic()
    headers = {name.lower(): value for name, value in request.headers.items()}
    language, correlation_id = language_of(headers), _correlation_id(request, headers)
    logger.set_correlation_id(correlation_id)
    role = "-"
    try:
        call = _call(request, headers, path, language, correlation_id)
        reply, role = _answer(served, call, request)
    except DomainError as error:
        reply = problem_of(error, language)
    except TooLarge:
        reply = problem(413, "too_large", language)
    except UnsupportedMediaType:
        reply = problem(415, "unsupported_media_type", language)
    except Exception as fault:  # noqa: BLE001 - the outermost edge: logged, and answered as 500
        logger.error("request failed", fault=type(fault).__name__, passed=_frames(fault))
        reply = problem(500, "internal", language)
    logger.info(
        "request",
        method=served.method,
        route=served.path,
        status=reply.status,
        code=reply.body.get("code") if reply.status >= 400 and reply.body else None,
        role=role,
        milliseconds=round((time.monotonic() - began) * 1000),
    )
    return _response(reply, correlation_id, served)


def _answer(served: Endpoint, call: Call, request: Any) -> tuple[Reply, str]:
    raw = _raw_body(served, request)
    bearer = auth.authenticate(served.access, call.headers)
    call = _with(call, actor=bearer.actor, session=bearer.session)
    logger.append_keys(actor_role=call.actor.role.value)
    subject = served.load(call) if served.load else None
    if not auth.is_for(served.access, call.actor):
        raise Forbidden("wrong_role")
    call, value, body = _read(served, call, raw)
    arguments = [part for part, wanted in ((body, served.body), (subject, served.load)) if wanted]
    if call.idempotency_key is None:
        reply = served.work(_with(call, seed=new_seed()), *arguments)
    else:
        reply = idempotency.once(
            served, call, value, lambda seed: served.work(_with(call, seed=seed), *arguments)
        )
    if served.fresh and reply.status < 300:
        reply = replace(reply, body={**reply.body, **served.fresh(call, reply.body)})
    return reply, call.actor.role.value


def _raw_body(served: Endpoint, request: Any) -> bytes:
    raw: bytes = request.raw_body or b""
    if len(raw) > bodies.MOST_BYTES:
        raise TooLarge
    declared = request.headers.get("content-type", "application/json")
    if served.body is not None and not _is_json(declared):
        raise UnsupportedMediaType
    return raw


def _is_json(content_type: str) -> bool:
    media, _, parameters = content_type.partition(";")
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    return media.strip().lower() == "application/json" and charset in ("", "utf-8")


def _read(served: Endpoint, call: Call, raw: bytes) -> tuple[Call, Any, Any]:
    """Headers, query and body, with all their faults at once."""
    value = bodies.read_json(raw) if served.body is not None else None
    faults: list[Fault] = []
    key = version = body = None
    try:
        required = served.idempotency == "required"
        key = key_in(call.headers.get("idempotency-key"), required=required)
    except Invalid as error:
        faults += error.faults
    try:
        version = version_in(call.headers.get("if-match")) if served.if_match else None
    except Invalid as error:
        faults += error.faults
    try:
        validate(_schema(served.query), dict(call.query), query=True)
    except Invalid as error:
        faults += error.faults
    try:
        body = validate(_schema(served.body), value) if served.body is not None else None
    except Invalid as error:
        faults += error.faults
    if faults:
        raise Invalid(faults)
    key = key if served.idempotency else None
    return _with(call, idempotency_key=key, if_match=version), value, body


_SCHEMAS: dict[Any, TypeAdapter[Any]] = {}


def _schema(kind: Any) -> TypeAdapter[Any]:
    from chalicelib.entrypoints.http.schemas.queries import NoQuery

    kind = kind or NoQuery
    if kind not in _SCHEMAS:
        _SCHEMAS[kind] = TypeAdapter(kind)
    return _SCHEMAS[kind]


def _call(
    request: Any,
    headers: Mapping[str, str],
    path: Mapping[str, str],
    language: Language,
    trace: str,
) -> Call:
    identity = request.context.get("identity") or {}
    return Call(
        actor=NOBODY,
        session="",
        path=decoded(path),
        query=dict(request.query_params or {}),
        headers=headers,
        language=language,
        address=str(identity.get("sourceIp") or "unknown"),
        correlation_id=trace,
    )


def _with(call: Call, **changes: Any) -> Call:
    return replace(call, **changes)


def _correlation_id(request: Any, headers: Mapping[str, str]) -> str:
    given = headers.get("x-correlation-id", "")
    if 8 <= len(given) <= 64 and given.isascii() and given.replace("-", "").isalnum():
        return given
    return str(request.context.get("requestId") or "local")


def _response(reply: Reply, correlation_id: str, served: Endpoint) -> Response:
    headers: dict[str, str | list[str]] = {
        "Content-Type": served.media_type,
        "X-Correlation-Id": correlation_id,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        **reply.headers,
    }
    body = reply.body if reply.body is not None else ""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return Response(text, headers=headers, status_code=reply.status)


def _frames(fault: BaseException) -> list[str]:
    import traceback
    from pathlib import PurePath

    frames = traceback.extract_tb(fault.__traceback__)[-6:]
    return [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


def page_limit(call: Call) -> int:
    """The page size asked for (already checked), 20 by default."""
    return int(call.query.get("limit", 20))


def read_cursor(call: Call, context: str) -> dict[str, str] | None:
    """Where the page begins; raises Unreadable (`bad_cursor`) for another list's cursor."""
    cursor = call.query.get("cursor")
    return container().cursors.read(cursor, f"{call.actor.id}|{context}") if cursor else None


def page(
    call: Call, items: list[Any], position: dict[str, str] | None, context: str
) -> dict[str, Any]:
    """A page in the form of the contract."""
    following = (
        container().cursors.write(position, f"{call.actor.id}|{context}") if position else None
    )
    return {"items": items, "next_cursor": following}
