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
        "lifecycle_calls_without_messages": 0,
        "lifecycle_write_units": write_units,
        "lifecycle_cpu_ms": 0.0,
        "lifecycle_floor_cpu_ms": 0.0,
        "lifecycle_before_floor_cpu_ms": 1.0,
        "import_cpu_ms": dict.fromkeys(COLD, 0.0) | {"floor": 1.0, "first_page": 80.5},
        "zip_bytes": 0,
    }


PAGES = ("inbox_routes", "inbox_page", "case_routes", "case_page")
OPERATIONS = ("submit", "inbox", "case", "report", "figures", "search", "search_words", *PAGES)
COLD = ("app", "first_request", "first_of_office", "first_page")


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


def test_pages_are_held_against_their_routes() -> None:
    """By what they take more, calls and milliseconds, at the size where that is most."""
    found = figures(0)
    (size,) = found["sizes"].values()
    larger = {name: dict(one) for name, one in size.items()}
    larger["inbox_page"] |= {"aws_calls": 3, "cpu_ms": 21.0}
    larger["inbox_routes"] |= {"aws_calls": 2, "cpu_ms": 13.0}
    larger["case_page"]["cpu_ms"] = 6.1
    found["sizes"]["20000"] = larger
    said = table(found)
    for line in (
        "| AWS calls of the inbox in the browser above its routes | 1 | 0 | no |",
        "| AWS calls of a case in the browser above its route | 0 | 0 | yes |",
        "| CPU of the inbox in the browser above its routes, ms | 8 | 8 | yes |",
        "| CPU of a case in the browser above its route, ms | 6.1 | 6 | no |",
        "| CPU of a first page above a first request of the office, ms | 80.5 | 80 | no |",
        "| 20000 | case_page | 0 | 0 | 0 | 6.1 | 1 |",
    ):
        assert line in said.splitlines()
