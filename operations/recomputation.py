"""Let open cases follow an edit of the rules now, by segments, and not in the schedule's own time.

    python -m operations.recomputation [--stage prod] [--segments 4] [--anew]

The schedule does the same in small batches, one after the other: enough for a province, hours for
a country. Both may run at once, for a case that is there already stays as it is. Cases that cannot
follow are named, and the schedule tries them again. A pass that was stopped stays so. Killed, it
goes on where it was. Ends with 1 where cases could not follow, or the pass leads elsewhere by now.
"""

from __future__ import annotations

import sys

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.ids import new_seed
from chalicelib.rule_edits.application.recomputation import (
    RecomputationDesk,
    begin,
    finish,
    follow_all,
)
from chalicelib.rule_edits.domain.recomputation import Progress, Recomputation
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations.auditing import tell, to_the_end
from operations.resumable import for_segments, identity_of, resumable
from operations.scans import table_segments
from operations.stacks import stack_of
from operations.vault import Row
from operations.walks import Visit, Walker

WALK, _MOVED = "open cases", "moved"
AT_A_TIME = 100
"""Codes in one page."""


class StillSettling(Exception):
    """Some processes may not know the edit yet; the message says from when on (UTC)."""


def follow(product: Services, towards: Recomputation, walker: Walker) -> Recomputation:
    """All open cases, by segments of the index in which they alone stand; the pass afterwards."""
    desk, marks = product.get(RecomputationDesk), walker.marks
    correlation_id = f"recomputation-{new_seed()[:16]}"

    def work(visit: Visit[Row]) -> int:
        codes = [str(item["id"]["S"]) for item in visit.items]
        return follow_all(desk.cases, towards, codes, visit.isolation, correlation_id)

    segments = table_segments(
        walker.dynamodb,
        product.get(Settings).cases_table,
        walker.at_once,
        page=AT_A_TIME,
        IndexName="by_queue",
        ProjectionExpression="id",
    )
    walker.go(
        WALK, segments, work, lambda moved: marks.note(_MOVED, (marks.noted(_MOVED) or 0) + moved)
    )
    moved = int(marks.noted(_MOVED) or 0)
    return finish(desk, towards, marks.things(WALK), moved, marks.left_out(WALK))


def pass_to_follow(desk: RecomputationDesk) -> Recomputation | None:
    """The pass that is open, if there is one. Raises StillSettling."""
    towards = begin(desk)
    if towards is None or towards.progress is not Progress.RUNNING:
        return None
    # Cases of before a try that failed are looked at again too: that they wait is no hindrance.
    if towards.starts_at > desk.cases.clock.now() and not towards.again:
        raise StillSettling(f"{towards.starts_at:%H:%M:%S} UTC")
    return towards


def main() -> int:
    """0 where all open cases have followed."""
    given = for_segments(__doc__).parse_args()
    product = stack_of(given).adopt()
    desk = product.get(RecomputationDesk)
    tell(product, AuditKind.CASES_RECOMPUTED)
    try:
        towards = pass_to_follow(desk)
    except StillSettling as settling:
        sys.exit(f"processes still learn of the edit: begin again after {settling}")
    if towards is None:
        print("there is no edit that open cases have still to follow")
        return 0
    versions = [towards.calendar, towards.policy]
    task = {"command": "recomputation", "stack": identity_of(product), "towards": versions}
    with resumable(given, task) as walker:
        after = follow(product, towards, walker)
    print(f"{after.progress.value}: {after.examined} looked at, {after.moved} moved")
    return 0 if after.progress is Progress.DONE else 1


if __name__ == "__main__":
    sys.exit(to_the_end(main))
