"""Moving the clock of a deployed stack, as a client of the local stack does."""

from __future__ import annotations

from localstack.demo.client import Client
from localstack.demo.stack import RunningStack


def pass_time(stack: RunningStack, seconds: int) -> None:
    """Move the stack's clock forward, with everything that becomes due on the way."""
    clock = Client(stack.api_url)
    moved = clock.post("/_local/clock", {"advance_seconds": seconds}).json()
    while not moved["done"]:
        moved = clock.post("/_local/clock", {"advance_seconds": 0}).json()
