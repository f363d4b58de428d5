"""Whether urgency was asked for in vain. Source: judgement (default); docs/architecture.md.

It was when the citizen withdrew the urgent case before the office took it in, when the intake desk
rejected it, or took it in as less. What only could not be understood says nothing against anybody,
nor what nobody answered, what belongs to another channel, and a duplicate.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.cases.domain.cases import Case, Entry
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.actors import Role
from chalicelib.rules.domain.urgencies import Urgency

_HARMLESS = frozenset({"unclear", "no_reply"})
"""Reasons of a rejection."""


def forged_at(case: Case) -> datetime | None:
    """When (UTC) it turned out; None for cases that were not urgent, or are so in earnest."""
    if case.timeline[0].actor.role is not Role.CITIZEN:
        return None
    for line in case.timeline:
        if line.action is Action.ACCEPT:
            return line.at if line.facts.get("urgency_lowered") else None
        if case.urgency == Urgency.URGENT and _ends_it(line):
            return line.at
    return None


def _ends_it(line: Entry) -> bool:
    if line.action is Action.REJECT:
        return line.facts.get("reason") not in _HARMLESS
    return line.action is Action.WITHDRAW
