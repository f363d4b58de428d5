"""What must happen by time: read what is due, oldest first, and issue ordinary commands.

A case that cannot be settled is put off and tried again (`domain/backoff.py`), so that it neither
keeps the others from being settled nor stands at the head of the index.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.ports import DueCase
from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.kernel.due_work import SHARDS, End, Worked, work_through
from chalicelib.kernel.faults import Work
from chalicelib.kernel.isolation import Isolation


def work_off(
    desk: CaseDesk,
    correlation_id: str,
    may_go_on: Callable[[], bool],
    shards: Sequence[str] = SHARDS,
) -> Worked:
    """Do what is due until nothing is, or `may_go_on` says that the time of this run is over.

    Runs may overlap, come late or be repeated: each case is settled under its version, and what
    was due is stamped with its own instant.
    """
    return work_through(
        lambda limit: desk.cases.due(desk.clock.now(), limit, shards),
        lambda case: _take_up(desk, case, correlation_id),
        may_go_on,
    )


def _take_up(desk: CaseDesk, due: DueCase, correlation_id: str) -> End:
    isolation = Isolation(desk.faults, Work.SETTLE)
    with isolation.of(due.code):
        moved = let_time_pass(desk, due.code, correlation_id)
        return End.MOVED if moved else End.STAYS
    with isolation.of(due.code):
        if desk.cases.put_off(due, isolation.broken[0].kind, desk.clock.now()):
            return End.PUT_OFF
    return End.STAYS
