"""Answers that were drawn and wait for a supervisor."""

from __future__ import annotations

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.listing import REINSPECTION, drawn_of
from chalicelib.cases.application.ports import Card, Queue
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden
from chalicelib.kernel.pages import Page, Position


def waiting_reinspections(
    desk: CaseDesk, reader: Actor, limit: int, position: Position | None
) -> Page[Card]:
    """One page, what was drawn first first: of the province, or of the reader's agency. One query.

    Raises Forbidden (`reinspections_not_allowed`) for whoever is no supervisor.
    """
    if reader.role is not Role.SUPERVISOR:
        raise Forbidden("reinspections_not_allowed")
    if reader.province:
        return desk.cases.page(Queue.ESCALATED, REINSPECTION, limit=limit, position=position)
    key = drawn_of(reader.agency or "")
    return desk.cases.page(Queue.AGENCY, key, limit=limit, position=position)
