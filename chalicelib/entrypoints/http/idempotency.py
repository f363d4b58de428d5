"""Idempotency keys on the HTTP side: what identifies a request, and how its answer is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Protocol

from chalicelib.application.idempotency import carry_out_once
from chalicelib.application.ports.keys import Purpose
from chalicelib.bootstrap import container
from chalicelib.domain.errors import DomainError
from chalicelib.entrypoints.http.calls import NOBODY, Call, Reply
from chalicelib.entrypoints.http.problems import problem_of


class Served(Protocol):
    """The part of an endpoint that identifies its route."""

    @property
    def method(self) -> str:
        """Upper case."""
        ...

    @property
    def path(self) -> str:
        """With its parameters in braces."""
        ...


def once(served: Served, call: Call, value: Any, work: Callable[[str], Reply]) -> Reply:
    """Carry the request out, or give the answer that its first try got."""
    hasher, sealer = container().hasher, container().sealer
    caller = call.session if call.actor == NOBODY else call.actor.id
    route = f"{served.method} {served.path} {sorted(call.path.items())}"
    key = hasher.hash(Purpose.REQUEST, f"{caller}|{route}|{call.idempotency_key}")
    record_id = f"I#{key}"
    made: list[Reply] = []

    def run(seed: str) -> bytes | None:
        try:
            reply = work(seed)
        except DomainError as error:
            reply = problem_of(error, call.language)
        made.append(reply)
        if reply.status >= 500:
            return None
        kept = {"status": reply.status, "body": reply.body, "headers": dict(reply.headers)}
        return sealer.seal(json.dumps(kept).encode(), record_id)

    body = hasher.hash(Purpose.REQUEST, _canonical(value))
    answer, by_us = carry_out_once(container().request_desk, record_id, body, run)
    if by_us or answer is None:
        return made[-1]
    kept = json.loads(sealer.unseal(answer, record_id))
    return Reply(kept["status"], kept["body"], {**kept["headers"], "Idempotent-Replay": "true"})


def _canonical(value: Any) -> str:
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """1 and 1.0 are the same JSON value."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
