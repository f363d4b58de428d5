"""The desk finds the cases of whoever has a phone: somebody calls and has no code at hand.

Source: docs/handbook.md §7: each such look-up is one that the person sees.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.audit.application.reading import ReadersDesk, record_read
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.ports import Card, CaseStore, Queue
from chalicelib.cases.domain.permissions import covers
from chalicelib.identity.application.guests import GuestDesk, phone_of
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden
from chalicelib.kernel.keys import KeyPurpose
from chalicelib.kernel.pages import Page, Position


@dataclass(frozen=True)
class PhoneDesk:
    """What looking by phone needs."""

    cases: CaseStore
    people: GuestDesk
    readers: ReadersDesk


def cases_of_phone(
    desk: PhoneDesk,
    reader: Actor,
    phone: str,
    limit: int,
    position: Position | None,
    correlation_id: str,
) -> Page[Card]:
    """The newest first, of an account or of somebody for whom cases were entered; nobody's phone
    has none. The look is written down before anything is read of the cases.

    For the intake desk alone: whoever handles a case would learn by it who sent it. Raises Invalid
    for what is no phone, and Forbidden (`search_not_allowed`).
    """
    number = phone_of(desk.people, phone)
    if reader.role is not Role.INTAKE:
        raise Forbidden("search_not_allowed")
    hashed = desk.people.fingerprints.found_by(KeyPurpose.PHONE, number)
    person = desk.people.guests.behind(hashed)
    what, kind = {"person": person}, AuditKind.PHONE_LOOKED_UP
    record_read(desk.readers, reader, kind, "search", correlation_id, what)
    if person is None:
        return Page()
    found = desk.cases.page(Queue.REPORTER, person, limit=limit, position=position)
    shown = tuple(card for card in found.items if covers(reader, card))
    heard = found.unreadable if reader.province else ()
    return Page(shown, found.end, found.more, heard)
