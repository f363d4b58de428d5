"""A case is entered by the office for whoever brought it: by telephone, at a counter, on paper, or
with the number that another system gave it. Source: docs/handbook.md §3, §8, §11."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.application.cases import CaseDesk, Recording, nothing, under_free_code
from chalicelib.cases.application.matters import (
    CheckedMatter,
    Matter,
    Provenance,
    check_matter,
    submission_of,
)
from chalicelib.cases.application.representing import sent_for
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.on_behalf import ENTERING, ForeignNumber, OnBehalf, reception_faults
from chalicelib.cases.domain.representing import SentFor
from chalicelib.cases.domain.submission import submit
from chalicelib.cases.domain.time_events import next_at
from chalicelib.identity.application.guests import (
    GuestDesk,
    ReportingPerson,
    known_by,
    person_of,
    phone_of,
)
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Fault, Findings, Forbidden, TooMany
from chalicelib.kernel.repeats import AnsweredBefore
from chalicelib.kernel.together import Part, Refused
from chalicelib.rules.domain.channels import CaseChannel
from chalicelib.uploads.application.uploads import Attach, attachable, attaching
from chalicelib.uploads.domain.uploads import Purpose

_ATTEMPTS = 5


class ForeignNumbers(Protocol):
    """Which case has which number of another system."""

    def claiming(self, foreign: ForeignNumber, code: str) -> Part:
        """The claim as part of the write of the case; refuses where another has the number."""
        ...

    def case_of(self, foreign: ForeignNumber) -> str | None:
        """The code of the case that has it."""
        ...


@dataclass(frozen=True)
class EntryDesk:
    """What it takes to enter cases for others."""

    cases: CaseDesk
    guests: GuestDesk
    foreign: ForeignNumbers


@dataclass(frozen=True)
class EnterCase:
    """What somebody of the office says of a case that somebody else brought.

    `received_at` (UTC) is None where that is now. `phone` as it was said.
    """

    by: Actor
    channel: CaseChannel
    matter: Matter
    phone: str | None
    full_name: str | None
    received_at: datetime | None
    document: str | None
    foreign: ForeignNumber | None
    seed: str
    correlation_id: str
    addressed_to: str | None = None
    """The agency whose desk is to look at it; left out by whoever is of an agency: theirs."""


def enter_case(desk: EntryDesk, command: EnterCase, recording: Recording = nothing) -> Case:
    """Write the case with its files, whose it is and its foreign number: all of it, or nothing.

    It counts against nobody's day, and its urgency is believed; questions that the category needs
    answered may stay open, since the person may not be there to ask. Raises Forbidden for other
    roles, Invalid with all fields that are wrong, Conflict (`foreign_number_taken`, with the
    `case`), and what `submit_case` raises for `recording`.
    """
    now, faults = desk.cases.clock.now(), Findings()
    phone = _phone(desk.guests, command.phone, faults)
    if command.received_at is not None:
        faults += reception_faults(command.received_at, now, desk.cases.directory.calendar())
    directory, gazetteer = desk.cases.directory, desk.cases.gazetteer
    addressed = _addressed(directory, command, faults)
    organisation = _organisation(desk, command, phone, faults)
    checked = check_matter(directory, gazetteer, command.matter, faults, all_required=False)
    if command.by.role not in ENTERING:
        raise Forbidden("action_not_allowed")
    checked = replace(checked, organisation=organisation)

    def create(code: str) -> Case | None:
        for _ in range(_ATTEMPTS):
            person = person_of(desk.guests, phone, command.full_name, command.seed, now)
            provenance = _provenance(command, addressed, code, person, now)
            try:
                return _created(desk, command, checked, person, provenance, recording)
            except Refused as refused:
                if refused.part is not person.new:
                    raise
        raise TooMany("too_busy", retry_after=1)

    return under_free_code(desk.cases, command.seed, now, create)


def _created(
    desk: EntryDesk,
    command: EnterCase,
    checked: CheckedMatter,
    person: ReportingPerson,
    provenance: Provenance,
    recording: Recording,
) -> Case | None:
    """The case; None if the code is taken. Raises Refused where the person is known by now."""
    office, matter = desk.cases, command.matter
    policy, calendar = office.directory.policy(), office.directory.calendar()
    attach = Attach(command.by.id, matter.uploads, provenance.code, Purpose.CASE)
    files = attachable(office.uploads, attach)
    new = submission_of(checked, files, provenance)
    case = submit(new, command.by, policy, calendar)
    recorded = recording(case)
    claimed = _claimed(desk, command.foreign, case.code)
    parts = [*recorded, *claimed, *([person.new] if person.new else [])]
    parts += attaching(office.uploads, attach, files)
    due = next_at(case, policy, calendar)
    try:
        is_new = office.cases.create(case, due, command.correlation_id, parts)
    except Refused as refused:
        if refused.part in recorded:
            raise AnsweredBefore from None
        if refused.part in claimed and command.foreign:
            raise _taken(desk, command.foreign) from None
        raise
    return case if is_new else None


def _claimed(desk: EntryDesk, foreign: ForeignNumber | None, code: str) -> Sequence[Part]:
    return [desk.foreign.claiming(foreign, code)] if foreign else []


def _taken(desk: EntryDesk, foreign: ForeignNumber) -> Conflict:
    return Conflict("foreign_number_taken", {"case": desk.foreign.case_of(foreign) or ""})


def _phone(desk: GuestDesk, phone: str | None, faults: Findings) -> str | None:
    found = Findings()
    known = None if phone is None else found.collect(lambda: phone_of(desk, phone))
    faults += [Fault(("reporter", *fault.path), fault.code, fault.params) for fault in found]
    return known


def _organisation(
    desk: EntryDesk, command: EnterCase, phone: str | None, faults: Findings
) -> SentFor | None:
    """That of the person who has the phone, as if they had sent the case themselves."""
    number = command.matter.organisation
    person = known_by(desk.guests, phone) if number and phone else None
    return sent_for(desk.cases.organisations, person, number, faults)


def _addressed(directory: Directory, command: EnterCase, faults: Findings) -> str | None:
    """The agency whose desk the case lies with. The policy says which categories such desks take
    in; others lie with the province's, whoever enters them."""
    by, named = command.by, command.addressed_to
    own = by.agency if by.role is Role.INTAKE and not by.province else None
    takes = directory.policy().desk_accepts(command.matter.category)
    if named is None:
        return own if takes else None
    agency = directory.agency(named)
    if agency is None or agency.is_external:
        code = "unknown_agency" if agency is None else "external_agency"
        faults.append(Fault(("addressed_to",), code))
    elif not takes or (own is not None and named != own):
        faults.append(Fault(("addressed_to",), "not_acceptable"))
    return named


def _provenance(
    command: EnterCase,
    addressed: str | None,
    code: str,
    person: ReportingPerson,
    now: datetime,
) -> Provenance:
    return Provenance(
        code=code,
        reporter=person.id,
        request=command.seed,
        channel=command.channel,
        at=now,
        received_at=command.received_at,
        on_behalf=OnBehalf(command.by.id, now, command.document, command.foreign, addressed),
    )
