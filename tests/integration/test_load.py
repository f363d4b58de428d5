"""The short form of `make load`: some things due at one instant, some people at one moment."""

from __future__ import annotations

import io

from load.__main__ import run
from load.spike import ACCOUNTS, CASES

THINGS, AT_ONCE, ROUNDS = 24, 5, 1


def test_what_comes_at_once_is_done_once() -> None:
    """Each case settled and told, each message sent, each code there, no request in vain."""
    said = io.StringIO()
    verdict = run(THINGS, AT_ONCE, ROUNDS, said)
    assert verdict.wrong == (), said.getvalue()
    assert len(verdict.morning.cases) + verdict.morning.messages == THINGS
    assert verdict.morning.cpu.functions > 0
    took = {kind: len(seconds) for kind, seconds in verdict.door.took.items()}
    assert took[ACCOUNTS] == AT_ONCE * ROUNDS + verdict.morning.codes
    assert took[CASES] > AT_ONCE * ROUNDS
    assert took["a report is read"] == AT_ONCE * ROUNDS
