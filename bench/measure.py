"""From an operation to its figures: counted once, timed many times, and beside its floor."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import mean, median

import boto3

from bench.floor import bare
from bench.meter import AwsCall, CallTally, Meter

SAMPLES = 200
WARM = 8


@dataclass
class Measured:
    """Tallies of the counted runs, CPU milliseconds of the timed ones and of their bare calls."""

    tallies: list[CallTally] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """One operation in the form of `bench.json`; rounded only where it is shown."""
        return {
            "aws_calls": mean(len(tally.calls) for tally in self.tallies),
            "read_units": mean(tally.read_units for tally in self.tallies),
            "write_units": mean(tally.write_units for tally in self.tallies),
            "cpu_ms": median(self.cpu),
            "floor_cpu_ms": median(self.floor),
        }


def measure(meter: Meter, works: Iterable[Callable[[], None]]) -> Measured:
    """The first few warm up, the next few are counted, the rest timed with the hook at rest.

    Each timed one is followed by the bare calls of a counted one, so that what else the machine
    does falls on both.
    """
    measured, floor = Measured(), _nothing
    for number, work in enumerate(works):
        if number < WARM:
            work()
        elif number < 2 * WARM:
            with meter.counting() as tally:
                work()
            measured.tallies.append(tally)
            floor = bare(tally.calls, _client)
            floor()
        else:
            measured.cpu.append(cpu_of(work))
            measured.floor.append(cpu_of(floor))
    return measured


def _nothing() -> None:
    """The floor of what has not been counted."""


def floor_cpu(calls: list[AwsCall]) -> float:
    """Median CPU milliseconds of the bare calls."""
    run = bare(calls, _client)
    for _ in range(WARM):
        run()
    return median(cpu_of(run) for _ in range(SAMPLES))


def cpu_of(work: Callable[[], None]) -> float:
    """CPU milliseconds of this process; the collector runs in between, not inside."""
    gc.collect(0)
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


_CLIENTS: dict[str, object] = {}


def _client(service: str) -> object:
    if service not in _CLIENTS:
        _CLIENTS[service] = boto3.client(service)
    return _CLIENTS[service]
