"""Requests whose own write records the answer: one transaction in place of claim, work and keeping.

Of two at once the write of one is refused, and it finds the answer of the other. What was refused
for a reason of its own is recorded by itself, unless the request was carried out before.
"""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.repeats import AnsweredBefore
from chalicelib.runtime.http.calls import KeyedRequest, Reply
from chalicelib.runtime.http.idempotency.keyed import request_in_hand
from chalicelib.runtime.http.idempotency.keys import is_kept, once
from chalicelib.runtime.http.inputs import Given
from chalicelib.runtime.http.problems import problem_of
from chalicelib.runtime.http.route import Endpoint


def once_recorded(
    served: Endpoint, given: Given, work: Callable[[str, KeyedRequest | None], Reply]
) -> Reply:
    """Carry the request out, or give the answer that its first try got."""
    request = request_in_hand(served, given)
    ledger, record = request.desk.ledger, request.record
    try:
        return work(record.seed, request)
    except AnsweredBefore:
        pass
    except DomainError as error:
        reply = problem_of(error, given.call.language)
        if is_kept(reply):
            if ledger.begin(request.recorded(reply), request.desk.clock.now()):
                return reply
        elif ledger.find(request.id) is None:
            return reply
    return once(served, given, lambda seed: work(seed, None))
