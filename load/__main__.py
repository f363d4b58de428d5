"""Many things due at one instant, many people at one moment, a morning of the campaign; a verdict.

python -m load [--things 5000] [--at-once 200] [--rounds 3]
               [--registrations 2000] [--teams 99] [--visits 500] [--rows 50000]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TextIO

from chalicelib.local_stage.application.clock import Pipeline
from chalicelib.runtime.services import Services, use
from chaos.verdict import dead_letters
from infra.package import BUILD
from load.campaign import CampaignDay, CampaignSize, campaign_day
from load.carrier import Phones
from load.door import Door, share_below
from load.due import MORNING, Morning, morning
from load.machine import cpu_so_far
from load.spike import Crowd, lost_and_doubled, spike
from localstack import emulator
from localstack.demo.phone import Post
from localstack.up import up
from operations.arguments import whole
from operations.places import LocalPlace
from operations.stacks import local_stack

THINGS, AT_ONCE, ROUNDS = 5_000, 200, 3
CAMPAIGN = CampaignSize()
IN_FLIGHT = 8
"""Requests of the client at the same moment, as many as two cores answer within seconds; the others
wait in the client, and their waiting is told apart from the time in flight."""
LOG = BUILD / "load" / "emulator.log"
"""What the local cloud wrote, kept where something did not hold."""
MINUTES_OF_WORK = 2
"""For all cores of the machine: what is due at one instant may take no more of the functions. What
the emulator takes stands for AWS."""
_NUMBER = re.compile(r"\d+")
_CORES = os.cpu_count() or 1
_DRAINED_WITHIN = 1800.0


@dataclass(frozen=True)
class LoadVerdict:
    """What came out; `wrong` in words, nothing if all held."""

    morning: Morning
    campaign: CampaignDay
    door: Door
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class LoadSize:
    """How much of each part: things due at once; people at one moment, and how many times; a
    morning of the campaign."""

    things: int
    at_once: int
    rounds: int
    campaign: CampaignSize


def run(size: LoadSize, say: TextIO) -> LoadVerdict:
    """The whole of it, on an emulator of its own."""
    with emulator.passing("load") as place:
        try:
            with contextlib.redirect_stdout(open(os.devnull, "w")):  # metrics, gathered by nobody
                return _run_at(place, size, say)
        finally:
            use(None)


def _run_at(place: LocalPlace, size: LoadSize, say: TextIO) -> LoadVerdict:
    _say(say, "a stack of its own comes up")
    stack = up(place, clock=MORNING - timedelta(minutes=30))
    product, post = local_stack(place).adopt(), Post(place.url)
    with Phones(post) as phones:
        door = Door(IN_FLIGHT)
        crowd = Crowd(stack["api_url"], product, door, phones)
        crowd.come_to_work(IN_FLIGHT)
        verdict = _verdict(place, crowd, size, say)
        if verdict.wrong:
            LOG.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(place.log_file, LOG)
        return verdict


def _verdict(place: LocalPlace, crowd: Crowd, size: LoadSize, say: TextIO) -> LoadVerdict:
    _say(say, f"{size.things} things due at one instant")
    due = morning(place, crowd.product, size.things, crowd)
    _tell_morning(say, due)
    for number in range(size.rounds):
        _say(say, f"{size.at_once} cases, registrations and reports at once, time {number + 1}")
        before = cpu_so_far(place)
        spike(crowd, size.at_once, number * size.at_once)
        _drain(crowd.product)
        spent = cpu_so_far(place).since(before).whole
        print(f"  {spent:.0f} s of CPU with what followed", file=say, flush=True)
    _say(say, f"{size.campaign.registrations} people register while teams send visits in")
    day = campaign_day(place, crowd, size.campaign, lambda: _drain(crowd.product))
    _tell_campaign(say, day)
    _tell_door(say, crowd.door)
    wrong = [*due.wrong, *day.wrong, *crowd.wrong, *lost_and_doubled(crowd)]
    wrong += [f"{n} × {fault}" for fault, n in crowd.door.faults.items()]
    dead = dead_letters(crowd.product)
    wrong += [f"{n} letters lie in {name}" for name, n in dead.items() if n]
    return LoadVerdict(due, day, crowd.door, tuple(wrong))


def _drain(product: Services) -> None:
    over = time.monotonic() + _DRAINED_WITHIN
    if not product.get(Pipeline).drain(lambda: time.monotonic() < over):
        raise RuntimeError("it does not come to rest")


def _tell_morning(say: TextIO, due: Morning) -> None:
    print(
        f"  {len(due.cases)} cases settled and {due.messages} messages sent in"
        f" {due.done_after:.0f} s of the stage's clock, with the digests {due.whole_after:.0f} s\n"
        f"  {due.cpu.whole:.0f} s of CPU: {due.cpu.whole / _CORES:.0f} s of all {_CORES} cores,"
        f" {due.cpu.whole / (len(due.cases) + due.messages) * 1000:.0f} ms a thing;"
        f" {due.cpu.emulator:.0f} s are the emulator's own\n"
        f"  {due.codes} of {due.asked} codes there after {due.codes_after:.0f} s,"
        f" when {due.behind_codes} other things waited",
        file=say,
        flush=True,
    )


def _tell_campaign(say: TextIO, day: CampaignDay) -> None:
    size = day.size
    print(
        f"  {size.registrations} registrations, {size.rows} rows of a list, and"
        f" {size.teams} teams with {size.visits} visits each at once\n"
        f"  {day.rate:.1f} registrations a second; one alone takes {day.calls:.0f} AWS calls"
        f" and, with what follows, {day.cpu * 1000:.0f} ms of CPU of the functions",
        file=say,
        flush=True,
    )


def _tell_door(say: TextIO, door: Door) -> None:
    print(f"  at most {IN_FLIGHT} requests in flight; seconds at 50, 95, 99, 100 %:", file=say)
    for kind, took in [("at the door", door.waited), *sorted(door.took.items())]:
        shares = "  ".join(f"{share_below(took, percent):6.2f}" for percent in (50, 95, 99, 100))
        print(f"  {kind:22} {len(took):5} × {shares}", file=say, flush=True)


def _say(say: TextIO, text: str) -> None:
    print(text, file=say, flush=True)


def shown(wrong: Sequence[str]) -> Iterator[str]:
    """Of what is wrong in the same way but for numbers, the first and how many more there are."""
    alike: dict[str, list[str]] = {}
    for text in wrong:
        alike.setdefault(_NUMBER.sub("#", text), []).append(text)
    for first, *others in alike.values():
        yield first + (f", and {len(others)} like it" if others else "")


def main() -> int:
    """The command; 0 only if everything held."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--things", type=whole(2, 100_000), default=THINGS)
    options.add_argument("--at-once", type=whole(1, 1_000), default=AT_ONCE)
    options.add_argument("--rounds", type=whole(0, 10), default=ROUNDS)
    options.add_argument("--registrations", type=whole(1, 10_000), default=CAMPAIGN.registrations)
    options.add_argument("--teams", type=whole(1, 99), default=CAMPAIGN.teams)
    options.add_argument("--visits", type=whole(1, 500), default=CAMPAIGN.visits)
    options.add_argument("--rows", type=whole(1, 50_000), default=CAMPAIGN.rows)
    given = options.parse_args()
    campaign = CampaignSize(given.registrations, given.teams, given.visits, given.rows)
    verdict = run(LoadSize(given.things, given.at_once, given.rounds, campaign), sys.stdout)
    late = verdict.morning.cpu.functions / _CORES > MINUTES_OF_WORK * 60
    for text in shown(verdict.wrong):
        print(f"  ✗ {text}")
    if late:
        print(f"  ✗ more than {MINUTES_OF_WORK} minutes of work for {_CORES} cores")
    print("it did not hold" if verdict.wrong else "nothing lost, nothing doubled, no error")
    return 1 if verdict.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
