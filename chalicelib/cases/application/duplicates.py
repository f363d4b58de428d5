"""Duplicates whose parent will get no answer of its own: none stays hanging on it.

Of a parent that was marked a duplicate itself they go on to where its chain ends; of one that
ended without an answer they go back to the intake desk. Source: docs/handbook.md §3.

Two letters look at each link, whichever comes first: the duplicate's (after it was marked) at its
parent, and the parent's (after it ended) at all that follow it. A link is written before the parent
is read, and a parent ends before its followers are read: so one of the two sees the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.followers import Followers
from chalicelib.cases.application.following import follow_parent
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.application.transitions import Request, transition
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.commands import Command, MarkDuplicate, UnmarkDuplicate
from chalicelib.cases.domain.workflow import NO_PARENTS, State
from chalicelib.kernel.actors import ROUTER
from chalicelib.kernel.errors import Conflict, Invalid, Stale

LONGEST_WALK = 100
"""Cases that one look goes up a chain. Of a longer one, the letters of those farther up shorten
it meanwhile."""
_TRIES = 8


class Unfinished(Exception):
    """There was no time for the rest: the letter comes again, and what is done stays done."""


@dataclass(frozen=True)
class DuplicateDesk:
    """What keeping duplicates under living parents needs."""

    case_desk: CaseDesk
    followers: Followers


def keep_duplicates(
    desk: DuplicateDesk, case: Case | None, correlation_id: str, may_go_on: Callable[[], bool]
) -> None:
    """Settle the case, if it is a duplicate, and all that follow it, if it can have none.

    Costs no call for other cases. Raises Unfinished, and Conflict (`busy`) when others kept
    changing the same cases meanwhile.
    """
    if case is None or case.state not in NO_PARENTS:
        return
    settled = _settle(desk, case.code, correlation_id)
    if settled is None or settled.state not in NO_PARENTS:
        return
    hanging = (one.duplicate for one in desk.followers.of(settled.code))
    for duplicate in dict.fromkeys(one for one in hanging if one is not None):
        if not may_go_on():
            raise Unfinished(settled.code)
        _settle(desk, duplicate, correlation_id)


def _settle(desk: DuplicateDesk, code: str, correlation_id: str) -> Case | None:
    """Bring one duplicate under a living parent, or back; the case as it then stands."""
    for _ in range(_TRIES):
        case = follow_parent(desk.case_desk.cases, desk.followers, code)
        if case is None or case.state is not State.DUPLICATE:
            return case
        end = _end_of_chain(desk.case_desk.cases, case)
        if end is not None and end.state is State.DUPLICATE and end.code != code:
            _settle(desk, end.code, correlation_id)  # breaks the ring
            continue
        command = _command(case, end)
        if command is None:
            return case
        try:
            transition(desk.case_desk, Request(ROUTER, case, command, case.version, correlation_id))
        except (Stale, Conflict, Invalid):
            continue  # somebody else was first: look again
    raise Conflict("busy")


def _command(case: Case, end: Case | None) -> Command | None:
    if end is None or end.state in NO_PARENTS:
        return UnmarkDuplicate()
    return MarkDuplicate(end.code) if end.code != case.duplicate_of else None


def _end_of_chain(cases: CaseStore, case: Case) -> Case | None:
    """The first case up the chain that is no duplicate; of a ring the oldest.

    A ring comes of two marks at one moment, each of which saw the other case alive. Raises
    Unfinished for a chain longer than `LONGEST_WALK`.
    """
    chain = {case.code: case}
    last = case
    while last.state is State.DUPLICATE and last.duplicate_of is not None:
        if last.duplicate_of in chain:
            codes = list(chain)
            ring = [chain[code] for code in codes[codes.index(last.duplicate_of) :]]
            return min(ring, key=lambda one: (one.submitted_at, one.code))
        if len(chain) > LONGEST_WALK:
            raise Unfinished(case.code)
        found = cases.find(last.duplicate_of)
        if found is None:
            return None
        chain[found.code] = last = found
    return last
