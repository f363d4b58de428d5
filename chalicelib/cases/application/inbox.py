"""The officers' lists: whose queue, and who may read it."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.agencies.domain.scopes import CENTRAL_ROLES, DESK_ROLES, commune_of
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.listing import AT_INTAKE, TO_PUBLISH, desk_of
from chalicelib.cases.application.ports import Card, Queue
from chalicelib.cases.domain.permissions import AGENCY_ROLES
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden
from chalicelib.kernel.pages import Page, Position


class InboxQueue(StrEnum):
    """The queues of the inbox."""

    MINE = "mine"
    AGENCY = "agency"
    INTAKE = "intake"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    PUBLICATION = "publication"
    EXTENSIONS = "extensions"


MOST_COUNTED = 100
"""Beyond that a queue is said to have more."""
_OFFICE = AGENCY_ROLES | CENTRAL_ROLES
READERS: dict[InboxQueue, frozenset[Role]] = {
    InboxQueue.MINE: _OFFICE,
    InboxQueue.AGENCY: _OFFICE,
    InboxQueue.INTAKE: CENTRAL_ROLES,
    InboxQueue.OVERDUE: _OFFICE,
    InboxQueue.ESCALATED: frozenset({Role.LEADER, Role.SUPERVISOR, Role.ADMINISTRATOR}),
    InboxQueue.PUBLICATION: frozenset({Role.INTAKE}),
    InboxQueue.EXTENSIONS: frozenset({Role.LEADER, Role.SUPERVISOR}),
}


def queues_of(reader: Actor) -> list[InboxQueue]:
    """Those that the reader may read."""
    queues = (queue for queue in InboxQueue if reader.role in READERS[queue])
    return [one for one in queues if reader.province or one is not InboxQueue.PUBLICATION]


def read_inbox(
    desk: CaseDesk,
    reader: Actor,
    queue: InboxQueue,
    limit: int,
    position: Position | None,
) -> Page[Card]:
    """One page, soonest deadline first; raises Forbidden for a queue that is not this role's.

    What is overdue is an officer's own, a leader's agency's, or the province's. A leader's
    escalated cases are those of the agency that are overdue; the province's supervisors' are those
    that came to them, also while one waits for its citizen. The desk and supervisors of an agency
    read what it has, and what is addressed to it and waits; those of a commune what lies there.
    What waits to be published is the province's desk's, and no other's: of the agencies' it is
    everything that an agency has or has answered, whichever it is. Extensions that wait for a
    decision are those of the agency, or of the province.
    """
    if queue not in queues_of(reader):
        raise Forbidden("queue_not_allowed")
    index, key, late = _place(reader, queue)
    due_before = desk.clock.now() if late else None
    return desk.cases.page(index, key, limit=limit, position=position, due_before=due_before)


def count_inbox(desk: CaseDesk, reader: Actor) -> dict[InboxQueue, int]:
    """How many cases each of the reader's queues has, `MOST_COUNTED` + 1 where there are more: one
    query a queue, by which no case is read."""
    now, counted = desk.clock.now(), {}
    for queue in queues_of(reader):
        index, key, late = _place(reader, queue)
        due_before = now if late else None
        counted[queue] = desk.cases.count(index, key, most=MOST_COUNTED + 1, due_before=due_before)
    return counted


def _place(reader: Actor, queue: InboxQueue) -> tuple[Queue, str, bool]:
    """The index and key that have the queue, and whether only what is overdue there."""
    index, key = _source(reader, queue)
    escalated = queue is InboxQueue.ESCALATED and index is not Queue.ESCALATED
    return index, key, escalated or queue is InboxQueue.OVERDUE


def _source(reader: Actor, queue: InboxQueue) -> tuple[Queue, str]:
    if queue is InboxQueue.AGENCY:
        return Queue.AGENCY, reader.agency or ""
    if queue is InboxQueue.MINE or reader.role is Role.OFFICER:
        return Queue.OFFICER, reader.id
    if reader.province:
        return _OF_PROVINCE[queue]
    if queue is InboxQueue.EXTENSIONS:
        return Queue.EXTENSION, reader.agency or ""
    commune = commune_of(reader.agency) if reader.role in DESK_ROLES else None
    if queue is InboxQueue.INTAKE:
        return Queue.COMMUNE_INTAKE, desk_of(reader.agency) or ""
    if commune is None:
        return Queue.AGENCY, reader.agency or ""
    return Queue.COMMUNE_OVERDUE, commune


_OF_PROVINCE = {
    InboxQueue.INTAKE: (Queue.AGENCY, AT_INTAKE),
    InboxQueue.OVERDUE: (Queue.OVERDUE, Queue.OVERDUE.value),
    InboxQueue.ESCALATED: (Queue.ESCALATED, Queue.ESCALATED.value),
    InboxQueue.PUBLICATION: (Queue.COMMUNE_INTAKE, TO_PUBLISH),
    InboxQueue.EXTENSIONS: (Queue.EXTENSION_ASKED, Queue.EXTENSION_ASKED.value),
}
