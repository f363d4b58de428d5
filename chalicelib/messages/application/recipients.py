"""Whom a rule's audience means for one event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chalicelib.agencies.application.reading import active_staff
from chalicelib.agencies.domain.duty import stand_in_for
from chalicelib.agencies.domain.scopes import committee_for
from chalicelib.cases.application.followers import Follower
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.actors import Role
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.isolation import Isolation
from chalicelib.messages.application.messaging import ContactBook, NotificationDesk
from chalicelib.messages.domain.case_events import CaseEvent
from chalicelib.messages.domain.messages import Book
from chalicelib.messages.domain.notification_rules import Audience, Rule


def recipients(
    desk: NotificationDesk,
    contacts: ContactBook,
    rule: Rule,
    event: CaseEvent,
    isolation: Isolation,
    by: str | None = None,
) -> Sequence[str]:
    """Ids of accounts or officers, each once. Officers are not told what they did themselves. `by`:
    of followers those alone who follow because of that duplicate.

    Followers of whom it cannot be said whether they are to be told are kept by the isolation.
    """
    if rule.audience is Audience.REPORTER:
        return (event.reporter,)
    if rule.audience is Audience.FOLLOWERS:
        return _followers(desk, event, isolation, by)
    if rule.audience is Audience.WATCHERS:
        return _watchers(desk, event, isolation, by)
    if rule.audience is Audience.DISPUTER:
        return _disputer(desk, event)
    if rule.audience is Audience.EXTERNAL:
        return tuple(str(event.detail[one]) for one in ("external",) if one in event.detail)
    if rule.audience is Audience.OFFICER:
        return tuple(_officer(desk, contacts, event))
    return tuple(dict.fromkeys(_desks(desk, rule.audience, event)))


def _followers(
    desk: NotificationDesk, event: CaseEvent, isolation: Isolation, by: str | None
) -> Sequence[str]:
    """Whose own case is a duplicate of this one."""
    linked = _by_duplicates(desk, event, desk.followers.of(event.code), isolation, by)
    return _others((account for account, case in linked if case.reporter == account), event)


def _watchers(
    desk: NotificationDesk, event: CaseEvent, isolation: Isolation, by: str | None
) -> Sequence[str]:
    """Who chose to follow this case, or one that is a duplicate of it."""
    there = desk.followers.of(event.code)
    found = [one.account for one in there if one.duplicate is None and by is None]
    for account, case in _by_duplicates(desk, event, there, isolation, by):
        if case.reporter != account and desk.followers.follows(case.code, account):
            found.append(account)
    return _others(found, event)


def _by_duplicates(
    desk: NotificationDesk,
    event: CaseEvent,
    there: Iterable[Follower],
    isolation: Isolation,
    by: str | None,
) -> Iterator[tuple[str, Case]]:
    """Accounts with the duplicate by which each follows, only while it is one of this case."""
    known: dict[str, Case | None] = {}
    for follower in there:
        duplicate = follower.duplicate
        if duplicate is None or by not in (None, duplicate):
            continue
        if duplicate not in known:
            with isolation.of(f"{event.id} follower by {duplicate}"):
                known[duplicate] = desk.cases.find(duplicate)
        case = known.get(duplicate)
        if case is not None and case.duplicate_of == event.code:
            yield follower.account, case


def _disputer(desk: NotificationDesk, event: CaseEvent) -> Sequence[str]:
    """The event names the dispute by its number; whose it is, the case knows."""
    case, number = desk.cases.find(event.code), event.detail.get("dispute")
    found = case.disputes if case else ()
    return tuple(one.account for one in found if one.number == number)


def _others(accounts: Iterable[str], event: CaseEvent) -> Sequence[str]:
    """Each once, and never the reporter, who has messages of their own."""
    return tuple(account for account in dict.fromkeys(accounts) if account != event.reporter)


def _officer(desk: NotificationDesk, contacts: ContactBook, event: CaseEvent) -> Iterable[str]:
    """Without one, or with one who has left, the leaders must know.

    For an officer who is away that day the stand-in is told as well, or the leaders.
    """
    if event.officer is None or contacts.find(Book.OFFICERS, event.officer) is None:
        return _leaders(desk, event)
    told = [] if event.officer == event.actor else [event.officer]
    officer, day = desk.directory.officer(event.officer), local_date(event.at)
    if officer is None or officer.is_on_duty(day):
        return told
    other = stand_in_for(desk.directory.officers(officer.agency), officer.id, day)
    instead = [other.id] if other else _leaders(desk, event)
    return [*told, *(id for id in instead if id not in (event.actor, event.officer))]


def _desks(desk: NotificationDesk, audience: Audience, event: CaseEvent) -> Iterable[str]:
    if audience is Audience.PART:
        return _part(desk, event)
    if audience is Audience.MENTIONED:
        named = str(event.detail.get("mention", "")).split()
        return [officer for officer in named if officer != event.actor]
    if audience is Audience.LEADERS:
        return _leaders(desk, event)
    if audience is Audience.COORDINATING:
        agencies = event.coordinating
        return [one for agency in agencies for one in _staff(desk, agency, Role.LEADER, event)]
    role = Role.INTAKE if audience is Audience.INTAKE else Role.SUPERVISOR
    return _watching(desk, role, event)


def _part(desk: NotificationDesk, event: CaseEvent) -> Iterable[str]:
    named = str(event.detail.get("part_officer") or "")
    officer = desk.directory.officer(named) if named else None
    if officer is not None and officer.active:
        return [officer.id] if officer.id != event.actor else []
    return _staff(desk, str(event.detail.get("part")), Role.LEADER, event)


def _watching(desk: NotificationDesk, role: Role, event: CaseEvent) -> list[str]:
    """The province's, and those of the agency that has the case, of the commune it lies in, and of
    the desk that it is addressed to."""
    addressed = event.desk if role is Role.INTAKE else None
    agencies = (desk.central_agency, event.agency, committee_for(event.commune), addressed)
    found = dict.fromkeys(agency for agency in agencies if agency is not None)
    return [one for agency in found for one in _staff(desk, agency, role, event)]


def _leaders(desk: NotificationDesk, event: CaseEvent) -> Iterable[str]:
    """Of the case's agency; where none is on duty, or only who acted, the supervisors as well."""
    if event.agency is None:
        return ()
    leaders = _staff(desk, event.agency, Role.LEADER, event)
    there = (desk.directory.officer(id) for id in leaders)
    if any(one is not None and one.is_on_duty(local_date(event.at)) for one in there):
        return leaders
    return [*leaders, *_watching(desk, Role.SUPERVISOR, event)]


def _staff(desk: NotificationDesk, agency: str, role: Role, event: CaseEvent) -> list[str]:
    staff = active_staff(desk.directory, agency, role)
    return [officer.id for officer in staff if officer.id != event.actor]
