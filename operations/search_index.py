"""Write the lists in which the office finds cases anew, from all cases.

    python -m operations.search_index [--stage prod] [--segments 4] [--anew] [--clear]

For cases of before there were such lists, and after a restore, which brings none back. May run
beside the service, which finds meanwhile what it found before: a line that is there is written over
by the same. `--clear` takes all lines away first: those that no case has any more, which are held
against the cases anyway and never shown; until it has ended fewer cases are found. Killed, it goes
on where it was. Ends with 1 where a case could not be read: it is named.
"""

from __future__ import annotations

import sys
from functools import partial

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain.cases import Case
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.search.application.indexing import IndexDesk, index_case
from operations.auditing import tell, to_the_end
from operations.resumable import for_segments, identity_of, resumable
from operations.scans import BatchWriter, size_of, store_segments, table_segments
from operations.stacks import stack_of
from operations.walks import Visit, Walker

CLEAR, WRITE = "lines to take away", "cases to write"


def clear(product: Services, walker: Walker) -> None:
    """No line is left of those that there were when it began."""
    client, table = walker.dynamodb, product.get(Settings).search_table
    writer = BatchWriter(client, table)
    segments = table_segments(client, table, walker.at_once, ProjectionExpression="pk, sk")
    total = size_of(client, table)
    walker.go(CLEAR, segments, lambda visit: writer.delete(visit.items), total=total)


def write(product: Services, walker: Walker) -> int:
    """The lines of all cases; how many cases there are."""
    desk = product.get(IndexDesk)
    total = size_of(walker.dynamodb, product.get(Settings).cases_table)
    segments = store_segments(walker.at_once, product.get(CaseStore).scan)
    walker.go(WRITE, segments, partial(_write, desk), total=total)
    return walker.marks.things(WRITE)


def _write(desk: IndexDesk, visit: Visit[Case]) -> None:
    for case in visit.items:
        with visit.isolation.of(case.code):
            index_case(desk, case)


def main() -> int:
    """0 where all cases have been written."""
    options = for_segments(__doc__)
    options.add_argument("--clear", action="store_true", help="take all lines away first")
    given = options.parse_args()
    product = stack_of(given).adopt()
    tell(product, AuditKind.SEARCH_REBUILT, cleared=given.clear)
    task = {"command": "search-index", "stack": identity_of(product), "clear": given.clear}
    with resumable(given, task) as walker:
        if given.clear:
            clear(product, walker)
        print(write(product, walker), "cases written")
        left_out = walker.marks.left_out(WRITE)
    return 1 if left_out else 0


if __name__ == "__main__":
    sys.exit(to_the_end(main))
