"""Requests as API Gateway hands them to the function."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from app import app
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Bearer, Tokens
from chalicelib.runtime.services import services


class UnexpectedAnswer(Exception):
    """The API gave another answer than the bench needs."""


@dataclass(frozen=True)
class BenchRequest:
    """One request; `route` with its parameters in braces."""

    method: str
    route: str
    path: dict[str, str]
    query: dict[str, str]
    headers: dict[str, str]
    body: str | None


def request(
    method: str,
    route: str,
    body: Any = None,
    *,
    token: str = "",
    query: dict[str, str] | None = None,
    version: int | None = None,
    keyed: bool = False,
    **path: str,
) -> BenchRequest:
    """A request with its headers."""
    headers = {"Accept": "application/json", "User-Agent": "bench"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if version is not None:
        headers["If-Match"] = f'"{version}"'
    if keyed:
        headers["Idempotency-Key"] = str(uuid4())
    text = None if body is None else json.dumps(body, ensure_ascii=False)
    return BenchRequest(method, route, path, query or {}, headers, text)


def event_of(asked: BenchRequest) -> dict[str, Any]:
    """The event of a REST API with Lambda proxy integration."""
    path = re.sub(r"{(\w+)}", lambda found: asked.path[found[1]], asked.route)
    return {
        "resource": asked.route,
        "path": path,
        "httpMethod": asked.method,
        "headers": asked.headers,
        "multiValueHeaders": {name: [value] for name, value in asked.headers.items()},
        "multiValueQueryStringParameters": {k: [v] for k, v in asked.query.items()} or None,
        "pathParameters": asked.path or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": asked.route,
            "httpMethod": asked.method,
            "path": f"/api{path}",
            "stage": "api",
            "requestId": str(uuid4()),
            "identity": {"sourceIp": "192.0.2.1", "userAgent": "bench"},
        },
        "body": asked.body,
        "isBase64Encoded": False,
    }


def answer_to(event: dict[str, Any]) -> dict[str, Any]:
    """The JSON body of a good answer, read; raises UnexpectedAnswer."""
    body: dict[str, Any] = json.loads(text_of(event))
    return body


def text_of(event: dict[str, Any]) -> str:
    """The text of a good answer; raises UnexpectedAnswer. Reading it is the client's work."""
    response = app(event, None)
    if response["statusCode"] >= 300:
        raise UnexpectedAnswer(f"{event['path']} {event['body']}"[:150] + f": {response['body']}")
    return str(response["body"])


def page_to(event: dict[str, Any]) -> str:
    """The HTML of a page; raises UnexpectedAnswer for any other, such as the way to the sign-in."""
    response = app(event, None)
    if response["statusCode"] != 200:
        raise UnexpectedAnswer(f"{event['path']}: {response['statusCode']}")
    return str(response["body"])


def token_of(actor: Actor) -> str:
    """An access token, as signing in would give it."""
    tokens, now = services().get(Tokens), services().get(Clock).now()
    return tokens.issue_access(Bearer(actor, "bench"), now).token
