"""Bring a stage over to hashing phones and personal numbers by KMS's key, while it runs.

    python -m operations.rehash [--stage prod] [--segments 4] [--anew]

For stages of before November 2026, once the code of since then is deployed. The steps are those of
docs/adr/0027: at no moment has a phone two accounts, or an account no claim. Stages that are over
are done at once, but for officers' phones, which were claimed by the stage's own key for longer.
It may be stopped at any time, and begun again goes on where it was. Ends with 1 where an account or
officer cannot be read, or their phone is claimed by another: they are named, and the stage goes no
further.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.functions import FUNCTIONS
from chalicelib.kernel.instants import whole_seconds
from chalicelib.runtime.crypto.key_sets import HashedBy
from chalicelib.runtime.crypto.keyring import RELOAD_PAUSE
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations.auditing import tell, to_the_end
from operations.claims import CLAIMING, claim_all, drop_old_claims
from operations.key_custody import key_store_of
from operations.progress import ProgressBar
from operations.resumable import for_segments, identity_of, resumable
from operations.stacks import stack_of
from operations.staff_claims import (
    CLAIMING_STAFF,
    claim_staff_phones,
    drop_kms_staff_claims,
    drop_own_staff_claims,
)
from operations.walks import Walker

_LONGEST_REQUEST = timedelta(seconds=max(one.timeout for one in FUNCTIONS if one.name == "api"))
SPREAD = RELOAD_PAUSE + _LONGEST_REQUEST + timedelta(seconds=5)
"""After so long no request goes by the step before any more."""
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


def rehash(product: Services, walker: Walker, clock: WallClock | None = None) -> bool:
    """Go through all steps that are left; False where an account or officer stands in the way."""
    clock = clock or WallClock()
    keys = key_store_of(product.get(Settings))
    while True:
        held = keys.read()
        if held.hashed_since:
            _wait(held.hashed_since, clock, walker.progress)
        if held.hashed_by is HashedBy.BOTH_FOUND_BY_OWN:
            claim_all(product, walker)
            drop_kms_staff_claims(product, walker)
            claim_staff_phones(product, walker)
            if walker.marks.left_out(CLAIMING, CLAIMING_STAFF):
                return False
        if held.hashed_by is HashedBy.KMS:
            claim_staff_phones(product, walker)
            if walker.marks.left_out(CLAIMING_STAFF):
                return False
            drop_old_claims(product, walker)
            drop_own_staff_claims(product, walker)
            return True
        # Where another run was faster, its step is read in the next turn.
        keys.hash_by(_NEXT[held.hashed_by], clock.now(), after=held.hashed_by)


def _wait(since: datetime, clock: WallClock, progress: ProgressBar) -> None:
    left = whole_seconds(min(since + SPREAD - clock.now(), SPREAD))
    if left > 0:
        progress.start("until every process knows (seconds)", left)
        for _ in range(left):
            clock.sleep(1)
            progress.step()
        progress.finish()


def main() -> int:
    """The command."""
    given = for_segments(__doc__).parse_args()
    product = stack_of(given).adopt()
    tell(product, AuditKind.HASHES_MOVED)
    task = {"command": "rehash", "stack": identity_of(product)}
    with resumable(given, task) as walker:
        done = rehash(product, walker)
    print("phones and personal numbers are hashed by KMS" if done else "not yet: see above")
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(to_the_end(main))
