"""The bench compares what it measured, and rounds only what it shows."""

from __future__ import annotations

from typing import Any

import pytest

from bench.measure import Measured
from bench.meter import CallTally
from bench.table import table

WHAT = "write units of a whole life"


def figures(write_units: float) -> dict[str, Any]:
    """Those of a bench in which everything else is nothing."""
    tally = CallTally()
    size = {name: Measured([tally], [0.0], [1.0]).figures() for name in OPERATIONS}
    return {
        "sizes": {"1000": size},
        "lifecycle_aws_calls": 0,
        "lifecycle_write_units": write_units,
        "lifecycle_cpu_ms": 0.0,
        "lifecycle_floor_cpu_ms": 0.0,
        "import_cpu_ms": {"app": 0.0, "first_request": 0.0, "floor": 1.0},
        "zip_bytes": 0,
    }


OPERATIONS = ("submit", "inbox", "case", "report", "figures", "search", "search_words")


@pytest.mark.parametrize(
    ("units", "kept"), [(109.96, "yes"), (110.0, "yes"), (110.04, "no"), (110.5, "no")]
)
def test_a_limit_is_held_against_what_was_measured(units: float, kept: str) -> None:
    """A little too much is too much, however it looks when rounded."""
    (line,) = [line for line in table(figures(units)).splitlines() if line.startswith(f"| {WHAT}")]
    assert line == f"| {WHAT} | {units:g} | 110 | {kept} |"


def test_what_was_measured_is_not_rounded() -> None:
    """Units are means and times medians: the table alone rounds them."""
    tallies = [CallTally(write_units=units) for units in (1.0, 1.0, 1.01)]
    measured = Measured(tallies, [1.00001], [2.0]).figures()
    assert measured["write_units"] == pytest.approx(3.01 / 3, abs=1e-12)
    assert measured["cpu_ms"] == 1.00001
