"""One HTTP call as the endpoints see it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import unquote

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.languages import Language
from chalicelib.kernel.repeats import AnsweredRequest
from chalicelib.kernel.together import Part


class Access(StrEnum):
    """Whose path it is."""

    PUBLIC = "public"
    REGISTRATION = "registration"
    CITIZEN = "citizen"
    OFFICER = "officer"
    ENTRY = "entry"
    """Hotline and intake desk."""
    SUPERVISION = "supervision"
    """Supervisors and administrators."""
    ADMINISTRATOR = "administrator"
    LISTS = "lists"
    """Who sends lists: leaders and administrators."""
    ANYBODY = "anybody"
    """Everybody who is signed in, citizens and officers."""


_QUALITY = r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?"
_RANGE = re.compile(
    rf"[ \t]*(\*|[a-z]{{1,8}}(?:-[a-z0-9]{{1,8}})*)[ \t]*(?:;[ \t]*q=({_QUALITY})[ \t]*)?"
)
_LANGUAGES = {language.value: language for language in Language}
_DEFAULT = Language.VI
NOBODY = Actor(Role.SYSTEM, "nobody")


class KeyedRequest(Protocol):
    """A request under an idempotency key whose answer goes with the write that carries it out."""

    @property
    def by_ledger(self) -> bool:
        """Whether the ledger keeps this one's answer after all."""
        ...

    @property
    def id(self) -> str:
        """Who asks for what under which key, as a keyed hash."""
        ...

    def answered(self, reply: Reply) -> AnsweredRequest:
        """What is kept of it."""
        ...

    def recording(self, reply: Reply) -> Part:
        """The part of that write that keeps this answer; refuses if the request has one before."""
        ...


class SubjectAnswers(Protocol):
    """How what an endpoint's `load` gives keeps the answers to requests about it.

    Whatever is written here is written over exactly that subject, or not at all (False).
    """

    def find(self, subject: Any, id: str) -> AnsweredRequest | None:
        """That request, if the subject keeps it."""
        ...

    def by_ledger(self, subject: Any) -> bool:
        """Whether a request that it does not keep may be in the ledger, or must go there."""
        ...

    def keep(self, subject: Any, request: AnsweredRequest) -> bool:
        """Keep this one, which changed nothing else."""
        ...

    def mark(self, subject: Any) -> bool:
        """Say that a request which begins in the ledger by now may be found there."""
        ...


@frozen
class Call:
    """One call, whose caller is known and whose input has been read.

    `headers` have names in lower case. `query` has parameters as their types, with
    defaults, and without those that have none and were not given.
    `position` is where the page asked for begins, in the list that `list_id` names.
    `seed` derives the ids that this request makes: the same for all tries under one key.
    `keyed` is there where the endpoint's own write keeps the answer (`Endpoint.records`,
    `Endpoint.answers`).
    """

    headers: Mapping[str, str]
    language: Language
    address: str
    correlation_id: str
    actor: Actor = NOBODY
    session: str = ""
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    position: dict[str, str] | None = None
    list_id: str = ""
    if_match: int | None = None
    seed: str = ""
    keyed: KeyedRequest | None = None


@frozen
class Reply:
    """An answer: the body is a JSON object, or text in the endpoint's media type.

    `fresh` are members of the body that are never kept, such as tokens. `made` is kept and never
    shown: it names what the request made, so that a repetition can make `fresh` anew.
    """

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    fresh: Mapping[str, Any] = field(default_factory=dict)
    made: Mapping[str, Any] = field(default_factory=dict)


def versioned(view: Mapping[str, Any], status: int = 200) -> Reply:
    """What has a `version`, with it as the entity tag that a change names in `If-Match`."""
    return Reply(status, view, {"ETag": f'"{view["version"]}"'})


def language_of(accepted: str) -> Language:
    """`vi` unless the client prefers English: the value of `Accept-Language` (RFC 9110, 12.5.4).

    Of two that are wanted alike, the first.
    """
    ranges = [
        found.groups() for found in map(_RANGE.fullmatch, accepted.lower().split(",")) if found
    ]
    wanted: dict[str, float] = {}
    for name, quality in ranges:
        language = name.partition("-")[0]
        wanted[language] = max(wanted.get(language, 0.0), float(quality or 1))
    for language in _LANGUAGES:
        wanted.setdefault(language, wanted.get("*", 0.0))
    best = max((name for name in wanted if name in _LANGUAGES), key=wanted.__getitem__)
    return _LANGUAGES[best] if wanted[best] else _DEFAULT


def decoded(path: Mapping[str, str]) -> dict[str, str]:
    """Path parameters; some gateways give them encoded, some decoded."""
    return {name: unquote(value) for name, value in path.items()}
