"""The kind: no kept answer holds what opens something, and each can be made anew or is over."""

from __future__ import annotations

import pytest

from chalicelib.routes import ROUTES
from chalicelib.runtime.dynamodb.schemas import ANSWER
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.http.idempotency.keys import KeptAnswer, read_answer, write_answer
from chalicelib.runtime.http.openapi.answers import codes_of
from chalicelib.runtime.http.route import ENDPOINTS, Endpoint, find, shape
from tests.support.clock import NOW

OPENERS = {"access_token", "refresh_token", "registration_token", "url", "fields", "form"}
"""Members of answers that are good for something by themselves."""


def kept_endpoints() -> list[Endpoint]:
    for module, routes in ROUTES.items():
        for route in routes:
            find(module, route)
    return [one for _, one in sorted(ENDPOINTS.items()) if one.idempotency]


@pytest.mark.parametrize("one", kept_endpoints(), ids=lambda one: one.route)
def test_what_opens_something_is_made_again(one: Endpoint) -> None:
    """Whoever adds such a member also says whether it may be made once more."""
    members = set(shape(one.reply).model_fields) if one.reply else set()
    assert bool(members & OPENERS) == (one.again is not None)
    assert ("answer_over" in codes_of(one).get(410, ())) == (one.again is not None)


def test_fresh_members_are_not_written() -> None:
    """Only what names them."""
    reply = Reply(201, {"id": "x"}, fresh={"token": "secret"}, made={"generation": 2})
    written = write_answer(KeptAnswer(reply, NOW))
    assert b"secret" not in written
    read = read_answer(written)
    assert (read.given_at, read.reply.made, dict(read.reply.fresh)) == (NOW, {"generation": 2}, {})


def test_an_answer_of_before_is_of_no_known_time() -> None:
    """What was kept without a time gives nothing fresh any more."""
    old = b'{"status":200,"body":{"session_id":"s"},"headers":{}}'
    assert read_answer(old).given_at is None
    assert ANSWER.number == 2
