"""The router: accepts what a rule is sure of, chooses the agency and, by load, the officer.

It looks at the case as it stands now, not at the event that woke it: an event that comes twice,
late or out of order finds nothing left to do.
"""

from __future__ import annotations

import zlib

from chalicelib.application.cases import CaseDesk
from chalicelib.application.transitions import Request, transition
from chalicelib.domain.actors import ROUTER, Role
from chalicelib.domain.cases import Case
from chalicelib.domain.commands import Accept, Assign, Command
from chalicelib.domain.errors import Conflict, Stale
from chalicelib.domain.routing import route
from chalicelib.domain.workflow import State

_STEPS = 3
"""Accept, assign, and once more if somebody came in between."""


def route_case(desk: CaseDesk, code: str, correlation_id: str) -> Case | None:
    """Take the case as far as the rules are sure; the case as it then stands."""
    case = desk.cases.find(code)
    for _ in range(_STEPS):
        command = _next_command(desk, case) if case else None
        if case is None or command is None:
            break
        request = Request(ROUTER, case, command, case.version, correlation_id)
        try:
            case = transition(desk, request)
        except (Stale, Conflict):
            case = desk.cases.find(code)
    return case


def _next_command(desk: CaseDesk, case: Case) -> Command | None:
    if case.state is State.RECEIVED:
        return Accept() if case.urgency != "urgent" and _sure_agency(desk, case) else None
    if case.state is State.ACCEPTED and case.returns == 0:
        agency = _sure_agency(desk, case)
        return Assign(agency, choose_officer(desk, agency, case.code)) if agency else None
    if case.state is State.ASSIGNED and case.agency and not _has_officer(desk, case):
        officer = choose_officer(desk, case.agency, case.code)
        return Assign(case.agency, officer, case.coordinating) if officer else None
    return None


def choose_officer(desk: CaseDesk, agency: str, code: str) -> str | None:
    """The active officer with the fewest open cases; without one, the leader; else nobody.

    Equal loads are told apart by a hash of case and officer, so that cases that arrive together
    spread although the index that counts loads lags a little.
    """
    staff = [person for person in desk.directory.officers(agency) if person.active]
    for role in (Role.OFFICER, Role.LEADER):
        candidates = [person.id for person in staff if person.role is role]
        if candidates:
            return min(candidates, key=lambda one: (desk.cases.count_open(one), _tie(one, code)))
    return None


def _sure_agency(desk: CaseDesk, case: Case) -> str | None:
    commune = desk.gazetteer.commune(case.commune)
    if commune is None:
        return None
    decision = route(desk.directory.routing_rules(), case.category, commune, case.urgency)
    return decision.agency if decision and decision.sure else None


def _has_officer(desk: CaseDesk, case: Case) -> bool:
    officer = desk.directory.officer(case.officer) if case.officer else None
    return officer is not None and officer.active


def _tie(officer: str, code: str) -> int:
    return zlib.crc32(f"{code}|{officer}".encode())
