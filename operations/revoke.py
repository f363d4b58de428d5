"""Revoke the accounts of officers whom a file names, and hand their work over.

    python -m operations.revoke --stage prod --reason "Sắp xếp lại tổ chức" LEAVING.csv

LEAVING.csv has a heading and a column `id`. Each officer is whole before the next; who was revoked
before is left alone, so that a run that was cut off is begun again with the same file. Nobody of
them refreshes a session within a minute of the end of the run, and within a quarter of an hour no
access token of theirs is good. Who could not be revoked is named, with the code.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from chalicelib.kernel.errors import Invalid
from chalicelib.runtime.services import Services
from chalicelib.staff.application.revocations import (
    RevocationDesk,
    RevocationOutcome,
    Revoke,
    Revoked,
    announce,
    revoke,
)
from operations.arguments import present_file
from operations.auditing import operator
from operations.faults import fault_lines
from operations.stacks import for_any_stage, stack_of


def revoke_all(
    product: Services, officers: Sequence[str], reason: str, to: str | None
) -> list[Revoked]:
    """All of them; every process knows of those that are done, also where the run is cut off."""
    desk = product.get(RevocationDesk)
    command = Revoke(tuple(officers), reason, operator(), "operations", to)
    done = []
    try:
        for one in revoke(desk, command):
            done.append(one)
    finally:
        announce(desk)
    return done


def read_ids(file: Path) -> tuple[str, ...]:
    """The column `id` of a CSV file; raises KeyError where there is none."""
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return tuple(row["id"].strip() for row in csv.DictReader(rows))


def main() -> None:
    """The command."""
    options = for_any_stage(__doc__)
    options.add_argument("--reason", required=True)
    options.add_argument("--to", help="who takes their open cases, of the same agency")
    options.add_argument("file", type=present_file)
    given = options.parse_args()
    try:
        ids = read_ids(given.file)
        done = revoke_all(stack_of(given).adopt(), ids, given.reason, given.to)
    except KeyError:
        sys.exit("the file has no column `id`")
    except Invalid as invalid:
        sys.exit("\n".join(fault_lines(invalid)))
    count = Counter(one.outcome for one in done)
    moved = sum(one.handed_over for one in done)
    for one in done:
        if one.outcome is RevocationOutcome.REFUSED:
            print(f"left out: {one.officer} ({one.code})", file=sys.stderr)
    told = ", ".join(f"{count[outcome]} {outcome.value}" for outcome in RevocationOutcome)
    print(f"{told}; {moved} cases handed over")
    sys.exit(1 if count[RevocationOutcome.REFUSED] else 0)


if __name__ == "__main__":
    main()
