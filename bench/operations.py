"""The operations of the table, each as many works of the same kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count
from typing import Any

import boto3

import app
from bench.capacity import item_size
from bench.gateway import (
    BenchRequest,
    UnexpectedAnswer,
    answer_to,
    event_of,
    page_to,
    request,
    text_of,
    token_of,
)
from bench.life import Context, live, sqs_event
from bench.measure import SAMPLES, WARM, Measured, measure
from bench.meter import Meter
from bench.office_pages import PageBesideRoutes, case_beside_route, inbox_beside_routes
from bench.people import SUPERVISOR, case_page, register, submission
from bench.population import FOUND_BY, INBOX_OFFICER, load_due_case
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.due_work import Lane, LaneKind, shard_of
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings
from chalicelib.runtime.workers.lanes import lane_letter

NUMBER = SAMPLES + 2 * WARM
_numbers = count(1)
Figures = dict[str, dict[str, float]]
_OF_LIVES = ("submit", "accept", "assign", "answer")


def operations(meter: Meter, together: int) -> tuple[Figures, dict[str, float]]:
    """All figures at the present size, and those of a whole life.

    `together`: lives that the figures count at once.
    """
    lives = live(meter, NUMBER, together)
    code = case_of_citizen()
    measured: dict[str, Measured] = {
        "register": measure(meter, _registrations()),
        **{name: lives.requests[name] for name in _OF_LIVES},
        "inbox": measure(meter, _repeated(_inbox())),
        "case": measure(meter, _repeated(case_page(code))),
        **_pages(meter, code),
        "report": measure(meter, _repeated(_report())),
        "search": measure(meter, _repeated(_search(FOUND_BY[0]))),
        "search_words": measure(meter, _repeated(_search(" ".join(FOUND_BY)))),
        "due_work": measure(meter, _due()),
    }
    figures = {name: one.figures() for name, one in measured.items()}
    figures["figures"] = lives.counted()
    return figures, lives.figures()


def _inbox() -> BenchRequest:
    officer = Actor(Role.OFFICER, INBOX_OFFICER, "so-xay-dung")
    query = {"queue": "mine", "limit": "100"}
    return request("GET", "/v1/officer/inbox", token=token_of(officer), query=query)


def _pages(meter: Meter, code: str) -> dict[str, Measured]:
    """Pages of the office, each behind all the routes that it reads."""
    measured: dict[str, Measured] = {}
    for name, both in (("inbox", inbox_beside_routes()), ("case", case_beside_route(code))):
        measured[f"{name}_routes"] = measure(meter, _routes(both))
        measured[f"{name}_page"] = measure(meter, _page(both))
    return measured


def _routes(both: PageBesideRoutes) -> Iterator[Callable[[], None]]:
    events = [event_of(one) for one in both.routes]
    for _ in range(NUMBER):
        yield partial(_answer_all, events)


def _answer_all(events: Sequence[dict[str, Any]]) -> None:
    for event in events:
        text_of(event)


def _page(both: PageBesideRoutes) -> Iterator[Callable[[], None]]:
    event = event_of(both.page)
    for _ in range(NUMBER):
        yield partial(_show, event)


def _show(event: dict[str, Any]) -> None:
    page_to(event)


def case_of_citizen() -> str:
    """The code of a new case."""
    return str(answer_to(event_of(submission()))["code"])


def _report() -> BenchRequest:
    return request("GET", "/v1/reports/live", token=token_of(SUPERVISOR))


def _search(words: str) -> BenchRequest:
    query = {"q": words, "limit": "100"}
    return request("GET", "/v1/officer/search", token=token_of(SUPERVISOR), query=query)


def _repeated(asked: BenchRequest) -> Iterator[Callable[[], None]]:
    event: dict[str, Any] = event_of(asked)
    for _ in range(NUMBER):
        yield lambda: _answer(event)


def _answer(event: dict[str, Any]) -> None:
    text_of(event)


def _registrations() -> Iterator[Callable[[], None]]:
    for _ in range(NUMBER):
        phone = f"+8498{next(_numbers):07d}"
        yield partial(_register, phone)


def _register(phone: str) -> None:
    register(phone)


def _due() -> Iterator[Callable[[], None]]:
    """One case is due in each run."""
    for _ in range(NUMBER):
        code = load_due_case(services().get(Clock).now(), next(_numbers))
        yield partial(_run_due_work, code)


def _run_due_work(code: str) -> None:
    """The minute's run wakes the case's lane, and its worker goes along it."""
    done = app.tick({}, Context())
    if done["lanes"] != 1:
        raise UnexpectedAnswer(f"one lane had something due, {done['lanes']} were woken")
    letter = lane_letter(Lane(LaneKind.SETTLING, shard_of(code)))
    app.settle(sqs_event([letter]), Context())


def remember_entries(meter: Meter) -> None:
    """The size of an index entry, for queries that only count."""
    page = boto3.client("dynamodb").query(
        TableName=services().get(Settings).cases_table,
        IndexName="by_officer",
        KeyConditionExpression="officer = :o",
        ExpressionAttributeValues={":o": {"S": INBOX_OFFICER}},
        Limit=100,
    )
    meter.entry_bytes = sum(map(item_size, page["Items"])) // len(page["Items"])
