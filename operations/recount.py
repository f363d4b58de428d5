"""Count all figures anew from the cases, and say where the kept ones differ.

    python -m operations.recount [--stage prod] [--repair]

Ends with 1 where they differ, or where a case could not be counted: it is named, and what it has
contributed stays as it is. `--repair` writes them anew; let nothing else run meanwhile.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext

import boto3

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain.cases import Case
from chalicelib.figures.application.kept_reports import settle
from chalicelib.figures.application.ports import FigureLog, FigureStore
from chalicelib.figures.application.recount import rebuild, recount
from chalicelib.figures.domain.reports import midnight_after
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.isolation import Isolation
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations.auditing import tell
from operations.faults import told
from operations.stacks import for_any_stage, stack_of


def all_cases(product: Services, isolation: Isolation | None = None) -> Iterator[Case]:
    """Every case of the stack, by a scan; the isolation keeps those that cannot be read."""
    pages = (
        boto3.client("dynamodb")
        .get_paginator("scan")
        .paginate(
            TableName=product.get(Settings).cases_table,
            FilterExpression="attribute_exists(card)",
            ProjectionExpression="id",
        )
    )
    for page in pages:
        for item in page["Items"]:
            code = item["id"]["S"]
            case = None
            with isolation.of(code) if isolation else nullcontext():
                case = product.get(CaseStore).find(code)
            if case is not None:
                yield case


def main() -> int:
    """0 where the figures are what the cases say."""
    options = for_any_stage(__doc__)
    options.add_argument("--repair", action="store_true")
    chosen = options.parse_args()
    product = stack_of(chosen).adopt()
    figures = product.get(FigureStore)
    isolation = told()
    differences = recount(all_cases(product, isolation), figures, isolation)
    for difference in differences:
        print(f"kept {difference.kept}, counted {difference.counted}: {difference.cell}")
    print(f"{len(differences)} cells differ")
    if differences and chosen.repair:
        tell(product, AuditKind.FIGURES_REPAIRED, cells=len(differences))
        isolation = told()
        rebuild(all_cases(product, isolation), figures, isolation)
        settle(product.get(FigureLog), midnight_after(product.get(Clock).now()))
        print("written anew")
        differences = []
    return 1 if differences or isolation.broken else 0


if __name__ == "__main__":
    sys.exit(main())
