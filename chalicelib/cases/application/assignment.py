"""The router: accepts what a rule is sure of, chooses the agency and, by load, the officer.

It looks at the case as it stands now, not at the event that woke it: an event that comes twice,
late or out of order finds nothing left to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from chalicelib.agencies.domain.duty import choose
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.routing import proposed_route
from chalicelib.cases.application.suggestion import suggest
from chalicelib.cases.application.transitions import Request, transition
from chalicelib.cases.domain.cases import Case, Entry
from chalicelib.cases.domain.commands import Accept, Assign, Command
from chalicelib.cases.domain.workflow import WORDS, Action, State
from chalicelib.kernel.actors import ROUTER, SCHEDULE
from chalicelib.kernel.errors import Conflict, Stale
from chalicelib.kernel.instants import local_date
from chalicelib.rules.application.ports import CategoryModels
from chalicelib.rules.domain.categories import Category
from chalicelib.rules.domain.routing import Route
from chalicelib.rules.domain.urgencies import Urgency

_STEPS = 3
"""Accept, assign, and once more if somebody came in between."""


def route_case(
    desk: CaseDesk, models: CategoryModels, code: str, correlation_id: str
) -> Case | None:
    """Take the case as far as the rules are sure; the case as it then stands."""
    case = desk.cases.find(code)
    for _ in range(_STEPS):
        command = _next_command(desk, models, case) if case else None
        if case is None or command is None:
            break
        request = Request(ROUTER, case, command, case.version, correlation_id)
        try:
            case = transition(desk, request)
        except (Stale, Conflict):
            case = desk.cases.find(code)
        else:
            if isinstance(command, Assign) and command.officer is not None:
                desk.loads.give(command.officer)
    return case


def _next_command(desk: CaseDesk, models: CategoryModels, case: Case) -> Command | None:
    if _came_back(case):
        return None
    if case.state is State.RECEIVED:
        urgent = Urgency.URGENT in (case.urgency, case.urgency_asked)
        if urgent or case.addressed_to or desk.directory.abuse_words().found_in(case.description):
            return None
        return _acceptance(desk, models, case)
    if case.state is State.ACCEPTED and case.returns == 0:
        return _assignment(desk, case, _sure_route(desk, case))
    if case.state is State.ASSIGNED and case.agency and not _has_officer(desk, case):
        officer = choose_officer(desk, case.agency, case.code, case.officer)
        keeps = officer is None or officer == case.officer
        return None if keeps else Assign(case.agency, officer)
    return None


def _acceptance(desk: CaseDesk, models: CategoryModels, case: Case) -> Command | None:
    """As the citizen has it, or as another category where the policy lets a suggestion decide: if a
    rule is sure of it then."""
    category = _decided(desk, models, case)
    if category is None:
        return Accept() if _sure_route(desk, case) else None
    urgency = category.default_urgency
    decided = replace(case, category=category.code, urgency=urgency)
    return Accept(category.code) if _sure_route(desk, decided) else None


def _decided(desk: CaseDesk, models: CategoryModels, case: Case) -> Category | None:
    policy = desk.directory.policy().suggestions
    suggestion = suggest(desk, models, case.description) if policy.decides else None
    if suggestion is None or not policy.is_decided(suggestion.guess):
        return None
    category = desk.directory.category(suggestion.guess.category)
    return category if category and category.code != case.category else None


def _came_back(case: Case) -> bool:
    """Its parent ended without an answer: the intake desk looks at it before any rule does."""
    lines = (line for line in _moves(case) if line.actor != SCHEDULE)
    return any(line.facts.get("parent_ended") for line in islice(lines, 1))


def _moves(case: Case) -> Iterator[Entry]:
    """What was done to it, the last first; words change nothing."""
    return (line for line in reversed(case.timeline) if line.action not in WORDS)


def choose_officer(desk: CaseDesk, agency: str, code: str, before: str | None = None) -> str | None:
    """Who of the agency gets the case today (`domain/duty.py`); None where nobody is on duty."""
    staff, now = desk.directory.officers(agency), desk.clock.now()

    def load(officer: str) -> int:
        return desk.loads.of(officer, now, desk.cases.count_open)

    return choose(staff, local_date(now), load, code, before)


def _assignment(desk: CaseDesk, case: Case, decision: Route | None) -> Command | None:
    if decision is None:
        return None
    officer = choose_officer(desk, decision.agency, case.code)
    return Assign(decision.agency, officer, decision.coordinating)


def _sure_route(desk: CaseDesk, case: Case) -> Route | None:
    decision = proposed_route(desk, case)
    return decision if decision and decision.sure else None


def _has_officer(desk: CaseDesk, case: Case) -> bool:
    """Somebody who is there. Who was named by hand stays, also while away: people know why."""
    officer = desk.directory.officer(case.officer) if case.officer else None
    if officer is None or not officer.active:
        return False
    by_hand = next(_moves(case)).action is Action.ASSIGN
    return by_hand or officer.is_on_duty(local_date(desk.clock.now()))
