"""How many officers were trained before they got an account.

An account is handed over when its owner sets the first password by the link of an invitation: the
audit's line of that says who and when, also of accounts of long ago.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from chalicelib.agencies.domain.scopes import DESK_ROLES
from chalicelib.audit.application.ports import AuditBook, AuditFilter
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.audit.domain.lines import AuditLine
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.entries import EntryStore, OfficeEntry
from chalicelib.kernel.errors import Forbidden
from chalicelib.kernel.faults import Work
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Position
from chalicelib.kernel.time_forms import FIRST_DAY
from chalicelib.trainings.application.trainings import TrainingDesk
from chalicelib.trainings.domain.trainings import ALL_SESSIONS

T = TypeVar("T", bound=OfficeEntry)
_AT_ONCE = 1000
_READERS = DESK_ROLES | {Role.LEADER}
_OFFICER = "officer#"


@dataclass(frozen=True)
class TrainedDesk:
    """What the figure is made of."""

    trainings: TrainingDesk
    book: AuditBook


@dataclass(frozen=True)
class HandedOver:
    """When an officer got the account (UTC), and of which agency that officer then was."""

    agency: str
    at: datetime


@dataclass(frozen=True)
class Trained:
    """Officers who got an account, and those of them who had been trained before."""

    handed_over: int = 0
    trained_before: int = 0


@dataclass(frozen=True)
class TrainedFigure:
    """The total, a line for each agency with an account, and what could not be read.

    `waiting` were trained and have no account yet.
    """

    total: Trained
    rows: Mapping[str, Trained] = field(default_factory=dict)
    waiting: int = 0
    unreadable: tuple[str, ...] = ()


def trained_before_accounts(desk: TrainedDesk, reader: Actor) -> TrainedFigure:
    """For the province all agencies, else the reader's; raises Forbidden (`report_not_allowed`).

    A session counts if it began before the hand-over, and was held.
    """
    if not reader.province and reader.role not in _READERS:
        raise Forbidden("report_not_allowed")
    isolation = Isolation(desk.trainings.faults, Work.SHOW)
    first = _first_sessions(desk.trainings, isolation)
    accounts, broken = _handed_over(desk)
    rows: dict[str, list[bool]] = defaultdict(list)
    for officer, one in accounts.items():
        if reader.province or one.agency == reader.agency:
            rows[one.agency].append(officer in first and first[officer] < one.at)
    counted = {agency: _counted(flags) for agency, flags in sorted(rows.items())}
    every = _counted([flag for flags in rows.values() for flag in flags])
    waiting = len(first.keys() - accounts.keys()) if reader.province else 0
    return TrainedFigure(every, counted, waiting, (*isolation.things, *broken))


def _counted(flags: list[bool]) -> Trained:
    return Trained(len(flags), sum(flags))


def _first_sessions(desk: TrainingDesk, isolation: Isolation) -> dict[str, datetime]:
    """When the first session began that each officer was at; as sessions stand now."""
    began = {
        one.id: one.starts_at for one in _all(desk.kept.sessions, isolation) if not one.cancelled
    }
    first: dict[str, datetime] = {}
    for seen in _all(desk.kept.attendances, isolation):
        at = began.get(seen.training) if seen.present else None
        if at is not None:
            first[seen.officer] = min(at, first.get(seen.officer, at))
    return first


def _handed_over(desk: TrainedDesk) -> tuple[dict[str, HandedOver], tuple[str, ...]]:
    """Of each officer the first password that was set by an invitation."""
    found: dict[str, HandedOver] = {}
    broken: list[str] = []
    for line in _lines(desk, broken):
        if line.what.get("by") != "invitation":
            continue
        officer = line.subject.removeprefix(_OFFICER)
        known = found.get(officer)
        if known is None or line.at < known.at:
            found[officer] = HandedOver(line.actor.agency or "", line.at)
    return found, tuple(broken)


def _all(store: EntryStore[T], isolation: Isolation) -> Iterator[T]:
    position: Position | None = None
    while True:
        page = store.page([ALL_SESSIONS], _AT_ONCE, position, isolation)
        yield from page.items
        position = page.position
        if position is None:
            return


def _lines(desk: TrainedDesk, broken: list[str]) -> Iterator[AuditLine]:
    until = local_date(desk.trainings.clock.now()) + timedelta(days=1)
    wanted = AuditFilter(FIRST_DAY, until, kind=AuditKind.PASSWORD_SET)
    position: Position | None = None
    while True:
        page = desk.book.page(wanted, _AT_ONCE, position)
        yield from (one.line for one in page.items)
        broken += page.unreadable
        position = page.position
        if position is None:
            return
