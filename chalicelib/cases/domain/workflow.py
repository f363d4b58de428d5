"""A case's life as one table: no state changes but by its rows. Source: docs/handbook.md §3.

Rules that need more (time windows, counts, whose agency) stand with the actions in `actions/`.
"""

from __future__ import annotations

from enum import StrEnum

from chalicelib.cases.domain.parties import Party, Relation
from chalicelib.kernel.actors import Role, RoleScope
from chalicelib.kernel.frozen import frozen


class State(StrEnum):
    """States of a case."""

    RECEIVED = "received"
    NEEDS_INFO = "needs_info"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    PENDING_APPROVAL = "pending_approval"
    ANSWERED = "answered"
    CLOSED = "closed"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    REDIRECTED = "redirected"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What can be done to a case, and what happens to it by time (the last group)."""

    SUBMIT = "submit"
    REQUEST_INFO = "request_info"
    SUPPLEMENT = "supplement"
    GIVE_UP_WAITING = "give_up_waiting"
    ACCEPT = "accept"
    REJECT = "reject"
    REDIRECT = "redirect"
    MARK_DUPLICATE = "mark_duplicate"
    UNMARK_DUPLICATE = "unmark_duplicate"
    ASSIGN = "assign"
    HAND_OVER = "hand_over"
    RETURN = "return"
    START = "start"
    REQUEST_EXTENSION = "request_extension"
    DECIDE_EXTENSION = "decide_extension"
    PROPOSE_ANSWER = "propose_answer"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    RATE = "rate"
    REOPEN = "reopen"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    SNOOZE = "snooze"
    ACKNOWLEDGE = "acknowledge"
    RECORD_ANSWER = "record_answer"
    CORRECT_ANSWER = "correct_answer"
    ASK_PART = "ask_part"
    ASSIGN_PART = "assign_part"
    ANSWER_PART = "answer_part"
    NOTE = "note"
    COMMENT = "comment"
    PUBLISH = "publish"
    SET_VISIBILITY = "set_visibility"
    DISPUTE = "dispute"
    ANSWER_DISPUTE = "answer_dispute"
    REINSPECT = "reinspect"
    REFER = "refer"
    REVOKE_REFERRAL = "revoke_referral"
    REPLY_TO_REFERRAL = "reply_to_referral"

    REMIND = "remind"
    BECOME_OVERDUE = "become_overdue"
    ESCALATE = "escalate"
    CLOCK_RUNS_ON = "clock_runs_on"
    REMIND_PART = "remind_part"
    RECOMPUTE = "recompute"


@frozen
class Position:
    """A state, and for the two that are returned from (`needs_info`, `duplicate`) the origin."""

    state: State
    origin: State | None = None


class Target(StrEnum):
    """Where an action leads when it is not a fixed state."""

    SAME = "same"
    ORIGIN = "origin"
    GIVEN_UP = "given_up"
    """`rejected` if the wait began in `received`, else the state it came from."""
    INTAKE = "intake"
    """`received` if it came from there, else `accepted`: in both it lies at the intake desk."""


_HOLDERS = frozenset({Relation.HOLDS})
_HELPERS = frozenset({Relation.COORDINATES})


@frozen
class Step:
    """One row: who may take this action from where, and where it leads.

    `scopes` and `relations` narrow it for the people of the office.
    """

    action: Action
    roles: frozenset[Role]
    sources: frozenset[Position]
    target: State | Target
    scopes: frozenset[RoleScope] = frozenset(RoleScope)
    relations: frozenset[Relation] = _HOLDERS


def _at(*states: State) -> frozenset[Position]:
    return frozenset(Position(state) for state in states)


def _waiting(*origins: State) -> frozenset[Position]:
    return frozenset(Position(State.NEEDS_INFO, origin) for origin in origins)


def _roles(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


_S, _A, _R = State, Action, Role
WAITING_ORIGINS = (_S.RECEIVED, _S.ASSIGNED, _S.IN_PROGRESS)
DUPLICATE_ORIGINS = (_S.RECEIVED, _S.ACCEPTED, _S.ASSIGNED)
_EARLY = _at(*DUPLICATE_ORIGINS)
_REMINDED = _at(_S.ASSIGNED, _S.IN_PROGRESS, _S.PENDING_APPROVAL)
"""An agency has the case and works on it."""
_WORKED_ON = _at(_S.ASSIGNED, _S.IN_PROGRESS)
_ESCALATED = _REMINDED | _waiting(_S.ASSIGNED, _S.IN_PROGRESS)
"""It may have climbed: beyond the cap also while it waits."""
_DUPLICATES = frozenset(Position(_S.DUPLICATE, origin) for origin in DUPLICATE_ORIGINS)
_ANSWERED = _at(_S.ANSWERED, _S.CLOSED)
_TAKEN_IN = (
    _at(_S.ACCEPTED)
    | _REMINDED
    | _ANSWERED
    | _waiting(_S.ASSIGNED, _S.IN_PROGRESS)
    | frozenset(Position(_S.DUPLICATE, origin) for origin in (_S.ACCEPTED, _S.ASSIGNED))
)
"""Positions in which a public case can be read by anybody."""
_REFERRING = _roles(_R.INTAKE, _R.OFFICER, _R.LEADER, _R.SUPERVISOR)
"""Who asks a body outside the office."""

STANDING_STATES = frozenset({State.NEEDS_INFO, State.DUPLICATE})
"""States in which the clock may stand."""

POSITIONS: tuple[Position, ...] = (
    *(Position(state) for state in State if state not in STANDING_STATES),
    *(Position(State.NEEDS_INFO, origin) for origin in WAITING_ORIGINS),
    *(Position(State.DUPLICATE, origin) for origin in DUPLICATE_ORIGINS),
)

TABLE: tuple[Step, ...] = (
    Step(_A.REQUEST_INFO, _roles(_R.INTAKE, _R.OFFICER), _at(*WAITING_ORIGINS), _S.NEEDS_INFO),
    Step(_A.SUPPLEMENT, _roles(_R.CITIZEN), _waiting(*WAITING_ORIGINS), Target.ORIGIN),
    Step(_A.GIVE_UP_WAITING, _roles(_R.SYSTEM), _waiting(*WAITING_ORIGINS), Target.GIVEN_UP),
    Step(_A.ACCEPT, _roles(_R.INTAKE, _R.SYSTEM), _at(_S.RECEIVED), _S.ACCEPTED),
    Step(_A.REJECT, _roles(_R.INTAKE), _at(_S.RECEIVED) | _waiting(_S.RECEIVED), _S.REJECTED),
    Step(_A.REDIRECT, _roles(_R.INTAKE), _EARLY, _S.REDIRECTED),
    Step(_A.MARK_DUPLICATE, _roles(_R.INTAKE, _R.OFFICER), _EARLY, _S.DUPLICATE),
    Step(_A.MARK_DUPLICATE, _roles(_R.SYSTEM), _DUPLICATES, _S.DUPLICATE),
    Step(_A.UNMARK_DUPLICATE, _roles(_R.INTAKE), _DUPLICATES, Target.ORIGIN),
    Step(_A.UNMARK_DUPLICATE, _roles(_R.SYSTEM), _DUPLICATES, Target.INTAKE),
    Step(
        _A.ASSIGN,
        _roles(_R.INTAKE, _R.SUPERVISOR, _R.LEADER, _R.SYSTEM),
        _at(_S.ACCEPTED, _S.ASSIGNED),
        _S.ASSIGNED,
    ),
    Step(_A.HAND_OVER, _roles(_R.LEADER, _R.SYSTEM), _ESCALATED - _at(_S.ASSIGNED), Target.SAME),
    Step(_A.RETURN, _roles(_R.OFFICER), _at(_S.ASSIGNED), _S.ACCEPTED),
    Step(_A.START, _roles(_R.OFFICER), _at(_S.ASSIGNED), _S.IN_PROGRESS),
    Step(_A.REQUEST_EXTENSION, _roles(_R.OFFICER), _at(_S.IN_PROGRESS), Target.SAME),
    Step(_A.DECIDE_EXTENSION, _roles(_R.LEADER), _at(_S.IN_PROGRESS), Target.SAME),
    Step(_A.PROPOSE_ANSWER, _roles(_R.OFFICER), _at(_S.IN_PROGRESS), _S.PENDING_APPROVAL),
    Step(_A.APPROVE, _roles(_R.LEADER), _at(_S.PENDING_APPROVAL), _S.ANSWERED),
    Step(_A.SEND_BACK, _roles(_R.LEADER), _at(_S.PENDING_APPROVAL), _S.IN_PROGRESS),
    Step(_A.RATE, _roles(_R.CITIZEN), _ANSWERED, Target.SAME),
    Step(_A.REOPEN, _roles(_R.CITIZEN, _R.SUPERVISOR, _R.SYSTEM), _ANSWERED, _S.ASSIGNED),
    Step(_A.CLOSE, _roles(_R.SYSTEM, _R.LEADER), _at(_S.ANSWERED), _S.CLOSED),
    Step(
        _A.WITHDRAW, _roles(_R.CITIZEN), _EARLY | _waiting(_S.RECEIVED, _S.ASSIGNED), _S.WITHDRAWN
    ),
    Step(_A.SNOOZE, _roles(_R.OFFICER, _R.LEADER, _R.SUPERVISOR), _REMINDED, Target.SAME),
    Step(_A.ACKNOWLEDGE, _roles(_R.LEADER, _R.SUPERVISOR), _ESCALATED, Target.SAME),
    Step(
        _A.RECORD_ANSWER,
        _roles(_R.INTAKE),
        _REMINDED,
        _S.ANSWERED,
        scopes=frozenset({RoleScope.PROVINCE}),
    ),
    Step(_A.CORRECT_ANSWER, _roles(_R.LEADER), _at(_S.ANSWERED, _S.CLOSED), Target.SAME),
    Step(_A.ASK_PART, _roles(_R.OFFICER, _R.LEADER), _WORKED_ON, Target.SAME),
    Step(_A.ASSIGN_PART, _roles(_R.LEADER), _WORKED_ON, Target.SAME, relations=_HELPERS),
    Step(_A.ASSIGN_PART, _roles(_R.SYSTEM), _ESCALATED, Target.SAME),
    Step(_A.ANSWER_PART, _roles(_R.OFFICER), _WORKED_ON, Target.SAME, relations=_HELPERS),
    Step(
        _A.NOTE,
        _roles(_R.OFFICER, _R.LEADER, _R.INTAKE, _R.SUPERVISOR),
        frozenset(POSITIONS),
        Target.SAME,
        relations=frozenset(Relation),
    ),
    Step(
        _A.COMMENT,
        _roles(_R.OFFICER, _R.LEADER, _R.INTAKE),
        frozenset(POSITIONS) - _at(_S.RECEIVED),
        Target.SAME,
    ),
    Step(
        _A.DISPUTE,
        _roles(_R.CITIZEN),
        _ANSWERED,
        Target.SAME,
        relations=frozenset({Relation.HOLDS, Relation.FOLLOWS}),
    ),
    Step(_A.ANSWER_DISPUTE, _roles(_R.OFFICER, _R.LEADER), _REMINDED | _ANSWERED, Target.SAME),
    Step(_A.REINSPECT, _roles(_R.SUPERVISOR), _ANSWERED, Target.SAME),
    Step(_A.REFER, _REFERRING, _ESCALATED, Target.SAME),
    Step(_A.REVOKE_REFERRAL, _REFERRING, _TAKEN_IN, Target.SAME),
    Step(_A.REPLY_TO_REFERRAL, _roles(_R.EXTERNAL), _ESCALATED, Target.SAME),
    Step(_A.PUBLISH, _roles(_R.INTAKE), _TAKEN_IN, Target.SAME),
    Step(
        _A.SET_VISIBILITY,
        _roles(_R.CITIZEN),
        _TAKEN_IN | _at(_S.RECEIVED) | _waiting(_S.RECEIVED) | _DUPLICATES,
        Target.SAME,
    ),
)

ANSWERING = frozenset({Action.APPROVE, Action.RECORD_ANSWER})
"""By which the citizen gets an answer, and a round ends."""
WORDS = frozenset({Action.NOTE, Action.COMMENT})
"""What is said about a case and changes nothing of it."""

OPEN_STATES = frozenset(
    {
        State.RECEIVED,
        State.NEEDS_INFO,
        State.ACCEPTED,
        State.ASSIGNED,
        State.IN_PROGRESS,
        State.PENDING_APPROVAL,
    }
)
"""States in which a round runs and somebody owes the next step."""

NO_PARENTS = frozenset({State.DUPLICATE, State.REJECTED, State.REDIRECTED, State.WITHDRAWN})
"""States of cases that will get no answer of their own: none of them can have duplicates."""

_BY_ACTION: dict[Action, tuple[Step, ...]] = {
    action: tuple(step for step in TABLE if step.action == action) for action in Action
}


def find_step(action: Action, position: Position, party: Party) -> Step | None:
    """The row that lets this party take this action from here, if there is one."""
    rows = (step for step in _BY_ACTION[action] if position in step.sources)
    return next((step for step in rows if _is_for(step, party)), None)


def leads_from(action: Action, position: Position) -> bool:
    """Whether anybody at all may take this action from here."""
    return any(position in step.sources for step in _BY_ACTION[action])


def open_to(action: Action, party: Party) -> bool:
    """Whether this party may take this action from anywhere."""
    return any(_is_for(step, party) for step in _BY_ACTION[action])


def _is_for(step: Step, party: Party) -> bool:
    narrowed = party.scope in step.scopes and party.relation in step.relations
    return party.role in step.roles and narrowed


def destination(step: Step, position: Position) -> State:
    """The state that the step leads to from this position."""
    if isinstance(step.target, State):
        return step.target
    if step.target is Target.SAME:
        return position.state
    origin = position.origin or position.state
    if step.target is Target.GIVEN_UP and origin is State.RECEIVED:
        return State.REJECTED
    if step.target is Target.INTAKE and origin is not State.RECEIVED:
        return State.ACCEPTED
    return origin
