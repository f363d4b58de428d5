"""What must happen by time: read what is due, oldest first, and issue ordinary commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.application.cases import CaseDesk
from chalicelib.application.transitions import let_time_pass

BATCH = 25
"""Cases read from the index at a time."""


@dataclass(frozen=True)
class Worked:
    """What one run did; `finished` unless it stopped with work left."""

    cases: int
    finished: bool


def work_off(desk: CaseDesk, correlation_id: str, may_go_on: Callable[[], bool]) -> Worked:
    """Do what is due until nothing is, or `may_go_on` says that the time of this run is over.

    Runs may overlap, come late or be repeated: each case is settled under its version, and what
    was due is stamped with its own instant.
    """
    done = 0
    while True:
        due = list(desk.cases.due(desk.clock.now(), BATCH))
        if not due:
            return Worked(done, finished=True)
        moved = 0
        for case in due:
            if not may_go_on():
                return Worked(done, finished=False)
            moved += let_time_pass(desk, case.code, correlation_id)
            done += 1
        if moved == 0:
            # All were settled by somebody else, and the index has not caught up: the next run.
            return Worked(done, finished=False)
