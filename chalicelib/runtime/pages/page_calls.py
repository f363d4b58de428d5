"""Asking the API's routes in process: the same serving path as a request from outside.

So rights, `If-Match`, idempotency keys, the audit and the faults' words hold for pages without a
second copy of any rule.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

from chalice.app import MultiDict

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import epoch_seconds
from chalicelib.routes import served
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.http.security_headers import EDGE_HEADER
from chalicelib.runtime.http.serving import correlation_id, reply_to
from chalicelib.runtime.pages.office_sessions import OfficeSession
from chalicelib.runtime.pages.page_clock import now
from chalicelib.runtime.pages.session_kinds import OFFICE, SessionKind

_EARLY_SECONDS = 30
"""A token that ends so soon is exchanged before it is used."""
_WHENCE = frozenset({EDGE_HEADER.lower(), "x-forwarded-for"})
"""By these the network is known that asks through the distribution: a page's too."""


class PageRefused(Exception):
    """A route said no to something that the page cannot do without; `reply` is its problem."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


@frozen
class RouteRequest:
    """What one request to a route brings."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Any = None
    version: str = ""
    key: str = ""


PLAIN_REQUEST = RouteRequest({}, {})


@frozen
class RequestWithin:
    """A request in the form in which the gateway's come."""

    headers: Mapping[str, str]
    context: Mapping[str, Any]
    query_params: MultiDict
    body: str

    def to_original_event(self) -> dict[str, Any]:
        """What carries the body."""
        return {"body": self.body, "isBase64Encoded": False}


def ask(outer: Any, language: str, token: str, route: str, asked: RouteRequest) -> Reply:
    """The route's answer to whoever the token speaks for, problems included. `asked.path` has plain
    values, which the route decodes as it does those of the gateway."""
    given = {name.lower(): value for name, value in outer.headers.items()}
    headers = {
        **{name: value for name, value in given.items() if name in _WHENCE},
        "accept-language": language,
        "content-type": "application/json",
        "x-correlation-id": correlation_id(outer),
    }
    headers |= {"authorization": f"Bearer {token}"} if token else {}
    headers |= {"if-match": f'"{asked.version}"'} if asked.version else {}
    headers |= {"idempotency-key": asked.key} if asked.key else {}
    body = "" if asked.body is None else json.dumps(asked.body, ensure_ascii=False)
    query = MultiDict({name: [value] for name, value in asked.query.items()})
    request = RequestWithin(headers, outer.context, query, body)
    path = {name: quote(value, safe="") for name, value in asked.path.items()}
    return reply_to(_module_of(route), route, request, path)


def refreshed(
    outer: Any, language: str, session: OfficeSession, kind: SessionKind = OFFICE
) -> OfficeSession | Reply:
    """The session with tokens that are good for a while: itself, or with newer ones; else the
    problem that says why it is over."""
    if session.expires_at - epoch_seconds(now()) > _EARLY_SECONDS:
        return session
    key = hashlib.sha256(session.refresh_token.encode()).hexdigest()
    body = {"refresh_token": session.refresh_token}
    reply = ask(outer, language, "", kind.refresh, RouteRequest({}, {}, body, key=key))
    return session_of_reply(reply.body, session.officer) if reply.status == 200 else reply


def session_of_reply(body: Mapping[str, Any], known: Mapping[str, str]) -> OfficeSession:
    """What signing in and refreshing answer, as it is kept; `known` is whose it is where the answer
    does not say so."""
    return OfficeSession(
        id=body["session_id"],
        access_token=body["access_token"],
        refresh_token=body["refresh_token"],
        expires_at=epoch_seconds(now()) + int(body["expires_in"]),
        officer=dict(body.get("officer") or known),
    )


@cache
def _modules() -> Mapping[str, str]:
    return {route: module for module, routes in served().items() for route in routes}


def _module_of(route: str) -> str:
    return _modules()[route]
