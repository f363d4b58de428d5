"""Forms come from our own pages only: by where the browser says they come from, and by a token."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from chalicelib.kernel.errors import Forbidden, Unreadable
from chalicelib.kernel.keys import Hasher, KeyPurpose
from chalicelib.runtime.http.headers import is_form
from chalicelib.runtime.http.problems import HttpError
from chalicelib.runtime.pages.office_sessions import OfficeSession
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings

TOKEN_FIELD = "_token"
ONCE_FIELD = "_once"
"""Its value becomes the idempotency key: a form that is sent twice is carried out once."""
_MOST_FIELDS, _MOST_OF_LARGE = 500, 5_000
MOST_SENT_LARGE = 1_000_000
"""Bytes of a form of many fields: what its route takes as JSON is some three times as long with
each letter and each part's name as browsers write them."""
Fields = Mapping[str, tuple[str, ...]]


def read_fields(headers: Mapping[str, str], raw: bytes, *, large: bool = False) -> Fields:
    """What was typed and chosen, each name with all its values; raises Unreadable (400), or
    HttpError (415) for what no form of ours sends."""
    if not is_form(headers):
        raise HttpError(415, "unsupported_media_type")
    try:
        pairs = parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_OF_LARGE if large else _MOST_FIELDS,
        )
    except UnicodeError as error:
        raise Unreadable("not_utf8") from error
    except ValueError as error:
        raise Unreadable("not_a_form") from error
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), value)
    return fields


def check_origin(headers: Mapping[str, str]) -> None:
    """Raises Forbidden (`foreign_form`) for a form that another site sent, or that nobody knows the
    origin of: every browser says one of the two."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        own = site == "same-origin"
    else:
        origin = _origin(headers.get("origin", ""))
        own = origin is not None and origin == _origin(services().get(Settings).public_url)
    if not own:
        raise Forbidden("foreign_form")


def form_token(session: str) -> str:
    """What a form of this session carries, and nobody else can make."""
    return services().get(Hasher).hash(KeyPurpose.FORM, session)


def is_of(fields: Fields, session: OfficeSession | None) -> bool:
    """Whether the form was made for this session."""
    given = fields.get(TOKEN_FIELD, ("",))[0]
    return session is not None and hmac.compare_digest(
        given.encode(), form_token(session.id).encode()
    )


def _origin(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return (parts.scheme, parts.netloc) if parts.netloc else None
