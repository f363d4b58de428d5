"""Who may see and do what with one case. Source: docs/handbook.md §2, §3."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Protocol

from chalicelib.agencies.domain.scopes import DESK_ROLES, commune_of
from chalicelib.cases.domain.actions.afterwards import is_within
from chalicelib.cases.domain.actions.assignment import is_past_return
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.drawn_answers import answered_it, awaited_reinspection
from chalicelib.cases.domain.escalations import addressed, unacknowledged
from chalicelib.cases.domain.parties import Party, Relation
from chalicelib.cases.domain.room import takes_more_than_there_is
from chalicelib.cases.domain.snoozes import snoozer
from chalicelib.cases.domain.visibility import Visibility
from chalicelib.cases.domain.workflow import Action, Position, State, find_step, open_to
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.frozen import frozen
from chalicelib.rules.domain.policies import Policy
from chalicelib.worktime.domain.calendars import Calendar

AGENCY_ROLES = frozenset({Role.OFFICER, Role.LEADER})


class OfAgencies(Protocol):
    """A case, or what a list shows of it."""

    @property
    def agency(self) -> str | None:
        """The one that leads."""
        ...

    @property
    def coordinating(self) -> tuple[str, ...]:
        """Those that co-ordinate."""
        ...

    @property
    def commune(self) -> str:
        """Where it lies."""
        ...

    @property
    def addressed_to(self) -> str | None:
        """The agency whose desk is to look at it."""
        ...


def agencies_that_see(case: OfAgencies) -> tuple[str, ...]:
    """The agencies whose people see it, each once."""
    return tuple(dict.fromkeys(one for one in (case.agency, *case.coordinating) if one))


def covers(actor: Actor, case: OfAgencies) -> bool:
    """Whether it lies in the scope of somebody of the office: the province's all of them; agencies
    those they lead or co-ordinate, a commune's desk and supervisors all that lies there."""
    return actor.province or _by_agency(actor, case) is not None


def may_see(actor: Actor, case: Case) -> bool:
    """Citizens see their own cases, the centre all; agencies those they lead or co-ordinate, their
    intake desk and supervisors too, who of a commune's agency see all that lies in the
    commune; and whoever entered one for somebody sees it too."""
    return relation_to(actor, case) is not None


def relation_to(actor: Actor, case: Case) -> Relation | None:
    """What this person has to do with the case; None: it does not exist for them."""
    if actor.role is Role.CITIZEN:
        return Relation.HOLDS if case.reporter == actor.id else None
    if actor.province or actor.role is Role.SYSTEM:
        return Relation.HOLDS
    return _by_agency(actor, case) or _by_entry(actor, case)


def _by_entry(actor: Actor, case: Case) -> Relation | None:
    """Whoever entered it for somebody sees what becomes of it."""
    entered = case.on_behalf is not None and case.on_behalf.by == actor.id
    return Relation.WATCHES if entered else None


def _by_agency(actor: Actor, case: OfAgencies) -> Relation | None:
    if actor.agency is None or actor.role not in AGENCY_ROLES | DESK_ROLES:
        return None
    if actor.agency == case.agency:
        return Relation.HOLDS
    if actor.agency in case.coordinating:
        return Relation.COORDINATES
    if actor.role not in DESK_ROLES:
        return None
    lies_here = commune_of(actor.agency) == case.commune
    waits_for = case.addressed_to or (actor.agency if lies_here else None)
    if case.agency is None and waits_for == actor.agency:
        return Relation.HOLDS
    return Relation.WATCHES if lies_here else None


def acting_roles(actor: Actor, case: Case, sole_staff: bool) -> frozenset[Role]:
    """The roles in which this person may act on this case.

    Where an agency has one person only, that person does an officer's work, also as its leader,
    and the supervisor stands in for the leader in every action.
    """
    if actor.role in AGENCY_ROLES and sole_staff:
        return frozenset({Role.OFFICER})
    if actor.role is Role.SUPERVISOR and sole_staff and case.agency is not None:
        return frozenset({Role.SUPERVISOR, Role.LEADER})
    return frozenset({actor.role})


def parties(actor: Actor, case: Case, sole_staff: bool) -> tuple[Party, ...]:
    """As whom this person acts on this case, in the order in which the table is asked."""
    relation = relation_to(actor, case)
    if relation is None and actor.role in (Role.CITIZEN, Role.EXTERNAL):
        relation = Relation.FOLLOWS if actor.role is Role.CITIZEN else Relation.HOLDS
    if relation is None:
        return ()
    roles = sorted(acting_roles(actor, case, sole_staff))
    return tuple(Party(role, actor.scope, relation) for role in roles)


def may_ever(actor: Actor, action: Action, case: Case, sole_staff: bool) -> bool:
    """Whether the action is this person's at all, from whatever state."""
    return any(open_to(action, party) for party in parties(actor, case, sole_staff))


@cache
def open_from(position: Position, party: Party) -> frozenset[Action]:
    """The actions for which the workflow table has a row for this party here. There are few
    positions and few parties, and each case that is shown asks."""
    return frozenset(one for one in Action if find_step(one, position, party) is not None)


def may_accept(actor: Actor, category: str, policy: Policy) -> bool:
    """Whether the policy leaves cases of that category to this person: the desk of an agency or
    a commune accepts those that are named there, the province's all."""
    at_desk = actor.role is Role.INTAKE and not actor.province
    return not at_desk or policy.desk_accepts(category)


@frozen
class RulesNow:
    """What time and policy say of a case: its own version of the policy, and now (UTC)."""

    policy: Policy
    calendar: Calendar
    now: datetime


def allowed_actions(
    actor: Actor, case: Case, sole_staff: bool, rules: RulesNow | None = None
) -> tuple[Action, ...]:
    """What the reader may do now, in the order of the workflow table.

    Leaves out what the table allows but a rule of the case surely refuses, and with `rules` what
    its policy does, or the hour.
    """
    here = (open_from(case.position, one) for one in parties(actor, case, sole_staff))
    possible = frozenset[Action]().union(*here)
    return tuple(
        action
        for action in Action
        if action in possible
        and not _ruled_out(actor, action, case)
        and not takes_more_than_there_is(case, action)
        and not _unmarkable(actor, action, case, sole_staff)
        and not (rules and _is_over(actor, action, case, rules))
    )


def _is_over(actor: Actor, action: Action, case: Case, rules: RulesNow) -> bool:
    """Whether the policy keeps the action from this person, or lets nobody take it any more."""
    policy, now = rules.policy, rules.now
    match action:
        case Action.ACCEPT:
            return not may_accept(actor, case.category, policy)
        case Action.RETURN:
            return is_past_return(case, policy, rules.calendar, now)
        case Action.REQUEST_EXTENSION:
            used_up = case.extensions_asked >= policy.max_extension_requests
            granted = case.extensions_granted >= policy.max_extensions
            return used_up or granted or case.due is None or now >= case.due.at
        case Action.ASK_PART:
            return case.due is None or now >= case.due.at
        case Action.RATE:
            return not is_within(case, now, policy.rating_days)
        case Action.DISPUTE:
            return not is_within(case, now, policy.reopen_days)
        case Action.REOPEN:
            used_up = case.reopenings >= policy.max_reopenings
            return used_up or not is_within(case, now, policy.reopen_days)
        case Action.REVOKE_REFERRAL:
            return not any(one.works(now) for one in case.referrals)
        case _:
            return False


def _unmarkable(actor: Actor, action: Action, case: Case, sole_staff: bool) -> bool:
    if action not in (Action.SNOOZE, Action.ACKNOWLEDGE):
        return False
    roles = acting_roles(actor, case, sole_staff)
    if action is Action.SNOOZE:
        return snoozer(case, actor.id, roles) is None
    return not unacknowledged(case, addressed(roles))


def _ruled_out(actor: Actor, action: Action, case: Case) -> bool:
    match action:
        case Action.RETURN:
            return case.binding
        case Action.DECIDE_EXTENSION:
            return case.extension is None or case.extension_asked_by == actor.id
        case Action.ASK_PART:
            return not case.parts
        case Action.REQUEST_EXTENSION:
            return case.extension is not None or case.overdue
        case Action.APPROVE:
            return case.proposal is not None and case.proposal.author == actor.id
        case Action.RATE:
            return case.rating is not None
        case Action.REVOKE_REFERRAL:
            return all(one.end is not None for one in case.referrals)
        case Action.CLOSE:
            return bool(case.open_disputes())
        case Action.DISPUTE:
            disputed = any(one.account == actor.id for one in case.present_disputes())
            return disputed or case.visibility != Visibility.PUBLIC
        case Action.PUBLISH:
            return case.visibility != Visibility.PUBLIC
        case Action.REINSPECT:
            return awaited_reinspection(case) is None or answered_it(case, actor.id)
        case Action.ANSWER_DISPUTE:
            return all(one.reply is not None for one in case.disputes)
        case Action.ASSIGN:
            return actor.role is Role.LEADER and case.state is State.ACCEPTED
        case _:
            return False


def may_reveal(actor: Actor, case: Case) -> bool:
    """Whether this person may be told who sent the case in: the intake desk that has it,
    or whose agency does."""
    return actor.role is Role.INTAKE and relation_to(actor, case) is Relation.HOLDS


def may_audit(actor: Actor, case: Case) -> bool:
    """Whether this person, who may see the case, also sees who read it: those who oversee, and
    the leader of its lead agency."""
    if actor.role is Role.LEADER:
        return actor.agency == case.agency
    return actor.role in (Role.SUPERVISOR, Role.ADMINISTRATOR)
