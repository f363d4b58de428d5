"""One HTTP call as the endpoints see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import unquote

from chalicelib.domain.actors import Actor, Role
from chalicelib.domain.errors import Fault, Invalid
from chalicelib.domain.explanation_texts import Language


class Access(StrEnum):
    """Whose path it is."""

    PUBLIC = "public"
    REGISTRATION = "registration"
    CITIZEN = "citizen"
    OFFICER = "officer"
    ANYBODY = "anybody"
    """Everybody who is signed in, citizens and officers."""


_LANGUAGES = {language.value: language for language in Language}
_DEFAULT = Language.VI
NOBODY = Actor(Role.SYSTEM, "nobody")


@dataclass(frozen=True)
class Call:
    """A call whose caller is known and whose headers have been read.

    `seed` derives the ids that this request makes: the same for all tries under one key.
    """

    actor: Actor
    session: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    language: Language
    address: str
    correlation_id: str
    idempotency_key: str | None = None
    if_match: int | None = None
    seed: str = ""


@dataclass(frozen=True)
class Reply:
    """An answer: the body is a JSON object, or text in the endpoint's media type."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


def language_of(headers: Mapping[str, str]) -> Language:
    """`vi` unless the client prefers English."""
    best, language = -1.0, _DEFAULT
    for part in headers.get("accept-language", "").split(","):
        name, _, quality = part.strip().partition(";q=")
        weight = _quality(quality)
        known = _LANGUAGES.get(name[:2].lower())
        if known is not None and weight > best:
            best, language = weight, known
    return language


def _quality(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def version_in(header: str | None) -> int | None:
    """The version that `If-Match` names; raises Invalid for what is no version of ours."""
    if header is None:
        return None
    tag = header.strip().removeprefix("W/").strip('"')
    if not (tag.isascii() and tag.isdigit() and len(tag) < 10):
        raise Invalid([Fault("If-Match", "wrong_form")])
    return int(tag)


def key_in(header: str | None, *, required: bool) -> str | None:
    """The idempotency key: 1–128 visible ASCII characters."""
    if header is None:
        if required:
            raise Invalid([Fault("Idempotency-Key", "missing")])
        return None
    if not 1 <= len(header) <= 128 or not all("!" <= char <= "~" for char in header):
        raise Invalid([Fault("Idempotency-Key", "wrong_form")])
    return header


def decoded(path: Mapping[str, str] | None) -> dict[str, str]:
    """Path parameters; some gateways give them encoded, some decoded."""
    return {name: unquote(value) for name, value in (path or {}).items()}
