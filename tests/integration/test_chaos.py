"""The short form of `make chaos`: thrice, in disorder, killed, throttled, restarted."""

from __future__ import annotations

import io

from chaos.__main__ import run

SEED, CASES = 7, 40


def test_faults_lose_and_double_nothing() -> None:
    """Every act that was told as done is kept, every message once, figures equal a recount."""
    said = io.StringIO()
    verdict, injected = run(CASES, SEED, said)
    assert verdict.wrong == (), (SEED, said.getvalue())
    assert verdict.cases == CASES
    assert verdict.messages > 0
    assert injected["worker killed"] > 0
    assert injected["relay killed"] > 0
