"""From a request to its response, in the contract's order of checks.

413, 415, 401, 429 of the gateway, 404, 403 (path), 400, 422, then the endpoint itself: 403
(action), 428, 412, 409, 410, and 429 of what is counted by what the body names.
"""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from chalice import Response

from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import DomainError, Forbidden
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.origins import asked_from
from chalicelib.kernel.presence import Presence
from chalicelib.runtime.http import auth, bodies, inputs
from chalicelib.runtime.http.addresses import network_address
from chalicelib.runtime.http.calls import (
    NOBODY,
    Call,
    KeyedRequest,
    Reply,
    decoded,
    language_of,
)
from chalicelib.runtime.http.headers import is_form, is_plain_json
from chalicelib.runtime.http.idempotency.beside import once_beside
from chalicelib.runtime.http.idempotency.keys import once
from chalicelib.runtime.http.idempotency.recorded import once_recorded
from chalicelib.runtime.http.problems import HttpError, problem, problem_of
from chalicelib.runtime.http.route import Endpoint, find
from chalicelib.runtime.http.security_headers import NOTHING_ACTIVE, SECURITY_HEADERS
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings
from chalicelib.runtime.workers.logs import logger

_JSON = "application/json"
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.I)


@dataclass
class AccessLine:
    """What the log says of a request: no path values, no query, no body, nobody's id."""

    route: str
    role: str = "-"
    case: str | None = None


def serve(module: str, route: str, request: Any, path: Mapping[str, str]) -> Response:
    """The response, whatever comes: nothing escapes as a traceback."""
    return _response(reply_to(module, route, request, path), correlation_id(request))


def reply_to(module: str, route: str, request: Any, path: Mapping[str, str]) -> Reply:
    """The same before it becomes text: for pages, which ask their routes in process."""
    line = AccessLine(route)
    return logged(
        request, line, lambda call: _answer(find(module, route), _at(call, path), request, line)
    )


def unknown_route(request: Any) -> Response:
    """404 in the form of all errors."""
    line = AccessLine("unknown")
    reply = logged(request, line, lambda call: problem(404, "not_found", call.language))
    return _response(reply, correlation_id(request))


def logged(request: Any, line: AccessLine, work: Callable[[Call], Reply]) -> Reply:
    """What the work answers, whatever it raises, and a line of it in the log."""
    began = time.monotonic()
    call = _call(request)
    logger.set_correlation_id(call.correlation_id)
    with asked_from(call.address):
        reply = _outcome(call, work)
    code = reply.body.get("code") if reply.status >= 400 and isinstance(reply.body, dict) else None
    logger.info(
        "request",
        route=line.route,
        status=reply.status,
        code=code,
        role=line.role,
        milliseconds=round((time.monotonic() - began) * 1000),
    )
    return reply


def _outcome(call: Call, work: Callable[[Call], Reply]) -> Reply:
    try:
        try:
            return work(call)
        except DomainError as error:
            return problem_of(error, call.language)
        except HttpError as error:
            return problem(error.status, error.code, call.language)
    except Exception as fault:  # noqa: BLE001 - the outermost edge: logged, and answered as 500
        logger.error("request failed", fault=type(fault).__name__, passed=_frames(fault))
        return problem(500, "internal", call.language)


def _answer(served: Endpoint, call: Call, request: Any, line: AccessLine) -> Reply:
    raw = _raw_body(served, call, request)
    bearer = auth.authenticate(served.access, call.headers)
    call = replace(call, actor=bearer.actor, session=bearer.session)
    line.role = "-" if call.actor == NOBODY else call.actor.role.value
    subject = served.load(call) if served.load else None
    if not auth.is_for(served.access, call.actor):
        raise Forbidden("wrong_role")
    given = inputs.read(served, call, request, raw)

    def work(seed: str, keyed: KeyedRequest | None = None, about: Any = subject) -> Reply:
        parts = ((given.body, served.takes), (about, served.load))
        arguments = [part for part, wanted in parts if wanted is not None]
        return served.work(replace(given.call, seed=seed, keyed=keyed), *arguments)

    if given.key is None:
        reply = work(new_seed())
    elif served.answers is not None:
        reply = once_beside(served, given, subject, work)
    else:
        reply = (once_recorded if served.records else once)(served, given, work)
    if reply.fresh:
        reply = replace(reply, body={**reply.body, **reply.fresh})
    _note_presence(call, reply)
    return _in_its_form(served, reply)


def _note_presence(call: Call, reply: Reply) -> None:
    """What a citizen is served under a token is an action of their own; making the account and
    refreshing come without one."""
    if call.actor.role is Role.CITIZEN and reply.status < 400:
        now = services().get(Clock).now()
        services().get(Presence).note(call.actor.id, now, call.correlation_id)


def _in_its_form(served: Endpoint, reply: Reply) -> Reply:
    if reply.body is None or "Content-Type" in reply.headers:
        return reply
    return replace(reply, headers={"Content-Type": served.media_type, **reply.headers})


def _raw_body(served: Endpoint, call: Call, request: Any) -> bytes:
    raw = bodies.raw_body(request.to_original_event())
    if len(raw) > bodies.MOST_BYTES:
        raise HttpError(413, "too_large")
    good = is_form if served.form is not None else is_plain_json
    if served.takes is not None and not good(call.headers):
        raise HttpError(415, "unsupported_media_type")
    return raw


def _call(request: Any) -> Call:
    headers = {name.lower(): value for name, value in request.headers.items()}
    identity = request.context.get("identity") or {}
    return Call(
        headers=headers,
        language=language_of(headers.get("accept-language", "")),
        address=network_address(
            headers, str(identity.get("sourceIp") or "unknown"), services().get(Settings).edge_key
        ),
        correlation_id=correlation_id(request),
    )


def _at(call: Call, path: Mapping[str, str]) -> Call:
    return replace(call, path=decoded(path))


def correlation_id(request: Any) -> str:
    """What names this request in all logs: the client's, if it is a UUID: it travels far (logs,
    letters, audit), and people's words and numbers must not; else the gateway's."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    given = headers.get("x-correlation-id", "")
    if _UUID.fullmatch(given):
        return given
    return str(request.context.get("requestId") or "local")


def _response(reply: Reply, correlation_id: str) -> Response:
    headers: dict[str, str | list[str]] = {
        **SECURITY_HEADERS,
        "Content-Security-Policy": NOTHING_ACTIVE,
        "X-Correlation-Id": correlation_id,
        **reply.headers,
    }
    body = reply.body if reply.body is not None else ""
    text = body if isinstance(body, str) else bodies.written(body).decode()
    return Response(text, headers=headers, status_code=reply.status)


def _frames(fault: BaseException) -> list[str]:
    """Where it passed; never its text, which may quote what a person typed."""
    frames = traceback.extract_tb(fault.__traceback__)[-6:]
    return [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
