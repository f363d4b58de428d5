"""Errors to HTTP, in one place: RFC 9457 problem documents."""

from __future__ import annotations

from typing import Any

from chalicelib.kernel import errors
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.http.catalogue import fault_text, title_of
from chalicelib.runtime.http.idempotency.requests import InProgress
from chalicelib.runtime.http.pointers import pointer_of

MEDIA_TYPE = "application/problem+json"
MOST_FAULTS = 100
"""Told at once; a body of thousands of wrong members is answered with the first of them."""

STATUS: tuple[tuple[type[errors.DomainError], int], ...] = (
    (errors.Unreadable, 400),
    (errors.Unauthenticated, 401),
    (errors.Forbidden, 403),
    (errors.NotFound, 404),
    (InProgress, 409),
    (errors.Conflict, 409),
    (errors.Gone, 410),
    (errors.Stale, 412),
    (errors.Invalid, 422),
    (errors.VersionMissing, 428),
    (errors.TooMany, 429),
)
_CODES = {"version_missing": "if_match_required"}
"""What the use cases name otherwise: HTTP asks for the version by a header."""


class HttpError(Exception):
    """What only HTTP knows: a body that is too large, or of another media type."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


def problem(status: int, code: str, language: str, **members: Any) -> Reply:
    """A problem document; `members` are extensions."""
    title, detail = title_of(code, language)
    body = {
        "type": f"urn:problem:{code.replace('_', '-')}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        **members,
    }
    return Reply(status, body, {"Content-Type": MEDIA_TYPE, "Content-Language": language})


def problem_of(error: errors.DomainError, language: str) -> Reply:
    """The problem document of an expected error."""
    status = next(status for kind, status in STATUS if isinstance(error, kind))
    members: dict[str, Any] = dict(error.params)
    if isinstance(error, errors.Invalid):
        members |= _told(error, language)
    reply = problem(status, _CODES.get(error.code, error.code), language, **members)
    return Reply(reply.status, reply.body, {**reply.headers, **_headers(error)})


def _told(error: errors.Invalid, language: str) -> dict[str, Any]:
    """All faults take this way, whoever found them: the first ones, and how many more there are."""
    told = [
        {
            "pointer": pointer_of(fault),
            "code": fault.code,
            "message": fault_text(fault.code, fault.params, language),
        }
        for fault in error.faults[:MOST_FAULTS]
    ]
    omitted = len(error.faults) - len(told)
    return {"errors": told, **({"errors_omitted": omitted} if omitted else {})}


def _headers(error: errors.DomainError) -> dict[str, str]:
    if isinstance(error, errors.TooMany | InProgress):
        return {"Retry-After": str(max(1, error.retry_after))}
    if isinstance(error, errors.Unauthenticated):
        return {"WWW-Authenticate": "Bearer"}
    return {}
