"""Verify the audit's chain, and say where it breaks.

    python -m operations.audit [--stage prod] [--day 2026-08-03] [--head DAY/NUMBER/HASH]

Without a day all of it: also that each read that the API wrote down was entered, and that each
line has its place. `--head` holds it against an end that was noted once (this command prints it,
and so does the log of the function `audit` at each write): only so it shows when the newest lines
were cut off. Ends with 1 where it breaks.
"""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date

from chalicelib.audit.application.verifying import (
    AuditReading,
    AuditVerdict,
    verify_one,
    verify_whole,
)
from chalicelib.audit.domain.chain import AuditHead
from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.kernel.time_forms import parse_day
from operations.stacks import for_any_stage, stack_of

_HEAD = re.compile(r"([0-9-]{10})/([1-9][0-9]{0,8})/([0-9a-f]{64})")


def day_of(text: str) -> date:
    """A local day on the command line."""
    try:
        return parse_day(text)
    except Invalid:
        raise argparse.ArgumentTypeError("a day is expected, 2026-08-03") from None


def head_of(text: str) -> AuditHead:
    """An end of the chain as `told` writes it."""
    found = _HEAD.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError("day/number/hash is expected")
    return AuditHead(day_of(found[1]), int(found[2]), found[3])


def told(verdict: AuditVerdict) -> str:
    """What the command says at its end."""
    lines = [f"  {one}" for one in verdict.breaks]
    state = f"{len(lines)} breaks" if lines else "the chain holds"
    lines.append(f"{verdict.links} lines: {state}")
    if verdict.head is not None:
        head = verdict.head
        lines.append(f"it ends with {head.day}/{head.number}/{head.hash}: note it down elsewhere")
    return "\n".join(lines)


def main() -> int:
    """0 where it holds."""
    options = for_any_stage(__doc__)
    options.add_argument("--day", type=day_of)
    options.add_argument("--head", type=head_of, action="append", default=[])
    given = options.parse_args()
    product = stack_of(given).adopt()
    reading = product.get(AuditReading)
    try:
        verdict = verify_one(reading, given.day) if given.day else verify_whole(reading, given.head)
    except NotFound:
        sys.exit(f"nothing is entered on {given.day}")
    print(told(verdict))
    return 1 if verdict.breaks else 0


if __name__ == "__main__":
    sys.exit(main())
