"""A small client of the API, as an app or a partner system would write one.

Standard library only; no retries: what the API answers is what the caller gets.
"""

from __future__ import annotations

import json
import secrets
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage
from typing import IO, Any

Json = dict[str, Any]
TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True)
class ApiAnswer:
    """What came back: status, headers (names in lower case) and the body's bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Json:
        """The body as a JSON object; empty bodies are an empty object."""
        return json.loads(self.body) if self.body else {}

    @property
    def etag(self) -> str:
        """The version tag, to be sent back as `If-Match`."""
        return self.headers.get("etag", "")


class Problem(Exception):
    """An RFC 9457 answer. `code` is the stable name of what went wrong."""

    def __init__(self, answer: ApiAnswer, request: str) -> None:
        self.status = answer.status
        self.members = _members(answer)
        self.code = str(self.members.get("code", "")) or f"http_{answer.status}"
        super().__init__(f"{request}: {answer.status} {self.code}: {self.explanation}")

    @property
    def explanation(self) -> str:
        """What the API says to the person: the detail, and each field's message."""
        errors = [f"{e.get('pointer')}: {e.get('message')}" for e in self.members.get("errors", [])]
        said = str(self.members.get("detail") or self.members.get("title", ""))
        return " | ".join([said, *errors])

    def field_codes(self) -> dict[str, str]:
        """Which field has which fault, by pointer."""
        return {e["pointer"]: e["code"] for e in self.members.get("errors", [])}


class Unanswered(OSError):
    """Nothing came back: nobody there, a connection cut off, a time-out that is over."""

    def __init__(self, method: str, url: str, why: Exception) -> None:
        path = urllib.parse.urlsplit(url).path
        super().__init__(f"{method} {path}: {type(why).__name__}: {why}")


def _members(answer: ApiAnswer) -> Json:
    try:
        document = json.loads(answer.body)
    except ValueError:
        return {"detail": answer.body[:200].decode("utf-8", "replace")}
    return document if isinstance(document, dict) else {"detail": str(document)[:200]}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A 303 is an answer like any other: the caller follows it without the access token."""

    def redirect_request(
        self,
        req: urllib.request.Request,  # noqa: ARG002
        fp: IO[bytes],  # noqa: ARG002
        code: int,  # noqa: ARG002
        msg: str,  # noqa: ARG002
        headers: HTTPMessage,  # noqa: ARG002
        newurl: str,  # noqa: ARG002
    ) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def exchange(
    method: str, url: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
) -> ApiAnswer:
    """One request to any address, straight (no proxy), whatever the answer's status.

    Raises Unanswered.
    """
    request = urllib.request.Request(url, data=body, headers=dict(headers or {}), method=method)
    try:
        with _opened(request) as reply:
            return _answer(reply.status, reply.headers, reply.read())
    except (OSError, HTTPException) as broken:
        raise Unanswered(method, url, broken) from broken


def _opened(request: urllib.request.Request) -> Any:
    try:
        return _OPENER.open(request, timeout=TIMEOUT_SECONDS)
    except urllib.error.HTTPError as error:
        return error


def _answer(status: int, headers: Message, body: bytes) -> ApiAnswer:
    return ApiAnswer(status, {name.lower(): value for name, value in headers.items()}, body)


class Client:
    """Speaks to one API as one caller.

    `renew` gives a fresh access token when the present one has run out; the request is then sent
    once more. Without it (or when it does not help) the caller sees the 401.
    """

    def __init__(
        self,
        api_url: str,
        token: str | None = None,
        renew: Callable[[], str] | None = None,
    ) -> None:
        self._api_url = api_url.rstrip("/")
        self._token = token
        self._renew = renew

    def get(self, path: str, **query: str | int | None) -> ApiAnswer:
        """Read; parameters that are None are left out."""
        given = {name: str(value) for name, value in query.items() if value is not None}
        return self.send("GET", path + ("?" + urllib.parse.urlencode(given) if given else ""))

    def post(
        self,
        path: str,
        body: Json | None = None,
        key: str | None = None,
        version: str | None = None,
    ) -> ApiAnswer:
        """Create or command: `key` is the Idempotency-Key, `version` the ETag for If-Match."""
        return self.send("POST", path, {} if body is None else body, key, version)

    def send(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        key: str | None = None,
        version: str | None = None,
    ) -> ApiAnswer:
        """One request with our manners. Raises Problem from status 400 on."""
        answer = self._once(method, path, body, key, version)
        if answer.status == HTTPStatus.UNAUTHORIZED and self._renew is not None:
            self._token = self._renew()
            answer = self._once(method, path, body, key, version)
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise Problem(answer, f"{method} {path}")
        return answer

    def pages(self, path: str, **query: str | int | None) -> Iterator[Json]:
        """All items of a list, page by page."""
        cursor: str | None = None
        while True:
            page = self.get(path, cursor=cursor, **query).json()
            yield from page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def _once(
        self, method: str, path: str, body: Json | None, key: str | None, version: str | None
    ) -> ApiAnswer:
        headers = {"Accept": "application/json", "Accept-Language": "vi"}
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        if key is not None:
            headers["Idempotency-Key"] = key
        if version is not None:
            headers["If-Match"] = version
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body, ensure_ascii=False).encode()
        return exchange(method, f"{self._api_url}/v1{path}", headers, data)


def send_form(url: str, fields: Mapping[str, str], content: bytes, media_type: str) -> ApiAnswer:
    """Upload a file through a presigned form: its fields first, the file last, as S3 wants it."""
    boundary = secrets.token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="photo"\r\n'
        f"Content-Type: {media_type}\r\n\r\n"
    )
    body = b"".join([*parts, head.encode(), content, f"\r\n--{boundary}--\r\n".encode()])
    return exchange(
        "POST", url, {"Content-Type": f"multipart/form-data; boundary={boundary}"}, body
    )
