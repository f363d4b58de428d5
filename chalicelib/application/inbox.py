"""The officers' lists: whose queue, and who may read it."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from chalicelib.application.cases import CaseDesk
from chalicelib.application.ports.cases import CardPage, Queue
from chalicelib.domain.actors import Actor, Role
from chalicelib.domain.errors import Forbidden
from chalicelib.domain.permissions import PROVINCE_WIDE


class InboxQueue(StrEnum):
    """The queues of the inbox."""

    MINE = "mine"
    AGENCY = "agency"
    INTAKE = "intake"
    OVERDUE = "overdue"
    ESCALATED = "escalated"


READERS: dict[InboxQueue, frozenset[Role]] = {
    InboxQueue.MINE: frozenset({Role.OFFICER, Role.LEADER}) | PROVINCE_WIDE,
    InboxQueue.AGENCY: frozenset({Role.OFFICER, Role.LEADER}) | PROVINCE_WIDE,
    InboxQueue.INTAKE: PROVINCE_WIDE,
    InboxQueue.OVERDUE: frozenset({Role.OFFICER, Role.LEADER}) | PROVINCE_WIDE,
    InboxQueue.ESCALATED: frozenset({Role.LEADER, Role.SUPERVISOR, Role.ADMINISTRATOR}),
}


_FIRST_OVERDUE = {"part": InboxQueue.OVERDUE.value}
"""The position before the first case that has not come to the supervisors."""


def read_inbox(
    desk: CaseDesk,
    reader: Actor,
    queue: InboxQueue,
    limit: int,
    position: dict[str, str] | None,
) -> CardPage:
    """One page, soonest deadline first; raises Forbidden for a queue that is not this role's.

    What is overdue is an officer's own, a leader's agency's, or the province's. A leader's
    escalated cases are those of the agency that are past due.
    """
    if reader.role not in READERS[queue]:
        raise Forbidden("queue_not_allowed")
    index, key = _source(reader, queue)
    if index is Queue.WATCH and queue is InboxQueue.OVERDUE:
        return _overdue_in_province(desk, limit, position)
    late = queue in (InboxQueue.OVERDUE, InboxQueue.ESCALATED)
    return desk.cases.page(
        index,
        key,
        limit=limit,
        position=position,
        due_before=desk.clock.now() if late and index is not Queue.WATCH else None,
    )


def _overdue_in_province(desk: CaseDesk, limit: int, position: dict[str, str] | None) -> CardPage:
    """Those that have come to the supervisors are the longest overdue: they stand first."""
    part = position["part"] if position else InboxQueue.ESCALATED.value
    start = {k: v for k, v in position.items() if k != "part"} if position else {}
    found = desk.cases.page(Queue.WATCH, part, limit=limit, position=start or None)
    if found.position is not None:
        return replace(found, position={**found.position, "part": part})
    if part == InboxQueue.OVERDUE:
        return found
    rest = _FIRST_OVERDUE
    if len(found.cards) == limit:
        return replace(found, position=rest)
    room = limit - len(found.cards)
    more = _overdue_in_province(desk, room, rest)
    return CardPage(found.cards + more.cards, more.position)


def _source(reader: Actor, queue: InboxQueue) -> tuple[Queue, str]:
    agency = reader.agency or ""
    if queue is InboxQueue.INTAKE:
        return Queue.AGENCY, "intake"
    if queue is InboxQueue.MINE:
        return Queue.OFFICER, reader.id
    if queue is InboxQueue.AGENCY:
        return Queue.AGENCY, agency
    if reader.role in PROVINCE_WIDE:
        return Queue.WATCH, queue.value
    return (Queue.OFFICER, reader.id) if reader.role is Role.OFFICER else (Queue.AGENCY, agency)
