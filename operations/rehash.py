"""Bring a stage over to hashing phones and personal numbers by KMS's key, while it runs.

    python -m operations.rehash [--stage prod]

For stages of before November 2026, once the code of since then is deployed; others are done at
once. The steps are those of docs/adr/0027: at no moment has a phone two accounts, or an account no
claim. It may be stopped at any time, and begun again goes on where it was. Ends with 1 where an
account cannot be read, or its phone is claimed by another: it is named, and the stage goes no
further.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import boto3

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.functions import FUNCTIONS
from chalicelib.kernel.instants import whole_seconds
from chalicelib.kernel.isolation import Isolation
from chalicelib.runtime.crypto.key_sets import HashedBy
from chalicelib.runtime.crypto.keyring import RELOAD_PAUSE
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations import holdings
from operations.auditing import tell
from operations.claims import claim_all, drop_old_claims
from operations.faults import told
from operations.key_custody import key_store_of
from operations.progress import ProgressBar
from operations.stacks import for_any_stage, stack_of

_LONGEST_REQUEST = timedelta(seconds=max(one.timeout for one in FUNCTIONS if one.name == "api"))
SPREAD = RELOAD_PAUSE + _LONGEST_REQUEST + timedelta(seconds=5)
"""After so long no request goes by the step before any more."""
_MARK = "rehash"
_NEXT = {
    HashedBy.OWN: HashedBy.BOTH_FOUND_BY_OWN,
    HashedBy.BOTH_FOUND_BY_OWN: HashedBy.BOTH_FOUND_BY_KMS,
    HashedBy.BOTH_FOUND_BY_KMS: HashedBy.KMS,
}


@dataclass(frozen=True)
class WallClock:
    """The time of the machine, and waiting."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep


def rehash(
    product: Services, isolation: Isolation, progress: ProgressBar, clock: WallClock | None = None
) -> bool:
    """Go through all steps that are left; False where an account stands in the way."""
    clock = clock or WallClock()
    keys = key_store_of(product.get(Settings))
    while True:
        held = keys.read()
        if held.hashed_since:
            _wait(held.hashed_since, clock, progress)
        copying = held.hashed_by is HashedBy.BOTH_FOUND_BY_OWN
        if copying and not _claimed(product, isolation, progress):
            return False
        if held.hashed_by is HashedBy.KMS:
            progress.start("old claims", _size(product))
            drop_old_claims(product, progress)
            progress.finish()
            return True
        # Where another run was faster, its step is read in the next turn.
        keys.hash_by(_NEXT[held.hashed_by], clock.now(), after=held.hashed_by)


def _claimed(product: Services, isolation: Isolation, progress: ProgressBar) -> bool:
    """Whether all accounts have their claims by KMS. How far it came is written down, but never
    behind an account that was left out."""
    progress.start("accounts", _size(product))
    after = holdings.read_mark(product, _MARK)
    for end in claim_all(product, isolation, progress, after):
        if end and not isolation.broken:
            holdings.put_mark(product, _MARK, end)
    progress.finish()
    holdings.put_mark(product, _MARK, None)
    return not isolation.broken


def _wait(since: datetime, clock: WallClock, progress: ProgressBar) -> None:
    left = whole_seconds(min(since + SPREAD - clock.now(), SPREAD))
    if left > 0:
        progress.start("until every process knows (seconds)", left)
        for _ in range(left):
            clock.sleep(1)
            progress.step()
        progress.finish()


def _size(product: Services) -> int:
    """About how many items the table has: AWS counts them every six hours."""
    table = product.get(Settings).people_table
    return int(boto3.client("dynamodb").describe_table(TableName=table)["Table"]["ItemCount"])


def main() -> int:
    """The command."""
    isolation = told()
    product = stack_of(for_any_stage(__doc__).parse_args()).adopt()
    tell(product, AuditKind.HASHES_MOVED)
    try:
        done = rehash(product, isolation, ProgressBar())
    except KeyboardInterrupt:
        print("stopped: begin again, what is done stays done")
        return 1
    print("phones and personal numbers are hashed by KMS" if done else "not yet: see above")
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main())
