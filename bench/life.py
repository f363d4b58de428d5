"""Whole lives of cases, request by request, with the work behind each of them.

The router's letters wait until somebody has assigned the case, as they would for a case that needs
a look; figures and messages follow each request at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import Any

import boto3

import app
from bench.gateway import BenchRequest, answer_to, event_of
from bench.life_before import bare_before
from bench.measure import WARM, Measured, cpu_of, floor_cpu, measure
from bench.meter import AwsCall, CallTally, Meter
from bench.people import INTAKE, LEADER, OFFICER, action, rating, submission
from bench.population import TEXT
from chalicelib.relay.domain.subscriptions import ATTRIBUTE
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings

COUNTED = 2 * WARM
"""Lives whose background is done; the others are only taken through their requests."""
TOGETHER = 10
"""Lives that the figures count together, in batches as their queue hands them out under load."""
Ask = Callable[[str, int], BenchRequest]
STEPS: dict[str, Ask] = {
    "accept": action(INTAKE, "accept"),
    "assign": action(INTAKE, "assign", agency="so-xay-dung", officer=OFFICER.id),
    "start": action(OFFICER, "start"),
    "answer": action(OFFICER, "propose_answer", text=TEXT),
    "approve": action(LEADER, "approve"),
    "rate": lambda code, _version: rating(code),
    "close": action(LEADER, "close"),
}


@dataclass
class MeasuredLives:
    """The requests of each step, and for the background the CPU and units of each life."""

    together: int
    requests: dict[str, Measured] = field(default_factory=dict)
    background_cpu: list[float] = field(default_factory=list)
    background_units: list[float] = field(default_factory=list)
    background_calls: list[AwsCall] = field(default_factory=list)
    """Of one life."""
    counting: list[tuple[float, CallTally]] = field(default_factory=list)
    """CPU and tally of the figures, step by step, for the lives that they count together."""

    def write_units(self) -> float:
        """Of one whole life, without messages."""
        asked = sum(float(measured.figures()["write_units"]) for measured in self.requests.values())
        return asked + median(self.background_units)

    def cpu(self) -> float:
        """Milliseconds of one whole life; what people are told is written down, not yet sent."""
        return sum(median(m.cpu) for m in self.requests.values()) + median(self.background_cpu)

    def calls(self) -> list[AwsCall]:
        """All calls of AWS of one whole life."""
        asked = (call for m in self.requests.values() for call in m.tallies[-1].calls)
        return [*asked, *self.background_calls]

    def counted(self) -> dict[str, float]:
        """What the figures of one life take, as an operation of the bench."""
        tallies = [tally for _, tally in self.counting]
        calls = [call for tally in tallies for call in tally.calls]
        return {
            "aws_calls": len(calls) / self.together,
            "read_units": sum(tally.read_units for tally in tallies) / self.together,
            "write_units": sum(tally.write_units for tally in tallies) / self.together,
            "cpu_ms": sum(cpu for cpu, _ in self.counting) / self.together,
            "floor_cpu_ms": floor_cpu(calls) / self.together,
        }

    def figures(self) -> dict[str, float]:
        """One whole life in the form of `bench.json`."""
        return {
            "lifecycle_aws_calls": len(self.calls()),
            "lifecycle_calls_without_messages": sum(not is_of_messages(c) for c in self.calls()),
            "lifecycle_write_units": self.write_units(),
            "lifecycle_cpu_ms": self.cpu(),
            "lifecycle_floor_cpu_ms": floor_cpu(self.calls()),
            "lifecycle_before_floor_cpu_ms": bare_before(self.calls(), floor_cpu),
        }


def is_of_messages(call: AwsCall) -> bool:
    """Messages, and the people who are looked up for them."""
    return "MessagesTable" in repr(call.parameters) or "PeopleTable" in repr(call.parameters)


class Context:
    """What a function is told of its time."""

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 60_000


class Background:
    """Relay and workers, called with the events that AWS would give them."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._table = boto3.resource("dynamodb").Table(services().get(Settings).cases_table)
        self._routed_later: dict[str, list[str]] = {}
        self.cpu: dict[str, float] = {}
        self.units: dict[str, float] = {}
        self.calls: dict[str, list[AwsCall]] = {}

    def follow(self, code: str, step: str) -> None:
        """What follows the last request to the case."""
        letters = self._relayed(code)
        waiting = self._routed_later.setdefault(code, [])
        waiting += letters.pop(services().get(Settings).queue_url("assignment"), [])
        if step == "assign":
            letters[services().get(Settings).queue_url("assignment")] = waiting
        for queue, bodies in letters.items():
            self._run(code, partial(self._worker(queue), sqs_event(bodies), Context()))

    def count_together(self, codes: Sequence[str]) -> tuple[float, CallTally]:
        """What the figures make of the last requests to these cases."""
        queue = services().get(Settings).queue_url("figures")
        bodies = [body for code in codes for body in self._relayed(code).get(queue, [])]
        with self._meter.counting() as tally:
            spent = cpu_of(partial(app.project, sqs_event(bodies), Context())) if bodies else 0.0
        return spent, tally

    def _relayed(self, code: str) -> dict[str, list[str]]:
        event = self._table.get_item(Key={"id": code})["Item"]["event"]
        image = {"dynamodb": {"NewImage": {"event": {"S": event}}}}
        calls = self._run(code, partial(app.relay, {"Records": [image]}, Context()))
        letters: dict[str, list[str]] = {}
        for call in calls:
            for entry in call.parameters.get("PublishBatchRequestEntries", []):
                for queue in json.loads(entry["MessageAttributes"][ATTRIBUTE]["StringValue"]):
                    url = services().get(Settings).queue_url(queue)
                    letters.setdefault(url, []).append(entry["Message"])
        return letters

    def _worker(self, queue: str) -> Callable[..., Any]:
        settings = services().get(Settings)
        workers: dict[str, Callable[..., Any]] = {
            settings.queue_url("assignment"): app.assign,
            settings.queue_url("codes"): app.codes,
            settings.queue_url("notifications"): app.notify,
            settings.queue_url("audit"): app.audit,
            settings.queue_url("search"): app.index,
            settings.queue_url("figures"): app.project,
        }
        return workers[queue]

    def _run(self, code: str, work: Callable[[], Any]) -> list[AwsCall]:
        with self._meter.counting() as tally:
            spent = cpu_of(work)
        self.cpu[code] = self.cpu.get(code, 0.0) + spent
        units = tally.write_units - tally.apart_write_units
        self.units[code] = self.units.get(code, 0.0) + units
        self.calls.setdefault(code, []).extend(tally.calls)
        return tally.calls


def live(meter: Meter, number: int, together: int = TOGETHER) -> MeasuredLives:
    """That many cases from submission to the end; the figures count `together` of them at once."""
    lives, background = MeasuredLives(together), Background(meter)
    cases: list[dict[str, Any]] = [{} for _ in range(number)]
    lives.requests["submit"] = measure(meter, _submissions(cases))
    # All came in one instant: in the order of their codes none is written before an older one,
    # which would have to mark it as what made their place hot.
    cases[:COUNTED] = sorted(cases[:COUNTED], key=lambda case: str(case["code"]))
    _follow(background, cases, "submit")
    lives.counting.append(background.count_together(_codes(cases, together)))
    for step, ask in STEPS.items():
        lives.requests[step] = measure(meter, _taken(cases, ask))
        _follow(background, cases, step)
        lives.counting.append(background.count_together(_codes(cases, together)))
    last = [str(case["code"]) for case in cases[WARM:COUNTED]]
    lives.background_cpu = [background.cpu[code] for code in last]
    lives.background_units = [background.units[code] for code in last]
    lives.background_calls = background.calls[last[-1]]
    return lives


def _follow(background: Background, cases: list[dict[str, Any]], step: str) -> None:
    for case in cases[:COUNTED]:
        background.follow(str(case["code"]), step)


def _codes(cases: list[dict[str, Any]], together: int) -> list[str]:
    return [str(case["code"]) for case in cases[COUNTED : COUNTED + together]]


def _submissions(cases: list[dict[str, Any]]) -> Iterator[Callable[[], None]]:
    for case in cases:
        yield _answered(case, submission())


def _taken(cases: list[dict[str, Any]], ask: Ask) -> Iterator[Callable[[], None]]:
    for case in cases:
        yield _answered(case, ask(str(case["code"]), int(case["version"])))


def _answered(case: dict[str, Any], asked: BenchRequest) -> Callable[[], None]:
    event = event_of(asked)

    def work() -> None:
        case.update(answer_to(event))

    return work


def sqs_event(bodies: list[str]) -> dict[str, Any]:
    """As a queue hands letters to a function."""
    records = [{"messageId": str(n), "body": body} for n, body in enumerate(bodies)]
    event: dict[str, Any] = json.loads(json.dumps({"Records": records}))
    return event
