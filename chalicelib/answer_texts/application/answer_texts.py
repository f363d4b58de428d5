"""An agency's answer texts are listed, searched, changed, and tried on a case."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.application.reading import agency_meant
from chalicelib.answer_texts.application.ports import AnswerTextStore
from chalicelib.answer_texts.domain.answer_texts import (
    MOST_PER_AGENCY,
    AnswerText,
    field_faults,
    fill,
    matches,
)
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import (
    Conflict,
    Fault,
    Forbidden,
    Invalid,
    Stale,
)
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.pages import Page, Position, page_of
from chalicelib.kernel.versions import check_version
from chalicelib.messages.domain.templates import due_words
from chalicelib.places.domain.communes import Gazetteer

_KEEPERS = frozenset({Role.LEADER, Role.ADMINISTRATOR})
_LANGUAGE = "vi"
"""In which citizens are answered."""


@dataclass(frozen=True)
class AnswerTextDesk:
    """What the use cases of answer texts need."""

    store: AnswerTextStore
    directory: Directory
    gazetteer: Gazetteer
    clock: Clock


@dataclass(frozen=True)
class Wanted:
    """Which texts: None asks for all. `words` are looked for with or without diacritics."""

    agency: str | None = None
    category: str | None = None
    active: bool | None = None
    words: str | None = None


@dataclass(frozen=True)
class PutAnswerText:
    """A text in place of the one before; `agency` None is the actor's own."""

    actor: Actor
    agency: str | None
    id: str
    category: str | None
    title: str
    text: str
    active: bool
    expected_version: int | None
    correlation_id: str


def list_texts(
    desk: AnswerTextDesk, reader: Actor, wanted: Wanted, limit: int, position: Position | None
) -> Page[AnswerText]:
    """By id: those of one's own agency, or for the centre of any; else NotFound.

    Those for a category include those for all of them.
    """
    agency = agency_meant(desk.directory, reader, wanted.agency)
    found = [text for text in desk.store.of(agency) if _is_wanted(text, wanted)]
    return page_of(found, limit, position, lambda text: {"id": text.id})


def _is_wanted(text: AnswerText, wanted: Wanted) -> bool:
    return (
        (wanted.category is None or text.category in (None, wanted.category))
        and (wanted.active is None or text.active == wanted.active)
        and (wanted.words is None or matches(text, wanted.words))
    )


def put_text(desk: AnswerTextDesk, command: PutAnswerText) -> AnswerText:
    """The text as its next version; the same again changes nothing.

    Raises NotFound for an agency that is not the actor's to see, Forbidden (only leaders and
    administrators change texts), Invalid with all that is wrong, VersionMissing for a text that
    is there, Stale, and Conflict (`too_many_texts`).
    """
    agency = agency_meant(desk.directory, command.actor, command.agency)
    if command.actor.role not in _KEEPERS:
        raise Forbidden("not_yours_to_change")
    faults = [*field_faults(command.text, ("text",))]
    if command.category is not None and desk.directory.category(command.category) is None:
        faults.append(Fault(("category",), "unknown_category"))
    if faults:
        raise Invalid(faults)
    before = desk.store.find(agency, command.id)
    if before is None:
        _check_new(desk, agency, command)
    elif _is_same(before, command):
        return before
    else:
        check_version(command.expected_version, before.version)
    return _save(desk, command, before, agency)


def _check_new(desk: AnswerTextDesk, agency: str, command: PutAnswerText) -> None:
    if command.expected_version is not None:
        raise Stale("stale_version")
    if len(desk.store.of(agency)) >= MOST_PER_AGENCY:
        raise Conflict("too_many_texts", {"limit": MOST_PER_AGENCY})


def _save(
    desk: AnswerTextDesk, command: PutAnswerText, before: AnswerText | None, agency: str
) -> AnswerText:
    now, version = desk.clock.now(), before.version + 1 if before else 1
    changed = AnswerText(
        agency=agency,
        id=command.id,
        category=command.category,
        title=command.title,
        text=command.text,
        active=command.active,
        version=version,
        changed_at=now,
        changed_by=command.actor.id,
    )
    what = {"version": version, "active": command.active, "category": command.category}
    told = AuditEvent(
        AuditKind.ANSWER_TEXT_CHANGED, now, command.actor, command.correlation_id, what
    )
    if not desk.store.put(changed, told):
        raise Stale("stale_version")
    return changed


def _is_same(before: AnswerText, command: PutAnswerText) -> bool:
    kept = (before.category, before.title, before.text, before.active)
    return kept == (command.category, command.title, command.text, command.active)


def preview(desk: AnswerTextDesk, text: str, case: Case) -> str:
    """The text as that case fills it in; raises Invalid for fields that no case has."""
    if faults := [*field_faults(text, ("text",))]:
        raise Invalid(faults)
    return fill(text, _values(desk, case))


def _values(desk: AnswerTextDesk, case: Case) -> dict[str, str]:
    category, commune = desk.directory.category(case.category), desk.gazetteer.commune(case.commune)
    agency = desk.directory.agency(case.agency) if case.agency else None
    due, provisional = case.due, case.clock is not None and case.clock.provisional
    return {
        "code": case.code,
        "category": category.name(_LANGUAGE) if category else case.category,
        "commune": commune.name if commune else case.commune,
        "agency": agency.name if agency else "-",
        "submitted": f"{local_date(case.submitted_at):%d/%m/%Y}",
        "due": due_words(due.at if due else None, _LANGUAGE, provisional=provisional),
    }
