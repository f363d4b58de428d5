"""The minute schedule: whatever is due, oldest first, within the time of one run."""

from __future__ import annotations

from functools import partial
from typing import Any

from chalicelib.application.delivery import SENDING_RESERVE_MS
from chalicelib.application.due_work import work_off
from chalicelib.application.notifications import send_due
from chalicelib.application.recomputation import keep_up
from chalicelib.bootstrap import container
from chalicelib.domain.ids import new_seed
from chalicelib.entrypoints.observability import logger

_RESERVE_MS = 10_000
"""Time left to the function at which a run takes up no more cases; the next run goes on."""


def handle(context: Any) -> dict[str, Any]:
    """One run; what it leaves over is still due in the next minute."""

    def has_left(milliseconds: int) -> bool:
        return bool(context.get_remaining_time_in_millis() > milliseconds)

    may_go_on, may_send = partial(has_left, _RESERVE_MS), partial(has_left, SENDING_RESERVE_MS)

    correlation_id = f"tick-{new_seed()[:16]}"
    logger.set_correlation_id(correlation_id)
    cases = work_off(container().case_desk, correlation_id, may_go_on)
    followed = keep_up(container().recomputation_desk, correlation_id, may_go_on)
    messages = send_due(container().notification_desk, container().clock.now(), may_send)
    done = {"cases": cases.cases, "followed": followed, "finished": cases.finished}
    logger.info("tick", extra=done)
    return {**done, "messages": messages}
