"""What must happen by time: read what is due, oldest first, and issue ordinary commands.

A case that cannot be settled is put off and tried again (`domain/backoff.py`), so that it neither
keeps the others from being settled nor stands at the head of the index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.ports import DueCase
from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.kernel.faults import Work
from chalicelib.kernel.isolation import Isolation

BATCH = 25
"""Cases read from the index at a time."""


@dataclass(frozen=True)
class Worked:
    """What one run did; `finished` unless it stopped with work left.

    `cases` were brought on, `put_off` could not be settled and wait for their next try.
    """

    cases: int
    put_off: int
    finished: bool


def work_off(desk: CaseDesk, correlation_id: str, may_go_on: Callable[[], bool]) -> Worked:
    """Do what is due until nothing is, or `may_go_on` says that the time of this run is over.

    Runs may overlap, come late or be repeated: each case is settled under its version, and what
    was due is stamped with its own instant.
    """
    seen: set[DueCase] = set()
    done: Counter[_End] = Counter()
    limit = BATCH
    while True:
        due = list(desk.cases.due(desk.clock.now(), limit))
        fresh = [case for case in due if case not in seen]
        if not fresh and len(due) < limit:
            return Worked(done[_End.MOVED], done[_End.PUT_OFF], finished=not due)
        for case in fresh:
            if not may_go_on():
                return Worked(done[_End.MOVED], done[_End.PUT_OFF], finished=False)
            seen.add(case)
            done[_take_up(desk, case, correlation_id)] += 1
        # What stays in the index although it was seen must not hide what stands behind it.
        limit = BATCH + len(due) - len(fresh)


class _End(Enum):
    MOVED = 1
    PUT_OFF = 2
    STAYS = 3
    """Somebody else was first, and the index has not caught up."""


def _take_up(desk: CaseDesk, due: DueCase, correlation_id: str) -> _End:
    isolation = Isolation(desk.faults, Work.SETTLE)
    with isolation.of(due.code):
        moved = let_time_pass(desk, due.code, correlation_id)
        return _End.MOVED if moved else _End.STAYS
    with isolation.of(due.code):
        if desk.cases.put_off(due, isolation.broken[0].kind, desk.clock.now()):
            return _End.PUT_OFF
    return _End.STAYS
