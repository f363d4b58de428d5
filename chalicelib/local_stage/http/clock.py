"""The clock of the local stack. The route does not exist in other stages."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.instants import wire
from chalicelib.local_stage.application.clock import ClockDesk, advance_clock, move_clock
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.http.schemas.texts import Body
from chalicelib.runtime.http.schemas.times import Instant
from chalicelib.runtime.services import services

_MOST_SECONDS = 20.0
"""Of real time in one request: the gateway waits for 29."""
_YEAR = 366 * 24 * 3600


class ClockBody(Body):
    """Either the instant to move to, or the seconds to move by; forward only."""

    now: Instant | None = None
    advance_seconds: Annotated[int, Field(ge=0, le=5 * _YEAR)] | None = None

    @model_validator(mode="after")
    def _one_of(self) -> ClockBody:
        if (self.now is None) == (self.advance_seconds is None):
            raise PydanticCustomError("now_or_advance", "give either now or advance_seconds")
        return self


@Endpoint("GET", "/v1/_local/clock", access=Access.PUBLIC, summary="The local stack's clock")
def read(_call: Call) -> Reply:
    """Only in the local stack."""
    return Reply(200, {"now": wire(services().get(Clock).now())})


@Endpoint(
    "POST",
    "/v1/_local/clock",
    access=Access.PUBLIC,
    body=ClockBody,
    summary="Move the local stack's clock forward, and do what becomes due on the way",
)
def move(_call: Call, body: ClockBody) -> Reply:
    """`done` is false where time ran out: repeat the request."""
    desk, over = services().get(ClockDesk), time.monotonic() + _MOST_SECONDS

    def may_go_on() -> bool:
        return time.monotonic() < over

    if body.now is not None:
        moved = move_clock(desk, body.now, may_go_on)
    else:
        moved = advance_clock(desk, timedelta(seconds=body.advance_seconds or 0), may_go_on)
    return Reply(200, {"now": wire(moved.now), "done": moved.done})
