"""The app as a WSGI server, for clients that want to speak to one; nothing listens anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from chalice.test import Client

from app import app

_NAMES = {"CONTENT_TYPE": "content-type", "CONTENT_LENGTH": "content-length"}
_PREFIX = "HTTP_"


class Gateway:
    """Gives each request to the app as an API gateway would.

    WSGI carries paths decoded, gateways do not: the path is taken from `REQUEST_URI`.
    """

    def __init__(self) -> None:
        self._client = Client(app)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """The WSGI protocol."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        path = environ["REQUEST_URI"].partition("?")[0]
        if environ.get("QUERY_STRING"):
            path += "?" + environ["QUERY_STRING"]
        answer = self._client.http.request(environ["REQUEST_METHOD"], path, _headers(environ), body)
        status = f"{answer.status_code} {HTTPStatus(answer.status_code).phrase}"
        start_response(status, _pairs(answer.headers))
        return [answer.body]


def _headers(environ: dict[str, Any]) -> dict[str, str]:
    found = {_NAMES[name]: environ[name] for name in _NAMES if environ.get(name)}
    for name, value in environ.items():
        if name.startswith(_PREFIX):
            found[name.removeprefix(_PREFIX).replace("_", "-").lower()] = value
    return found


def _pairs(headers: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (name, str(one))
        for name, value in headers.items()
        for one in (value if isinstance(value, list) else [value])
    ]
