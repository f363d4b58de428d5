"""The officers' lists: whose queue, and who may read it."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.application.cases import CaseDesk
from chalicelib.application.listing import AT_INTAKE
from chalicelib.application.ports.cases import Card, Queue
from chalicelib.domain.actors import Actor, Role
from chalicelib.domain.errors import Forbidden
from chalicelib.domain.pages import Page, Position
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


def read_inbox(
    desk: CaseDesk,
    reader: Actor,
    queue: InboxQueue,
    limit: int,
    position: Position | None,
) -> Page[Card]:
    """One page, soonest deadline first; raises Forbidden for a queue that is not this role's.

    What is overdue is an officer's own, a leader's agency's, or the province's. A leader's
    escalated cases are those of the agency that are overdue; the supervisors' are those that came
    to them, also while one waits for its citizen.
    """
    if reader.role not in READERS[queue]:
        raise Forbidden("queue_not_allowed")
    index, key = _source(reader, queue)
    late = queue is InboxQueue.OVERDUE or (queue is InboxQueue.ESCALATED and key == reader.agency)
    return desk.cases.page(
        index,
        key,
        limit=limit,
        position=position,
        due_before=desk.clock.now() if late else None,
    )


def _source(reader: Actor, queue: InboxQueue) -> tuple[Queue, str]:
    if queue is InboxQueue.MINE:
        return Queue.OFFICER, reader.id
    if queue is InboxQueue.INTAKE:
        return Queue.AGENCY, AT_INTAKE
    if queue is not InboxQueue.AGENCY and reader.role in PROVINCE_WIDE:
        whole = Queue.OVERDUE if queue is InboxQueue.OVERDUE else Queue.ESCALATED
        return whole, whole.value
    if queue is not InboxQueue.AGENCY and reader.role is Role.OFFICER:
        return Queue.OFFICER, reader.id
    return Queue.AGENCY, reader.agency or ""
