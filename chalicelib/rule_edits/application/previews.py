"""What an edit would do, before it is made: nothing here writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.cases.application.case_index import CaseIndex, last_cases
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.open_cases import open_case, open_cases
from chalicelib.cases.application.routing import routed_matter
from chalicelib.cases.application.transitions import circumstances
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.time_events import TimeEvent, outlook
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.actors import SCHEDULE
from chalicelib.kernel.faults import Work
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position
from chalicelib.rules.domain.abuse import AbuseWords
from chalicelib.rules.domain.channels import CaseChannel
from chalicelib.rules.domain.policies import Policy
from chalicelib.rules.domain.routing import Route, RoutedMatter, RoutingRules, route
from chalicelib.rules.domain.urgencies import Urgency
from chalicelib.worktime.domain.calendars import Calendar

COMING = timedelta(days=7)
"""How far the preview of reminders looks."""
LAST_CASES = 1000
"""On which new rules of routing are tried, and new words that insult."""


@dataclass(frozen=True)
class MovedCase:
    """An open case whose due time an edit of the calendar would move. Instants are UTC."""

    code: str
    agency: str | None
    before: datetime
    after: datetime
    overdue: bool
    """Whether it would be overdue now."""


@dataclass(frozen=True)
class ComingReminder:
    """A reminder or escalation of the coming week: `same`, `new` by the edit, or `gone`."""

    at: datetime
    code: str
    agency: str | None
    reminder: str
    to: str
    change: str


@dataclass(frozen=True)
class Rerouted:
    """Where cases of a category and urgency from a commune would go instead."""

    category: str
    urgency: Urgency
    commune: str
    before: Route | None
    after: Route | None


@dataclass(frozen=True)
class ReroutedCase:
    """A case that came lately, where it would go now, and where by the edit."""

    code: str
    matter: RoutedMatter
    before: Route | None
    after: Route | None


@dataclass(frozen=True)
class HeldCase:
    """A case that came lately: the insults that are found in it now, and those by the edit."""

    code: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class PreviewPage(Page[MovedCase | ComingReminder | ReroutedCase | HeldCase]):
    """What one page of cases says: of some nothing, of some several things.

    Of `failed` cases it cannot be said what the edit would do.
    """

    examined: int = field(kw_only=True)
    failed: tuple[str, ...] = field(kw_only=True)


def moved_cases(
    desk: CaseDesk, calendar: Calendar, limit: int, position: Position | None
) -> PreviewPage:
    """Which of the next `limit` open cases the calendar would move."""
    return _page(desk, limit, position, lambda case: _moved(desk, case, calendar))


def coming_reminders(
    desk: CaseDesk, policy: Policy, limit: int, position: Position | None
) -> PreviewPage:
    """What would be sent for the next `limit` open cases in the coming week if nobody did
    anything, beside what would be sent as things are."""
    return _page(desk, limit, position, lambda case: _coming(desk, case, policy))


def rerouted(desk: CaseDesk, before: RoutingRules, after: RoutingRules) -> list[Rerouted]:
    """Every category, urgency and commune whose cases would go another way, or wait or not, when
    they come from persons through the app and no key word stands in them."""
    matters = (
        RoutedMatter(category.code, commune, urgency, CaseChannel.APP)
        for category in desk.directory.categories()
        for urgency in Urgency
        for commune in desk.gazetteer.communes()
    )
    return [
        Rerouted(matter.category, matter.urgency, matter.commune.code, old, new)
        for matter in matters
        for old, new in [(route(before, matter), route(after, matter))]
        if _way(old) != _way(new)
    ]


def rerouted_cases(
    desk: CaseDesk,
    index: CaseIndex,
    rules: tuple[RoutingRules, RoutingRules],
    limit: int,
    position: Position | None,
) -> PreviewPage:
    """Which of the next `limit` of the last cases the rules before and after would lead another
    way, as each case is now."""

    def look(case: Case) -> Iterator[ReroutedCase]:
        if matter := _matter(desk, case):
            one = ReroutedCase(case.code, matter, *(route(one, matter) for one in rules))
            if _way(one.before) != _way(one.after):
                yield one

    return _last(desk, index, limit, position, look)


def held_cases(
    desk: CaseDesk,
    index: CaseIndex,
    words: tuple[AbuseWords, AbuseWords],
    limit: int,
    position: Position | None,
) -> PreviewPage:
    """In which of the next `limit` of the last cases other words are found by the list after than
    by the one before."""

    def look(case: Case) -> Iterator[HeldCase]:
        before, after = (one.found_in(case.description) for one in words)
        if set(before) != set(after):
            yield HeldCase(case.code, before, after)

    return _last(desk, index, limit, position, look)


def _last(
    desk: CaseDesk,
    index: CaseIndex,
    limit: int,
    position: Position | None,
    look: Callable[[Case], Iterator[ReroutedCase | HeldCase]],
) -> PreviewPage:
    """What there is to say of the next `limit` of the last cases: `LAST_CASES` at most, of a year
    at most. One batch, and a query for each month that is looked into."""
    seen = int(position["seen"]) if position else 0
    if seen >= LAST_CASES:
        return PreviewPage((), position, False, examined=0, failed=())
    start = {name: value for name, value in (position or {}).items() if name != "seen"} or None
    page = last_cases(index, desk.clock.now(), min(limit, LAST_CASES - seen), start)
    cases, failed = index.read(page.items)
    seen += len(page.items)
    end = {**page.end, "seen": str(seen)} if page.end else None
    items = tuple(one for case in cases for one in look(case))
    more, count = page.more and seen < LAST_CASES, len(page.items)
    return PreviewPage(items, end, more, examined=count, failed=tuple(failed))


def _matter(desk: CaseDesk, case: Case) -> RoutedMatter | None:
    """As the router would see it now; None where its commune is no longer there, and where whoever
    entered it said whose it is: no rule is asked then."""
    commune = desk.gazetteer.commune(case.commune)
    if commune is None or case.addressed_to is not None:
        return None
    return routed_matter(case, commune, case.accepted_urgency)


def _page(
    desk: CaseDesk,
    limit: int,
    position: Position | None,
    look: Callable[[Case], Iterable[MovedCase | ComingReminder]],
) -> PreviewPage:
    page, isolation = open_cases(desk, limit, position), Isolation(desk.faults, Work.PREVIEW)
    items: list[MovedCase | ComingReminder | ReroutedCase | HeldCase] = []
    for code in page.items:
        with isolation.of(code):
            case = open_case(desk, code)
            items += list(look(case)) if case else []
    return PreviewPage(
        tuple(items), page.end, page.more, examined=len(page.items), failed=isolation.things
    )


def _moved(desk: CaseDesk, case: Case, calendar: Calendar) -> Iterator[MovedCase]:
    now = desk.clock.now()
    if case.clock is None:
        return
    clock = case.clock.recompute(calendar, now)
    if clock.due_at != case.clock.due_at:
        overdue = clock.due.is_overdue(now)
        yield MovedCase(case.code, case.agency, case.clock.due_at, clock.due_at, overdue)


def _coming(desk: CaseDesk, case: Case, policy: Policy) -> Iterator[ComingReminder]:
    about = circumstances(desk, case, SCHEDULE)
    until = about.now + COMING
    edited = replace(about, policy=replace(about.policy, reminders=policy.reminders))
    before = set(_reminders(outlook(case, about, until)))
    after = set(_reminders(outlook(case, edited, until)))
    for one in sorted(before | after):
        change = "gone" if one not in after else "same" if one in before else "new"
        at, reminder, to = one
        yield ComingReminder(at, case.code, case.agency, reminder, to, change)


def _reminders(time_events: Iterable[TimeEvent]) -> Iterator[tuple[datetime, str, str]]:
    for event in time_events:
        if event.action in (Action.REMIND, Action.ESCALATE):
            facts = dict(event.facts)
            yield event.at, facts["reminder"], facts["to"]


def _way(decision: Route | None) -> tuple[str, bool, frozenset[str]] | None:
    """What differs for the case: by which rule, does not."""
    if decision is None:
        return None
    return decision.agency, decision.sure, frozenset(decision.coordinating)
