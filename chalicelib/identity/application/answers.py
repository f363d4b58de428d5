"""An answer to a code is written together with its count, and told only then.

So of any number of answers at once no more than the quota come to anything: a wrong one takes a
count, a right one asks that there is room, each in the transaction of what it makes of the code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from chalicelib.identity.application.limits import (
    CodeLimits,
    CountedUse,
    Source,
    network_answer_use,
    spend_network_answer,
)
from chalicelib.identity.domain.one_time_codes import CodeCheck
from chalicelib.kernel.errors import NotFound, TooMany
from chalicelib.kernel.store import JoinableStore, StoredEvent, Versioned
from chalicelib.kernel.together import Refused

T = TypeVar("T", bound=Versioned)
Step = Callable[[T], tuple[T, CodeCheck, StoredEvent | None]]
"""What an answer makes of what it is an answer to, whether it is right, and what is told of it."""
_ATTEMPTS = 12


@dataclass(frozen=True)
class AnswerCount:
    """By what an answer is counted: its subject, and where it came from."""

    limits: CodeLimits
    use: CountedUse
    source: Source
    now: datetime


def answered(
    store: JoinableStore[T],
    read: T,
    step: Step[T],
    count: AnswerCount,
    absent: NotFound,
    expires: datetime,
) -> tuple[T, CodeCheck]:
    """What is written, and whether the answer was right; `read` is as it was just now.

    Raises TooMany (`too_many_wrong_codes`) where subject or network may not be wrong once more,
    whether or not this answer is, `absent`, and what `step` does.
    """
    limits, now, present = count.limits, count.now, read
    network = network_answer_use(limits, count.source)
    for _ in range(_ATTEMPTS):
        changed, verdict, event = step(present)
        wrong = verdict is CodeCheck.WRONG
        asked = count.use.taking if wrong else count.use.asking
        counted, of_network = asked(limits.limiter, now), network.asking(limits.limiter, now)
        try:
            store.put_with(changed, [*counted, *of_network], expires, event)
        except Refused as refused:
            if refused.part in counted:
                raise count.use.used_up(limits.limiter, now) from None
            if refused.part in of_network:
                raise network.used_up(limits.limiter, now) from None
        else:
            if wrong:
                spend_network_answer(limits, count.source, now)
            return changed, verdict
        found = store.find(read.id)
        if found is None:
            raise absent
        present = found
    raise TooMany("too_busy", 1)
