"""The operator's hand on a stack: the same container as its functions have."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

from chalicelib import bootstrap
from chalicelib.adapters.clock import MovableClock
from chalicelib.bootstrap import container
from localstack.clients import Clients


def adopt(clients: Clients, stack: str) -> None:
    """Give this process the environment of the stack's functions."""
    found = clients("lambda").get_function_configuration(FunctionName=f"{stack}-api")
    os.environ |= found["Environment"]["Variables"]
    bootstrap.use(None)


def load(clock: str | None) -> dict[str, Any]:
    """Load the directory into a fresh stack; the people who can sign in, with passwords."""
    from localstack.seed import seed

    if clock is not None:
        MovableClock(container().settings.ledger_table).move_to(datetime.fromisoformat(clock))
    return seed(container())
