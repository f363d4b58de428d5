"""Visits come in, hundreds at once, late and more than once. Source: docs/handbook.md §10."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chalicelib.campaign.application.membership import MembershipDesk, phone_hash
from chalicelib.campaign.application.ports import AT_ONCE, HOUSEHOLDS_AT_ONCE, VisitBook
from chalicelib.campaign.domain.campaign_events import VisitsCounted
from chalicelib.campaign.domain.teams import Team, TeamMember
from chalicelib.campaign.domain.visits import (
    EntryAnswer,
    EntryRefused,
    EntryStatus,
    Household,
    TeamVisit,
    VisitEntry,
    judged,
    known_of,
    met_before,
    seen,
)
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import TooMany
from chalicelib.kernel.ids import sortable_id
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.pages import Page, Position

_ATTEMPTS = 8


@dataclass(frozen=True)
class VisitDesk:
    """What the use cases of visits need. `countries`: whose mobile numbers are taken."""

    clock: Clock
    membership: MembershipDesk
    book: VisitBook
    countries: frozenset[int]


def send_visits(
    desk: VisitDesk, member: TeamMember, entries: Sequence[VisitEntry], correlation_id: str
) -> list[EntryAnswer]:
    """One answer for each entry, in their order: whatever is wrong with one keeps no other from
    counting, and what comes again counts once. Raises TooMany (`too_busy`)."""
    answers: dict[int, EntryAnswer] = {}
    wanted: dict[str, TeamVisit] = {}
    places: dict[str, int] = {}
    doubles: dict[int, TeamVisit] = {}
    now = desk.clock.now()
    for place, entry in enumerate(entries):
        try:
            visit = _hashed(desk, judged(entry, member, now, desk.countries))
        except EntryRefused as refused:
            answers[place] = EntryAnswer(entry.client_id, EntryStatus.REFUSED, refused.code)
            continue
        if visit.client_id in wanted:
            doubles[place] = visit
            continue
        wanted[visit.client_id], places[visit.client_id] = visit, place
    for answer in _counted(desk, list(wanted.values()), correlation_id):
        answers[places[answer.client_id]] = answer
    named = dict.fromkeys(visit.client_id for visit in doubles.values())
    there = desk.book.find(list(named)) if named else {}
    answers |= {place: met_before(one, there[one.client_id]) for place, one in doubles.items()}
    return [answers[place] for place in range(len(entries))]


def visits_of(
    desk: VisitDesk, member: TeamMember, day: date | None, limit: int, position: Position | None
) -> Page[TeamVisit]:
    """The member's team's of a day; today's, if none is named."""
    asked = day or local_date(desk.clock.now())
    return desk.book.of_team(member.team, asked, limit, position)


def _hashed(desk: VisitDesk, visit: TeamVisit) -> TeamVisit:
    if visit.phone is None:
        return visit
    return replace(visit, phone=phone_hash(desk.membership.hashes, visit.phone))


def _counted(
    desk: VisitDesk, visits: Sequence[TeamVisit], correlation_id: str
) -> Iterator[EntryAnswer]:
    households = dict(_households(desk, visits))
    for batch in _batches(visits):
        told = []
        for visit in batch:
            household = households.get(visit.phone) if visit.phone else None
            told.append(replace(visit, said=known_of(visit, household)))
            if visit.phone:
                households[visit.phone] = seen(households, visit)
        yield from _written(desk, told, correlation_id)


def _households(desk: VisitDesk, visits: Sequence[TeamVisit]) -> Mapping[str, Household]:
    phones = list(dict.fromkeys(visit.phone for visit in visits if visit.phone))
    return desk.book.households(phones) if phones else {}


def _batches(visits: Sequence[TeamVisit]) -> Iterator[list[TeamVisit]]:
    """In the order of days and hamlets, since what is counted together is told together."""
    batch: list[TeamVisit] = []
    for visit in sorted(visits, key=lambda one: (one.day, one.hamlet, one.at)):
        with_phone = sum(one.phone is not None for one in batch)
        if len(batch) == AT_ONCE or (visit.phone and with_phone == HOUSEHOLDS_AT_ONCE):
            yield batch
            batch = []
        batch.append(visit)
    if batch:
        yield batch


def _written(
    desk: VisitDesk, visits: Sequence[TeamVisit], correlation_id: str
) -> list[EntryAnswer]:
    """Those whose client ids were free; the others are looked at, and left out."""
    left, answers = list(visits), list[EntryAnswer]()
    for _ in range(_ATTEMPTS):
        if not left or desk.book.add(_told(desk, left, correlation_id)):
            counted = EntryStatus.COUNTED
            return [*answers, *(EntryAnswer(v.client_id, counted, v.said) for v in left)]
        there = desk.book.find([visit.client_id for visit in left])
        answers += [met_before(v, there[v.client_id]) for v in left if v.client_id in there]
        left = [visit for visit in left if visit.client_id not in there]
    raise TooMany("too_busy", 1)


def _told(desk: VisitDesk, visits: Sequence[TeamVisit], correlation_id: str) -> VisitsCounted:
    """Under an id of its own: a write that is tried again tells of other visits."""
    now, first = desk.clock.now(), visits[0]
    team = Team(first.commune, first.team_hamlet)
    return VisitsCounted(sortable_id(now), now, correlation_id, team, tuple(visits))
