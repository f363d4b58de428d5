"""Cases at risk: most of their time is gone, and nobody has begun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.agencies.domain.scopes import DESK_ROLES
from chalicelib.cases.application.case_index import CaseIndex
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.listing import AT_INTAKE, desk_of
from chalicelib.cases.application.ports import Card, Queue
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.permissions import covers
from chalicelib.cases.domain.workflow import State
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.pages import Page, Position
from chalicelib.search.application.searching import scope_to_read
from chalicelib.search.domain.entries import PROVINCE

GONE = 80
"""Per cent of the working time between start and due time."""
NOT_BEGUN = frozenset({State.RECEIVED, State.ACCEPTED, State.ASSIGNED})
MOST_LOOKS = 8
"""At queues, for one page; each a query and a batch."""
_DESK = "#desk"
_DAY = 450
"""Working minutes."""


@dataclass(frozen=True)
class RiskDesk:
    """What looking needs."""

    cases: CaseDesk
    index: CaseIndex


@dataclass(frozen=True)
class CaseAtRisk:
    """A case, and since when it is at risk (UTC)."""

    card: Card
    since: datetime


def cases_at_risk(
    desk: RiskDesk, reader: Actor, agency: str | None, limit: int, position: Position | None
) -> Page[CaseAtRisk]:
    """Of an agency the soonest deadline first, those that are overdue too, and for its desk what
    waits there behind them; of the province one queue after the other, the intake desk's first. A
    page looks eight times at most: it may be short, or empty, while more follow.

    Raises Forbidden (`search_not_allowed`), and NotFound for an agency that is not the reader's to
    see.
    """
    queues = _queues(desk.cases, reader, scope_to_read(desk.cases, reader, agency))
    before, found = _latest_due(desk.cases), Page[CaseAtRisk]()
    queue: str | None = position["part"] if position else min(queues)
    start = {name: value for name, value in (position or {}).items() if name != "part"} or None
    for _ in range(MOST_LOOKS):
        if queue is None:
            break
        room = limit - len(found.items) - len(found.unreadable)
        index, key = queues.get(queue, (Queue.AGENCY, queue))
        page = desk.cases.cases.page(index, key, limit=room, position=start, due_before=before)
        shown = tuple(_at_risk(desk, reader, page.items))
        following = min((one for one in queues if one > queue), default=None)
        end = {"part": queue, **(page.end or {})}
        queue, start = (queue, page.end) if page.more else (following, None)
        if not page.more and following is not None:
            end = {"part": following}
        unreadable = (*found.unreadable, *page.unreadable)
        found = Page((*found.items, *shown), end, queue is not None, unreadable)
        if len(found.items) + len(unreadable) >= limit:
            break
    return found


def _queues(desk: CaseDesk, reader: Actor, scope: str) -> Mapping[str, tuple[Queue, str]]:
    """Each with its index and key; read in the order of their names, which is how a page knows
    where it goes on."""
    if scope == PROVINCE:
        names = {AT_INTAKE, *(agency.id for agency in desk.directory.agencies())}
        return {name: (Queue.AGENCY, name) for name in names}
    queues = {scope: (Queue.AGENCY, scope)}
    if reader.role in DESK_ROLES and not reader.province:
        queues[f"{scope}{_DESK}"] = (Queue.COMMUNE_INTAKE, desk_of(scope) or scope)
    return queues


def _at_risk(desk: RiskDesk, reader: Actor, cards: Sequence[Card]) -> Iterator[CaseAtRisk]:
    wanted = {card.code: card for card in cards if card.state in NOT_BEGUN and covers(reader, card)}
    cases, _ = desk.index.read(list(wanted))
    for case in cases:
        since = _since(desk.cases, case)
        if since is not None and since <= desk.cases.clock.now():
            yield CaseAtRisk(wanted[case.code], since)


def _since(desk: CaseDesk, case: Case) -> datetime | None:
    if case.clock is None:
        return None
    return case.clock.at_share(GONE, desk.directory.calendar(case.clock.calendar))


def _latest_due(desk: CaseDesk) -> datetime:
    """What is due later cannot be at risk: of the longest limit and its extension as much is left,
    and two days for waits."""
    limits = desk.directory.policy().handling_limits.values()
    days = -(-max(limit.minutes for limit in limits) // _DAY)
    left = -(-2 * days * (100 - GONE) // 100) + 2
    return desk.directory.calendar().working_days_after(desk.clock.now(), left)
