"""Count all figures anew from the cases, and say where the kept ones differ.

    python -m operations.recount [--stage prod] [--repair]

Ends with 1 where they differ. `--repair` writes them anew; let nothing else run meanwhile.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import boto3

from chalicelib.application.recount import rebuild, recount
from chalicelib.bootstrap import Container
from chalicelib.domain.cases import Case
from operations.stacks import for_any_stage, stack_of


def all_cases(product: Container) -> Iterator[Case]:
    """Every case of the stack, by a scan."""
    pages = (
        boto3.client("dynamodb")
        .get_paginator("scan")
        .paginate(
            TableName=product.settings.cases_table,
            FilterExpression="attribute_exists(card)",
            ProjectionExpression="id",
        )
    )
    for page in pages:
        for item in page["Items"]:
            case = product.case_store.find(item["id"]["S"])
            if case is not None:
                yield case


def main() -> int:
    """0 where the figures are what the cases say."""
    options = for_any_stage(__doc__)
    options.add_argument("--repair", action="store_true")
    chosen = options.parse_args()
    product = stack_of(chosen).adopt()
    figures = product.figure_desk.figures
    differences = recount(all_cases(product), figures)
    for difference in differences:
        print(f"kept {difference.kept}, counted {difference.counted}: {difference.spell}")
    print(f"{len(differences)} cells differ")
    if differences and chosen.repair:
        rebuild(all_cases(product), figures)
        print("written anew")
        return 0
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
