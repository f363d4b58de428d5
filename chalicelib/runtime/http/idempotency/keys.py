"""Idempotency keys on the HTTP side: what identifies a request, and how its answer is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.errors import Conflict, DomainError, NotFound, Unauthenticated
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import load, store
from chalicelib.kernel.keys import Hasher, KeyPurpose, Sealer
from chalicelib.kernel.repeats import answer_over, check_repeatable
from chalicelib.runtime.dynamodb.schemas import ANSWER, split
from chalicelib.runtime.http.bodies import canonical, written
from chalicelib.runtime.http.calls import NOBODY, Reply
from chalicelib.runtime.http.idempotency.requests import RequestDesk, carry_out_once
from chalicelib.runtime.http.inputs import Given
from chalicelib.runtime.http.problems import problem_of
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

REPLAYED = "Idempotent-Replay"
"""Header of an answer that was given before."""
_NOT_KEPT = 429
"""Belongs to the checks before a request is carried out: who waits as told may try again."""


@frozen
class KeptAnswer:
    """A reply without what was fresh in it; `given_at` is when it was made, if that is known."""

    reply: Reply
    given_at: datetime | None


def once(served: Endpoint, given: Given, work: Callable[[str], Reply]) -> Reply:
    """Carry the request out, or give the answer that its first try got."""
    sealer, desk = services().get(Sealer), services().get(RequestDesk)
    record_id, body = identity_of(served, given)
    made: list[Reply] = []

    def run(seed: str) -> bytes | None:
        try:
            reply = work(seed)
        except DomainError as error:
            reply = problem_of(error, given.call.language)
        made.append(reply)
        if not is_kept(reply):
            return None
        return sealer.seal(write_answer(KeptAnswer(reply, desk.clock.now())), record_id)

    answer, by_us = carry_out_once(desk, record_id, body, run)
    if by_us or answer is None:
        return made[-1]
    kept = read_answer(sealer.unseal(answer, record_id))
    reply = replace(kept.reply, headers={**kept.reply.headers, REPLAYED: "true"})
    if served.again is None or reply.status >= 300:
        return reply
    if kept.given_at is None:
        raise answer_over()
    check_repeatable(kept.given_at, desk.clock.now())
    try:
        return replace(reply, fresh=served.again(given.call, reply))
    except (Unauthenticated, NotFound, Conflict):
        # What it belongs to has ended, or is another by now.
        raise answer_over() from None


def identity_of(served: Endpoint, given: Given) -> tuple[str, str]:
    """The id of the request's record, and what stands for its body; neither can be read back."""
    hasher = services().get(Hasher)
    name = (
        f"{_requester(served, given)}|{served.route}|{sorted(given.call.path.items())}|{given.key}"
    )
    body = hasher.hash(KeyPurpose.REQUEST, canonical(given.value))
    return f"I#{hasher.hash(KeyPurpose.REQUEST, name)}", body


def is_kept(reply: Reply) -> bool:
    """Whether a repetition gets the same answer."""
    return reply.status < 500 and reply.status != _NOT_KEPT


def write_answer(answer: KeptAnswer) -> bytes:
    """As it is kept, with its number within: the ledger knows it as bytes only."""
    reply, given_at = answer.reply, answer.given_at
    kept = {
        "status": reply.status,
        "body": reply.body,
        "headers": dict(reply.headers),
        "made": dict(reply.made),
        "given_at": store(given_at) if given_at else None,
    }
    return ANSWER.numbered(written(kept))


def read_answer(kept: bytes) -> KeptAnswer:
    """The inverse; raises NewerSchema."""
    number, document = split(json.loads(kept))
    document = ANSWER.upcast(document, number)
    given_at = document.pop("given_at")
    return KeptAnswer(Reply(**document), load(given_at) if given_at else None)


def _requester(served: Endpoint, given: Given) -> str:
    """Whose key it is: the account's or officer's, else the registration's or session's.

    Where nothing is known of the caller yet, the network address keeps strangers' keys apart.
    """
    call = given.call
    if call.actor != NOBODY:
        return call.actor.id
    if call.session:
        return call.session
    if served.requester:
        return served.requester(given.body)
    return "path" if call.path else call.address
