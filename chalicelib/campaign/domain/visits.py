"""Visits of a team from door to door, as a phone sends them in: each is judged by itself.

Source: docs/handbook.md §10, "Rulings". A device is one member's: who signs in on another phone
goes on with the same visits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.campaign.domain.teams import TeamMember, folded_hamlet
from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.phones import parse_phone
from chalicelib.kernel.time_forms import parse_instant

AHEAD = timedelta(days=1)
"""So far may a device's clock be ahead of the server's."""
BACK = timedelta(days=31)
"""So long may a visit wait to be sent in."""


class VisitResult(StrEnum):
    """How a visit ended."""

    ACCOUNT_MADE = "account_made"
    HAS_ACCOUNT = "has_account"
    NO_SMARTPHONE = "no_smartphone"
    ABSENT = "absent"
    REFUSED = "refused"
    LATER = "later"


class EntryStatus(StrEnum):
    """What became of one entry."""

    COUNTED = "counted"
    REPEATED = "repeated"
    REFUSED = "refused"


@dataclass(frozen=True)
class VisitEntry:
    """One entry as the device has it; `at` is the device's time."""

    client_id: str
    at: str
    hamlet: str
    result: str
    phone: str | None = None


@dataclass(frozen=True)
class TeamVisit:
    """A visit that counts. `day` is the local day of the device's time, `commune` and
    `team_hamlet` say whose visit it is, `phone` is the keyed hash of the household's."""

    client_id: str
    at: datetime
    day: date
    commune: str
    hamlet: str
    result: VisitResult
    member: str
    team_hamlet: str
    received_at: datetime
    phone: str | None = None
    said: str | None = None
    """What was said of it: the household had been visited before, or the like."""

    @property
    def team(self) -> str:
        """Whose it is, of all communes, many of which have a hamlet of the same name; however lists
        write it."""
        return f"{self.commune}#{folded_hamlet(self.team_hamlet)}"

    def says_what(self, other: TeamVisit) -> bool:
        """Whether the other is the same visit, sent in again; lists may write its hamlet otherwise
        by now."""
        mine = (self.at, folded_hamlet(self.hamlet), self.result, self.phone)
        return mine == (other.at, folded_hamlet(other.hamlet), other.result, other.phone)


@dataclass(frozen=True)
class EntryAnswer:
    """What is answered to one entry; `code` says why it was refused, or what is to be known."""

    client_id: str
    status: EntryStatus
    code: str | None = None


class EntryRefused(Exception):
    """This entry does not count; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Household:
    """What is known of the people behind a phone: which teams were there (`TeamVisit.team`; by
    their hamlet alone, of before), and since when they have an account, made with whose help (None:
    alone)."""

    teams: frozenset[str] = frozenset()
    account_since: datetime | None = None
    helper: str | None = None


def judged(
    entry: VisitEntry, member: TeamMember, now: datetime, countries: frozenset[int]
) -> TeamVisit:
    """The visit, with the phone as it is in E.164; raises EntryRefused."""
    at = _instant(entry.at)
    if at > now + AHEAD:
        raise EntryRefused("clock_ahead")
    if at < now - BACK:
        raise EntryRefused("too_old")
    hamlet = member.hamlets.named(entry.hamlet)
    if hamlet is None:
        raise EntryRefused("hamlet_not_of_commune")
    if entry.result not in set(VisitResult):
        raise EntryRefused("unknown_result")
    return TeamVisit(
        client_id=entry.client_id,
        at=at,
        day=local_date(at),
        commune=member.team.commune,
        hamlet=hamlet,
        result=VisitResult(entry.result),
        member=member.account,
        team_hamlet=member.team.hamlet,
        received_at=now,
        phone=_phone(entry.phone, countries),
    )


def known_of(visit: TeamVisit, household: Household | None) -> str | None:
    """What the team is told of a visit that counts all the same."""
    if household is None:
        return None
    by_another = household.account_since is not None and household.helper != visit.member
    if visit.result is VisitResult.ACCOUNT_MADE and by_another:
        return "account_made_by_another"
    if household.teams - {visit.team, visit.team_hamlet}:
        return "visited_by_another_team"
    return "visited_before" if household.teams else None


def met_before(visit: TeamVisit, there: TeamVisit) -> EntryAnswer:
    """What is answered where the client id is taken by a visit."""
    if there.member != visit.member:
        return EntryAnswer(visit.client_id, EntryStatus.REFUSED, "client_id_of_another_device")
    if not visit.says_what(there):
        return EntryAnswer(visit.client_id, EntryStatus.REFUSED, "client_id_used")
    return EntryAnswer(visit.client_id, EntryStatus.REPEATED, there.said)


def seen(visits: Mapping[str, Household], visit: TeamVisit) -> Household:
    """The household, once this visit has been there."""
    before = visits.get(visit.phone or "", Household())
    teams = before.teams | {visit.team}
    return Household(teams, before.account_since, before.helper)


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except Invalid:
        raise EntryRefused("not_an_instant") from None


def _phone(text: str | None, countries: frozenset[int]) -> str | None:
    if text is None:
        return None
    try:
        return parse_phone(text, countries)
    except Invalid as invalid:
        first: Fault = invalid.faults[0]
        raise EntryRefused(first.code) from None
