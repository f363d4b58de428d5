"""Requests under idempotency keys, kept in the document of the case that they were about.

A request that is in the document has its answer there. Where there is no more room, requests go by
the ledger as they do elsewhere, and until the last of those may be forgotten the case says so:
whoever brings a key looks in the document first, and then, if it says so, in the ledger.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.repeats import KEPT, AnsweredRequest

MOST_REQUESTS = 8
MOST_ANSWER = 16_000
"""Bytes of an answer that is kept here, so that eight of them leave room for the case. Compressed
together, answers that are alike take little room; the compression sees 32,000 bytes far."""

MARKED_FOR = KEPT + timedelta(hours=1)
"""How long a mark holds: longer than a record, so that not each request has to write another. Who
is refused again and again would stand in the way of every command to the case."""


def answered(case: Case, id: str, now: datetime) -> AnsweredRequest | None:
    """The request of that id, if it was answered within its time."""
    return next((one for one in _alive(case, now) if one.id == id), None)


def goes_by_ledger(case: Case, now: datetime) -> bool:
    """Whether a request that is not kept here may be in the ledger, or must go there."""
    marked = case.ledger_until is not None and case.ledger_until > now
    return marked or len(_alive(case, now)) >= MOST_REQUESTS


def has_room(request: AnsweredRequest) -> bool:
    """Whether its answer is short enough to be kept here."""
    return len(request.answer.encode()) <= MOST_ANSWER


def with_request(case: Case, request: AnsweredRequest) -> Case:
    """The case, which keeps this one too."""
    return replace(case, requests=(*case.requests, request))


def marked_for_ledger(case: Case, now: datetime) -> Case:
    """A request that begins in the ledger by now can be found there by all who look at the case.

    The case itself where its mark holds for as long.
    """
    if case.ledger_until is not None and case.ledger_until >= now + KEPT:
        return case
    return replace(case, ledger_until=now + MARKED_FOR)


def pruned(case: Case, now: datetime) -> Case:
    """Without what is over. No mark holds for longer than one that is made now."""
    until = case.ledger_until
    if until is not None:
        until = min(until, now + MARKED_FOR) if until > now else None
    alive = _alive(case, now)
    if (alive, until) == (case.requests, case.ledger_until):
        return case
    return replace(case, requests=alive, ledger_until=until)


def annotated(case: Case, now: datetime) -> Case:
    """To be written without a version of its own."""
    return replace(pruned(case, now), annotations=case.annotations + 1)


def _alive(case: Case, now: datetime) -> tuple[AnsweredRequest, ...]:
    return tuple(one for one in case.requests if one.expires_at > now)
