"""Where the rules would send a case, sure or not."""

from __future__ import annotations

from chalicelib.agencies.domain.scopes import DESK_ROLES
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import State
from chalicelib.kernel.actors import Actor
from chalicelib.places.domain.communes import Commune
from chalicelib.rules.domain.routing import Route, RoutedMatter, route
from chalicelib.rules.domain.urgencies import Urgency

ADDRESSED = "addressed_to"
"""In place of a rule: whoever entered the case said whose it is."""


def proposed_route(desk: CaseDesk, case: Case) -> Route | None:
    """By the rules of now, the first that fits; None where no rule does."""
    if case.addressed_to is not None:
        return Route(case.addressed_to, sure=True, rule=ADDRESSED, version=case.policy)
    commune = desk.gazetteer.commune(case.commune)
    if commune is None:
        return None
    matter = routed_matter(case, commune, case.urgency)
    return route(desk.directory.routing_rules(), matter)


def routed_matter(case: Case, commune: Commune, urgency: Urgency) -> RoutedMatter:
    """What rules look at of the case."""
    sent_for = case.organisation.number if case.organisation else None
    text = case.description
    return RoutedMatter(case.category, commune, urgency, case.channel, text, sent_for)


def route_shown(desk: CaseDesk, reader: Actor, case: Case) -> Route | None:
    """To desks and supervisors, as long as somebody of them may have to say whose the case is."""
    waits = case.agency is None and case.state in (State.RECEIVED, State.ACCEPTED)
    return proposed_route(desk, case) if waits and reader.role in DESK_ROLES else None
