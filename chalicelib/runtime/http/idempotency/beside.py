"""Requests whose answers are kept by what they are about, in the write that carries them out.

There is no claim: who was second finds the subject changed, looks at it again, and finds the
answer. So does whoever refused the request meanwhile, for a refusal is written over exactly the
subject that was judged. Where the subject has no room the request goes by the ledger: before an
answer stands there, the subject says that one may.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.repeats import AnsweredBefore, AnsweredRequest, GoesByLedger
from chalicelib.runtime.http.calls import KeyedRequest, Reply
from chalicelib.runtime.http.idempotency.keyed import RequestInHand, request_in_hand
from chalicelib.runtime.http.idempotency.keys import REPLAYED, is_kept, once, read_answer
from chalicelib.runtime.http.idempotency.requests import InProgress, check_body
from chalicelib.runtime.http.inputs import Given
from chalicelib.runtime.http.problems import problem_of
from chalicelib.runtime.http.route import Endpoint

_TRIES = 8
Work = Callable[[str, KeyedRequest, Any], Reply]
"""By seed, request and subject."""


class _Overtaken(Exception):
    """Somebody else changed the subject meanwhile."""


def once_beside(served: Endpoint, given: Given, subject: Any, work: Work) -> Reply:
    """Carry the request out, or give the answer that its first try got.

    Raises Invalid when the key was used with another body, and InProgress when others are first
    again and again.
    """
    if served.answers is None or served.load is None:
        raise TypeError(served.route)
    request = request_in_hand(served, given)
    by_ledger = False
    for _ in range(_TRIES):
        found = served.answers.find(subject, request.id)
        if found is not None:
            return _again(found, request)
        try:
            if by_ledger or served.answers.by_ledger(subject):
                return _by_ledger(served, given, replace(request, by_ledger=True), subject, work)
            reply = _outcome(given, request, subject, work)
            if reply.status < 400 or not is_kept(reply):
                return reply
            if served.answers.keep(subject, request.answered(reply)):
                return reply
        except GoesByLedger:
            by_ledger = True
        except (AnsweredBefore, _Overtaken):
            pass
        subject = served.load(given.call)
    raise InProgress


def _outcome(given: Given, request: RequestInHand, subject: Any, work: Work) -> Reply:
    try:
        return work(request.record.seed, request, subject)
    except DomainError as error:
        return problem_of(error, given.call.language)


def _by_ledger(
    served: Endpoint, given: Given, request: RequestInHand, subject: Any, work: Work
) -> Reply:
    def carried_out(seed: str) -> Reply:
        seeded = replace(request, record=replace(request.record, seed=seed))
        reply = _outcome(given, seeded, subject, work)
        refused = reply.status >= 400 and is_kept(reply)
        if refused and served.answers and not served.answers.mark(subject):
            raise _Overtaken
        return reply

    return once(served, given, carried_out)


def _again(found: AnsweredRequest, request: RequestInHand) -> Reply:
    check_body(found.body, request.record.body)
    reply = read_answer(found.answer.encode()).reply
    return replace(reply, headers={**reply.headers, REPLAYED: "true"})
