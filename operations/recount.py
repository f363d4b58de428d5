"""Count all figures anew from the cases, and the campaign's from visits and accounts; say where the
kept ones differ.

    python -m operations.recount [--stage prod] [--repair] [--segments 4] [--anew]

Ends with 1 where they differ, or where a case could not be counted: it is named, and what it has
contributed stays as it is. `--repair` writes them anew; let nothing else run meanwhile. Killed, it
goes on where it was when it is begun again within a day, the repair too. What was counted is summed
up in a file: memory is bounded by a page of cases for each segment.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import boto3

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.standings import Cells
from chalicelib.figures.application.kept_reports import settle
from chalicelib.figures.application.ports import (
    Contribution,
    CountedCell,
    FigureLog,
    FigureRecords,
    FigureStore,
    Month,
)
from chalicelib.figures.application.recount import Difference, contributions, total
from chalicelib.figures.domain.reports import midnight_after
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.segments import WHOLE
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations.auditing import tell, to_the_end
from operations.cell_sums import CellSums
from operations.faults import told
from operations.marks import Mark
from operations.recount_campaign import recount_campaign, repair_campaign
from operations.resumable import for_segments, identity_of, resumable
from operations.scans import size_of, store_segments
from operations.stacks import stack_of
from operations.walks import Segment, Visit, Walker

GOOD_FOR = timedelta(days=1)
"""What was counted longer ago is counted anew: cases change."""
COUNT, WRITE = "cases to count", "cases to write"


LogPage = tuple[Month, int, list[CountedCell]]
"""A page's month, its number there, and what stands on it."""


@dataclass(frozen=True)
class RecountDesk:
    """What counting anew needs. `sizes`: about how many items there are, for the bar."""

    cases: CaseStore
    figures: FigureStore
    records: FigureRecords
    sizes: tuple[int, int] = (0, 0)


def desk_of(product: Services) -> RecountDesk:
    """Of that stack."""
    settings, client = product.get(Settings), boto3.client("dynamodb")
    sizes = (size_of(client, settings.cases_table), size_of(client, settings.figures_table))
    parts = product.get(CaseStore), product.get(FigureStore), product.get(FigureRecords)
    return RecountDesk(*parts, sizes)


def all_cases(product: Services) -> Iterator[Case]:
    """Every case of the stack, by a scan. Raises BrokenThings at the end if some cannot be read."""
    isolation, position = told(), None
    while True:
        page = product.get(CaseStore).scan(WHOLE, position, isolation)
        yield from page.items
        position = page.position
        if position is None:
            return isolation.finish()


def recount(desk: RecountDesk, walker: Walker | None = None) -> Iterator[Difference]:
    """Where the kept figures differ from what the cases say; empty when they agree.

    The walker's marks know which cases have a fault: what they have contributed is taken as it is.
    """
    walker = walker or Walker()
    sums = CellSums(walker.marks, "recounted")
    walker.go(
        COUNT,
        store_segments(walker.at_once, desk.cases.scan),
        lambda visit: total(_contributions(desk, visit)),
        sums.add_counted,
        desk.sizes[0],
    )
    log = store_segments(walker.at_once, desk.records.cells)
    walker.go("figures", log, lambda visit: visit.items, sums.add_kept, desk.sizes[1])
    return sums.differences()


def repair(desk: RecountDesk, walker: Walker | None = None) -> None:
    """Write all figures anew from the cases. Nothing else may write them meanwhile.

    What cases have contributed is written over, and goes only where the case is gone: so what one
    with a fault has contributed is never away.
    """
    walker = walker or Walker()
    sums, records = CellSums(walker.marks, "repaired"), desk.records
    codes = _Codes(walker)
    of = walker.at_once

    def counted(visit: Visit[Case]) -> tuple[list[str], Cells]:
        made = _contributions(desk, visit)
        records.put_contributions(made)
        return [*made], total(made)

    def keep(found: tuple[list[str], Cells]) -> None:
        codes.add(found[0])
        sums.add_counted(found[1])

    gone = store_segments(of, lambda segment, mark, _: records.clear(segment, mark))
    walker.go("figures to take away", gone, lambda _: None, total=desk.sizes[1])
    cases = store_segments(of, desk.cases.scan)
    walker.go(WRITE, cases, counted, keep, desk.sizes[0])
    old = store_segments(of, lambda segment, mark, _: records.contributors(segment, mark))
    walker.go("cases that are gone", old, lambda v: records.drop_contributions(codes.without(v)))
    months = [Segment(month, partial(_anew, sums, month)) for month in sums.months()]
    walker.go("months", months, lambda visit: _put(records, visit))
    records.forget_book()


class _Codes:
    """Which cases there are, in the file of the marks."""

    def __init__(self, walker: Walker) -> None:
        self._marks = walker.marks
        with self._marks.together() as db:
            db.execute("CREATE TABLE IF NOT EXISTS codes (code TEXT PRIMARY KEY) WITHOUT ROWID")

    def add(self, codes: list[str]) -> None:
        with self._marks.together() as db:
            db.executemany("INSERT OR IGNORE INTO codes VALUES (?)", [(code,) for code in codes])

    def without(self, visit: Visit[str]) -> list[str]:
        """Those that are of no case."""
        with self._marks.together() as db:
            asked = "SELECT 1 FROM codes WHERE code = ?"
            return [code for code in visit.items if not db.execute(asked, (code,)).fetchone()]


def _contributions(desk: RecountDesk, visit: Visit[Case]) -> dict[str, Contribution]:
    return contributions(visit.items, desk.figures, visit.isolation)


def _anew(
    sums: CellSums, month: Month, mark: Mark, _isolation: Isolation
) -> tuple[list[LogPage], Mark]:
    """The month's next page of the log."""
    number, after = mark or (0, "")
    found = sums.counted(month, after)
    if not found:
        return [], None
    return [(month, number, [cell for _, cell in found])], [number + 1, found[-1][0]]


def _put(records: FigureRecords, visit: Visit[LogPage]) -> None:
    for page in visit.items:
        records.put_page(*page)


def main() -> int:
    """0 where the figures are what the cases say."""
    options = for_segments(__doc__)
    options.add_argument("--repair", action="store_true")
    chosen = options.parse_args()
    product = stack_of(chosen).adopt()
    desk, differences = desk_of(product), 0
    task = {"command": "recount", "stack": identity_of(product)}
    with resumable(chosen, task, good_for=GOOD_FOR) as walker:
        for difference in recount(desk, walker):
            print(f"kept {difference.kept}, counted {difference.counted}: {difference.cell}")
            differences += 1
        print(f"{differences} cells differ")
        left_out = walker.marks.left_out(COUNT)
        if differences and chosen.repair:
            tell(product, AuditKind.FIGURES_REPAIRED, cells=differences)
            repair(desk, walker)
            settle(product.get(FigureLog), midnight_after(product.get(Clock).now()))
            print("written anew")
            differences, left_out = 0, walker.marks.left_out(WRITE)
    of_campaign = _recount_campaign(product, repairs=chosen.repair)
    return 1 if differences or left_out or of_campaign else 0


def _recount_campaign(product: Services, *, repairs: bool) -> int:
    """How many counters of the campaign differ, and are left so."""
    lines = list(recount_campaign(product).lines())
    print(*lines, f"{len(lines)} counters of the campaign differ", sep="\n")
    if lines and repairs:
        tell(product, AuditKind.FIGURES_REPAIRED, counters=len(lines))
        repair_campaign(product)
        print("mended")
        return 0
    return len(lines)


if __name__ == "__main__":
    sys.exit(to_the_end(main))
