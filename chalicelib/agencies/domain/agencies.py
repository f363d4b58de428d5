"""Agencies and their people. Source: docs/handbook.md §2."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from chalicelib.kernel.actors import COMMITTEE_PREFIX, Role
from chalicelib.kernel.documents import Document
from chalicelib.kernel.frozen import frozen
from chalicelib.places.domain.communes import Commune

ROSTER_ROLES = (
    Role.OFFICER,
    Role.LEADER,
    Role.INTAKE,
    Role.HOTLINE,
    Role.SUPERVISOR,
    Role.ADMINISTRATOR,
)


COMBINED_ROLES = frozenset({Role.OFFICER, Role.LEADER, Role.INTAKE, Role.HOTLINE})
"""Roles of whoever has several posts: the others stand in for people and decide about them."""


class AgencyKind(StrEnum):
    """What kind of office it is."""

    DEPARTMENT = "department"
    """Sở, ban, ngành and other bodies of the province."""
    COMMITTEE = "committee"
    """A commune's People's Committee."""
    EXTERNAL = "external"
    """A body outside the office (power, water, telecoms): asked by mail, without accounts."""


@frozen
class Agency:
    """A department of the province, a commune's People's Committee, or an external body, which has
    a `contact`: its address of mail."""

    id: str
    name: str
    kind: AgencyKind = AgencyKind.DEPARTMENT
    contact: str | None = None

    @property
    def is_external(self) -> bool:
        """Whether nobody there has an account."""
        return self.kind is AgencyKind.EXTERNAL


@frozen
class Absence:
    """Local days on which somebody is not at work; `until` is the first day back."""

    since: date
    until: date
    stand_in: str | None = None
    """The colleague who takes the work meanwhile."""

    def covers(self, day: date) -> bool:
        """Whether it is one of these days."""
        return self.since <= day < self.until


@frozen
class Officer:
    """Somebody who works for an agency. Name, phone (E.164) and email are personal data.

    The username is in lower case; `active` is False for who has left. `version` counts from 1.
    `last_day` is the local day with which the post ends, None: with none that is known. Somebody
    may have further `posts` (ids) in other agencies; each of them has whose it is (`person`).
    """

    id: str
    username: str
    role: Role
    agency: str
    name: str
    phone: str | None
    email: str
    active: bool = True
    absences: tuple[Absence, ...] = ()
    version: int = 1
    last_day: date | None = None
    person: str | None = None
    posts: tuple[str, ...] = ()

    @property
    def claimed_phone(self) -> str | None:
        """The phone that is this person's alone; who has left has none any more."""
        return self.phone if self.active else None

    def absence_on(self, day: date) -> Absence | None:
        """The absence that covers this local day, if there is one."""
        return next((absence for absence in self.absences if absence.covers(day)), None)

    def has_ended(self, day: date) -> bool:
        """Whether the post ended with a day before this one."""
        return self.last_day is not None and self.last_day < day

    def as_of(self, day: date) -> Officer:
        """As the office knows this person on that day: with the post ends whatever it gave."""
        return replace(self, active=False) if self.active and self.has_ended(day) else self

    def is_on_duty(self, day: date) -> bool:
        """Whether this person works here, and on that day."""
        return self.as_of(day).active and self.absence_on(day) is None


def committee_of(commune: Commune) -> Agency:
    """A commune's People's Committee, as people write it: «UBND phường Lào Cai»."""
    name = commune.name[0].lower() + commune.name[1:]
    return Agency(f"{COMMITTEE_PREFIX}{commune.code}", f"UBND {name}", AgencyKind.COMMITTEE)


def agencies_from_document(value: object) -> tuple[Agency, ...]:
    """Agencies of a JSON document, in its order; raises Invalid with all its faults."""
    document = Document(value)
    document.optional_text("source")
    agencies = tuple(_agency(part) for part in document.parts("agencies"))
    document.each_once("agencies", (agency.id for agency in agencies))
    document.finish()
    return agencies


def agencies_to_document(agencies: Iterable[Agency]) -> dict[str, Any]:
    """The inverse of `agencies_from_document`."""
    return {"agencies": [_row(one) for one in agencies]}


def _row(agency: Agency) -> dict[str, str]:
    row = {"id": agency.id, "name": agency.name, "kind": agency.kind.value}
    return {**row, "contact": agency.contact} if agency.contact else row


def officer_from_document(value: object) -> Officer:
    """An officer of a JSON document; raises Invalid with all its faults."""
    document = Document(value)
    officer = Officer(
        id=document.text("id"),
        username=document.text("username"),
        role=Role(document.one_of("role", ROSTER_ROLES)),
        agency=document.text("agency"),
        name=document.text("name"),
        phone=document.optional_text("phone"),
        email=document.text("email"),
        active=document.flag("active"),
        absences=tuple(_absence(part) for part in document.parts("absences")),
        version=document.whole("version", least=1),
        last_day=document.day("last_day") if document.says("last_day") else None,
        person=document.optional_text("person"),
        posts=document.optional_texts("posts"),
    )
    document.finish()
    return officer


def officer_to_document(officer: Officer) -> dict[str, Any]:
    """The inverse of `officer_from_document`."""
    absences = [absence_to_document(one) for one in officer.absences]
    last_day = officer.last_day.isoformat() if officer.last_day else None
    told = {"role": officer.role.value, "absences": absences, "last_day": last_day}
    return {**vars(officer), **told, "posts": list(officer.posts)}


def absence_to_document(absence: Absence) -> dict[str, Any]:
    """Without a stand-in where there is none."""
    days = {"since": absence.since.isoformat(), "until": absence.until.isoformat()}
    return {**days, "stand_in": absence.stand_in} if absence.stand_in else days


def _agency(part: Document) -> Agency:
    kind = AgencyKind(part.one_of("kind", tuple(AgencyKind)))
    contact = part.optional_text("contact")
    if (kind is AgencyKind.EXTERNAL) != (contact is not None):
        part.fault("contact", "not_acceptable" if contact else "missing")
    return Agency(part.text("id"), part.text("name"), kind, contact)


def _absence(part: Document) -> Absence:
    absence = Absence(part.day("since"), part.day("until"), part.optional_text("stand_in"))
    if absence.until <= absence.since:
        part.fault("until", "chain_order")
    return absence
