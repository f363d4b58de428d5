"""To whom an overdue case was escalated, and who has acknowledged it.

Both are lines of the timeline and nothing else: what they mean is read off it. Source:
docs/handbook.md §4 (escalation); the rules stand in docs/deadlines.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import takewhile

from chalicelib.cases.domain.cases import Case, Entry
from chalicelib.cases.domain.workflow import STANDING_STATES, Action
from chalicelib.kernel.actors import Role
from chalicelib.kernel.frozen import frozen
from chalicelib.rules.domain.reminders import CLIMB, Recipient


@frozen
class Escalation:
    """To whom the case has climbed, and who of them has said that they know. Instants are UTC."""

    to: Recipient
    at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None


def escalations(case: Case) -> tuple[Escalation, ...]:
    """Those since the case became overdue, a wait in between included; none when it is in time.

    The leader of another agency has acknowledged nothing yet.
    """
    found: dict[Recipient, Escalation] = {}
    agency = None
    for line in _while_overdue(case):
        if line.agency not in (None, agency) and Recipient.LEADER in found:
            waiting = Escalation(Recipient.LEADER, found[Recipient.LEADER].at)
            found[Recipient.LEADER] = waiting
        agency = line.agency or agency
        if line.action is Action.ESCALATE:
            to = Recipient(str(line.facts["to"]))
            found[to] = Escalation(to, line.at)
        elif line.action is Action.ACKNOWLEDGE:
            found |= {e.to: _acknowledged(e, line) for e in found.values() if line.facts.get(e.to)}
    return tuple(found.values())


def unacknowledged(case: Case, recipients: Collection[Recipient]) -> tuple[Escalation, ...]:
    """Escalations to these that nobody of them has acknowledged."""
    return tuple(e for e in escalations(case) if e.to in recipients and e.acknowledged_at is None)


def stops_climbing(case: Case, to: Recipient) -> bool:
    """Whether somebody below has acknowledged: then the case climbs no further by itself."""
    below = CLIMB[: CLIMB.index(to)]
    return any(e.to in below and e.acknowledged_at for e in escalations(case))


def addressed(roles: Collection[Role]) -> frozenset[Recipient]:
    """As whom people with these roles are told of a case."""
    return frozenset(recipient for recipient in Recipient if Role(recipient.value) in roles)


def _while_overdue(case: Case) -> Iterator[Entry]:
    lines = takewhile(
        lambda line: line.facts.get("overdue") or line.target in STANDING_STATES,
        reversed(case.timeline),
    )
    return reversed(list(lines))


def _acknowledged(escalation: Escalation, line: Entry) -> Escalation:
    return replace(escalation, acknowledged_at=line.at, acknowledged_by=line.actor.id)
