"""Who may see and do what with one case. Source: docs/handbook.md §2, §3."""

from __future__ import annotations

from typing import Protocol

from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.escalations import addressed, unacknowledged
from chalicelib.cases.domain.room import takes_more_than_there_is
from chalicelib.cases.domain.snoozes import snoozer
from chalicelib.cases.domain.workflow import Action, State, find_step, open_to
from chalicelib.kernel.actors import PROVINCE_WIDE, Actor, Role

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


def agencies_that_see(case: OfAgencies) -> tuple[str, ...]:
    """The agencies whose people see it, each once."""
    return tuple(dict.fromkeys(one for one in (case.agency, *case.coordinating) if one))


def covers(actor: Actor, case: OfAgencies) -> bool:
    """Whether somebody of the office sees it: the centre all, agencies those they lead or
    co-ordinate."""
    if actor.role in PROVINCE_WIDE:
        return True
    return actor.role in AGENCY_ROLES and actor.agency in agencies_that_see(case)


def may_see(actor: Actor, case: Case) -> bool:
    """Citizens see their own cases; agencies those they lead or co-ordinate; the centre all; and
    whoever entered one for somebody sees it too."""
    if actor.role is Role.CITIZEN:
        return case.reporter == actor.id
    if actor.role is Role.SYSTEM or covers(actor, case):
        return True
    return case.on_behalf is not None and case.on_behalf.by == actor.id


def acting_roles(actor: Actor, case: Case, sole_staff: bool) -> frozenset[Role]:
    """The roles in which this person may act on this case.

    Only the lead agency's people act. Where it has one person only, that person does an officer's
    work, also as its leader, and the supervisor stands in for the leader in every action.
    """
    if actor.role in AGENCY_ROLES:
        if actor.agency != case.agency:
            return frozenset()
        return frozenset({Role.OFFICER}) if sole_staff else frozenset({actor.role})
    if actor.role is Role.SUPERVISOR and sole_staff and case.agency is not None:
        return frozenset({Role.SUPERVISOR, Role.LEADER})
    return frozenset({actor.role})


def may_ever(actor: Actor, action: Action, case: Case, sole_staff: bool) -> bool:
    """Whether the action is this person's at all, from whatever state."""
    return any(open_to(action, role) for role in acting_roles(actor, case, sole_staff))


def may_now(actor: Actor, action: Action, case: Case, sole_staff: bool) -> bool:
    """Whether the workflow table has a row for this person, action and state."""
    roles = acting_roles(actor, case, sole_staff)
    return any(find_step(action, case.position, role) is not None for role in roles)


def allowed_actions(actor: Actor, case: Case, sole_staff: bool) -> tuple[Action, ...]:
    """What the reader may do now, in the order of the workflow table.

    Leaves out what the table allows but a rule of the case surely refuses.
    """
    return tuple(
        action
        for action in Action
        if may_now(actor, action, case, sole_staff)
        and not _ruled_out(actor, action, case)
        and not takes_more_than_there_is(case, action)
        and not _unmarkable(actor, action, case, sole_staff)
    )


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
        case Action.REQUEST_EXTENSION:
            return case.extension is not None or case.overdue
        case Action.APPROVE:
            return case.proposal is not None and case.proposal.author == actor.id
        case Action.RATE:
            return case.rating is not None
        case Action.ASSIGN:
            return actor.role is Role.LEADER and case.state is State.ACCEPTED
        case _:
            return False


def may_reveal(actor: Actor, case: Case) -> bool:
    """Whether this person may be told who sent the case in: an intake desk that may see it."""
    return actor.role is Role.INTAKE and may_see(actor, case)


def may_audit(actor: Actor, case: Case) -> bool:
    """Whether this person, who may see the case, also sees who read it: those who oversee, and
    the leader of its lead agency."""
    if actor.role is Role.LEADER:
        return actor.agency == case.agency
    return actor.role in (Role.SUPERVISOR, Role.ADMINISTRATOR)
