"""What anybody may read of a case. Source: docs/handbook.md §3 (visibility), §11.

A public case can be read once it was taken in. Where it is unsure what of its text leads to a
person, it waits until somebody of the intake desk has looked at it.
"""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum

from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.redaction import Left, Redaction, redact
from chalicelib.cases.domain.visibility import Visibility
from chalicelib.cases.domain.workflow import NO_PARENTS, Action, State
from chalicelib.kernel.frozen import frozen
from chalicelib.uploads.domain.attachments import Attachment


class PublicState(StrEnum):
    """Whether strangers find the case."""

    PRIVATE = "private"
    NOT_YET = "not_yet"
    """It was not taken in."""
    WAITING = "waiting"
    """For somebody of the intake desk who looks at its text."""
    PUBLISHED = "published"
    OVER = "over"
    """It ended without having been handled here."""


@frozen
class PublicForm:
    """The case without what leads to a person; `photos` by their numbers, which count from 1."""

    description: str
    doubts: tuple[str, ...]
    answer: str | None
    location: tuple[float, float] | None
    photos: tuple[tuple[int, Attachment], ...]


def public_state(case: Case) -> PublicState:
    """Whether the case, as it stands, can be read by anybody."""
    if case.visibility != Visibility.PUBLIC:
        return PublicState.PRIVATE
    if State.RECEIVED in (case.state, case.origin):
        return PublicState.NOT_YET
    if case.state in NO_PARENTS - {State.DUPLICATE}:
        return PublicState.OVER
    return PublicState.WAITING if is_in_doubt(case) else PublicState.PUBLISHED


def is_in_doubt(case: Case) -> bool:
    """Whether somebody has to look at its text, and nobody did. Nobody knew the reporter's name
    when a case without a publication was taken in."""
    publication = case.publication
    if publication is None:
        return True
    return not publication.looked_at and bool(_description(case, publication.names).doubts)


def waits_for_desk(case: Case) -> bool:
    """The same as that it is `WAITING`, for each write of a case: only where the case says that it
    may be so is its text gone through."""
    told = (
        line.action is Action.SET_VISIBILITY or line.facts.get("publication_waits")
        for line in case.timeline
    )
    return any(told) and public_state(case) is PublicState.WAITING


def public_form(case: Case, names: tuple[str, ...] = ()) -> PublicForm:
    """As strangers would read it. `names` of the reporter, where the case does not hold them."""
    known = case.publication.names if case.publication else names
    text = _description(case, known)
    answer = _answer(case.answer.text, (*known, *text.names), text.text) if case.answer else None
    return PublicForm(text.text, text.doubts, answer, coarse(case.location), photos_of(case))


def public_comments(case: Case, names: tuple[str, ...] = ()) -> tuple[tuple[datetime, str], ...]:
    """What the office said to the citizen without asking or deciding, and when (UTC); as strangers
    would read it."""
    said = [(e.at, e.note) for e in case.timeline if e.action is Action.COMMENT and e.note]
    if not said:
        return ()
    known = case.publication.names if case.publication else names
    text = _description(case, known)
    return tuple((at, _answer(note, (*known, *text.names), text.text)) for at, note in said)


def _answer(text: str, names: tuple[str, ...], published: str) -> str:
    """Nobody looks at it before it is read, nor at a comment: what is unsure is left out as well,
    unless the text of the case, which the desk would have looked at, says the same."""
    found = redact(text, names)
    without = found.text
    for passage in sorted(found.doubts, key=len, reverse=True):
        said = re.compile(rf"(?<!\w){re.escape(passage)}(?!\w)")
        if not said.search(published):
            without = said.sub(Left.UNSURE, without)
    return without


def photos_of(case: Case) -> tuple[tuple[int, Attachment], ...]:
    """The pictures that came with it and are not hidden."""
    numbered = enumerate(case.attachments, start=1)
    shown = ((n, file) for n, file in numbered if file.kind.startswith("image/"))
    return tuple((n, file) for n, file in shown if file.id not in case.hidden)


def coarse(location: tuple[float, float] | None) -> tuple[float, float] | None:
    """Rounded to about 100 m: where exactly it is may be where a person lives."""
    return (round(location[0], 3), round(location[1], 3)) if location else None


def _description(case: Case, names: tuple[str, ...]) -> Redaction:
    """The desk's own text, if there is one, without what is surely of a person; the names that the
    citizen's text introduces are left out there too."""
    found = redact(case.description, names)
    own = case.publication.text if case.publication else None
    return found if own is None else redact(own, found.names)
