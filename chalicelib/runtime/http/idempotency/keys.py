"""Idempotency keys on the HTTP side: what identifies a request, and how its answer is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.keys import Hasher, KeyPurpose, Sealer
from chalicelib.runtime.dynamodb.schemas import ANSWER, split
from chalicelib.runtime.http.bodies import canonical
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


def once(served: Endpoint, given: Given, work: Callable[[str], Reply]) -> Reply:
    """Carry the request out, or give the answer that its first try got."""
    hasher, sealer = services().get(Hasher), services().get(Sealer)
    name = (
        f"{_requester(served, given)}|{served.route}|{sorted(given.call.path.items())}|{given.key}"
    )
    record_id = f"I#{hasher.hash(KeyPurpose.REQUEST, name)}"
    made: list[Reply] = []

    def run(seed: str) -> bytes | None:
        try:
            reply = work(seed)
        except DomainError as error:
            reply = problem_of(error, given.call.language)
        made.append(reply)
        if reply.status >= 500 or reply.status == _NOT_KEPT:
            return None
        return sealer.seal(write_answer(reply), record_id)

    body = hasher.hash(KeyPurpose.REQUEST, canonical(given.value))
    answer, by_us = carry_out_once(services().get(RequestDesk), record_id, body, run)
    if by_us or answer is None:
        return made[-1]
    kept = read_answer(sealer.unseal(answer, record_id))
    return replace(kept, headers={**kept.headers, REPLAYED: "true"})


def write_answer(reply: Reply) -> bytes:
    """As it is kept, with its number within: the ledger knows it as bytes only."""
    kept = {"status": reply.status, "body": reply.body, "headers": dict(reply.headers)}
    return ANSWER.numbered(json.dumps(kept).encode())


def read_answer(kept: bytes) -> Reply:
    """The inverse; raises NewerSchema."""
    number, document = split(json.loads(kept))
    return Reply(**ANSWER.upcast(document, number))


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
