"""End the quarantine of a stack that was restored from another stack's backup.

    python -m operations.release [--stage staging] [--drop]

From then on messages leave, those that wait among them, to the people whom the backup names. With
`--drop` none of those that wait is ever sent: for a rehearsal. Drop first, then let go: nothing
leaves in between. Warm functions learn of it within a minute.
"""

from __future__ import annotations

import sys
from datetime import timedelta

from chalicelib.agencies.application.ports import DirectoryStore
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.isolation import Isolation
from chalicelib.messages.application.messages import DueMessage, MessageStore
from chalicelib.messages.domain.messages import MessageStatus, ended
from chalicelib.runtime.services import Services
from operations import holdings
from operations.auditing import tell, to_the_end
from operations.faults import told
from operations.stacks import for_any_stage, stack_of

REASON = "quarantine"
"""Why a message was dropped."""
_EVER = timedelta(days=10 * 365)
"""From now: what waits is due before."""
_BATCH = 100


class NotQuarantined(Exception):
    """There is nothing to release."""


def release(product: Services, isolation: Isolation, *, drop: bool = False) -> int:
    """How many messages were dropped. Raises NotQuarantined.

    The isolation keeps messages that cannot be dropped; while there are any, the quarantine stays.
    """
    if not holdings.is_quarantined(product):
        raise NotQuarantined
    tell(product, AuditKind.STAGE_RELEASED, drop=drop)
    dropped = _drop_all(product, isolation) if drop else 0
    if not isolation.broken:
        holdings.end_quarantine(product)
        product.get(DirectoryStore).announce()
    return dropped


def _drop_all(product: Services, isolation: Isolation) -> int:
    store, until = product.get(MessageStore), product.get(Clock).now() + _EVER
    dropped, tried = 0, set[tuple[str, str]]()
    while True:
        found = store.due(until, _BATCH + len(tried))
        waiting = [due for due in found if (due.recipient, due.id) not in tried]
        for due in waiting:
            tried.add((due.recipient, due.id))
            with isolation.of(due.id):
                dropped += _drop(product, due)
        if not waiting:
            return dropped


def _drop(product: Services, due: DueMessage) -> bool:
    """Whether it waited; somebody who gathers into it at this moment is waited for."""
    store, now = product.get(MessageStore), product.get(Clock).now()
    while (message := store.find(due.recipient, due.id)) is not None and message.next_at:
        if store.save(ended(message, now, MessageStatus.DROPPED, REASON)):
            return True
    return False


def main() -> None:
    """The command."""
    options = for_any_stage(__doc__)
    options.add_argument("--drop", action="store_true", help="send nothing of what waits")
    given = options.parse_args()
    left_out = told()
    try:
        dropped = release(stack_of(given).adopt(), left_out, drop=given.drop)
    except NotQuarantined:
        sys.exit("the stack is not in quarantine")
    if left_out.broken:
        sys.exit("still in quarantine: some messages cannot be dropped")
    print(f"released; {dropped} messages were dropped")


if __name__ == "__main__":
    sys.exit(to_the_end(main))
