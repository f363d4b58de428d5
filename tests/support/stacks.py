"""A stack for tests, on the emulator of a place."""

from __future__ import annotations

import json

from chalicelib.kernel.time_forms import parse_instant
from localstack.demo.stack import RunningStack, parse_stack
from localstack.up import up
from operations.places import LocalPlace

MONDAY_MORNING = "2026-08-03T07:30+07:00"
"""When the stack's time begins: outside the quiet hours, whenever the tests run."""


def stack_at(place: LocalPlace) -> RunningStack:
    """The whole product, deployed and loaded, as an outside client finds it."""
    return parse_stack(json.dumps(up(place, clock=parse_instant(MONDAY_MORNING))))
