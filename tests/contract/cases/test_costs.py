"""How many AWS calls the requests make that people make most: counted, never timed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from bench.cloud import load_directory, settings
from bench.gateway import answer_to, event_of, request, token_of
from bench.life import STEPS, Background
from bench.meter import AwsCall, CallTally, Meter
from bench.people import INTAKE, action, case_page, submission
from chalicelib.cases.application.followers import Follower, Followers
from chalicelib.cases.application.following import follow
from chalicelib.cases.application.ports import CaseStore
from chalicelib.runtime.services import services
from tests.support.tables import cloud


@pytest.fixture(scope="module")
def meter() -> Iterator[Meter]:
    """A meter in a warm process: everything that is remembered is remembered."""
    with cloud(), settings():
        services()
        meter = Meter(boto3.DEFAULT_SESSION._session)
        load_directory()
        answer_to(event_of(submission()))
        yield meter


def test_sending_a_case_takes_one_call(meter: Meter) -> None:
    """The case with its event, its place in the day's count and the kept answer are one
    transaction; nothing else."""
    with meter.counting() as tally:
        answer_to(event_of(submission()))
    assert _operations(tally) == ["TransactWriteItems"]


def test_an_urgent_one_takes_as_many(meter: Meter) -> None:
    """That its sender is to be believed is a condition of the write."""
    with meter.counting() as tally:
        assert answer_to(event_of(submission(urgent=True)))["urgency"] == "urgent"
    assert _operations(tally) == ["TransactWriteItems"]


def test_an_inbox_page_takes_one_call(meter: Meter) -> None:
    """However many cases it shows, and however many there are, one query of one page."""
    inbox = event_of(
        request(
            "GET",
            "/v1/officer/inbox",
            token=token_of(INTAKE),
            query={"queue": "intake", "limit": "2"},
        )
    )
    for _ in range(4):
        answer_to(event_of(submission()))
        with meter.counting() as tally:
            answer_to(inbox)
        assert _operations(tally) == ["Query"]


def test_a_case_page_takes_one_call(meter: Meter) -> None:
    """The case; another for who follows it, where anybody ever did."""
    code = str(answer_to(event_of(submission()))["code"])
    page = event_of(case_page(code))
    with meter.counting() as tally:
        answer_to(page)
    assert _operations(tally) == ["GetItem"]
    product = services()
    follow(product.get(CaseStore), product.get(Followers), code, Follower("somebody", None))
    with meter.counting() as tally:
        assert answer_to(page)["followers"] == 1
    assert _operations(tally) == ["GetItem", "Query"]


def test_a_command_takes_two_calls(meter: Meter) -> None:
    """The case, and the case with its event and the kept answer; a repetition one."""
    code = str(answer_to(event_of(submission()))["code"])
    accept = event_of(action(INTAKE, "accept")(code, 1))
    for operations in (["GetItem", "PutItem"], ["GetItem"]):
        with meter.counting() as tally:
            answer_to(accept)
        assert _operations(tally) == operations


def test_a_life_takes_sixty_calls(meter: Meter) -> None:
    """At most, from sending to closing, with the router, the figures and the audit, without
    messages."""
    background, case = Background(meter), dict[str, Any]()
    _live(meter, case, background)  # what is remembered is remembered from here on
    tallies = _live(meter, case, background)
    calls = [call for tally in tallies for call in tally.calls] + background.calls[case["code"]]
    counted = [call for call in calls if not _is_of_messages(call)]
    assert len(counted) <= 60


def _live(meter: Meter, case: dict[str, Any], background: Background) -> list[CallTally]:
    """The tallies of the requests."""
    tallies, steps = [], {"submit": lambda _code, _version: submission(), **STEPS}
    for step, ask in steps.items():
        event = event_of(ask(case.get("code", ""), case.get("version", 0)))
        with meter.counting() as tally:
            case.update(answer_to(event))
        tallies.append(tally)
        background.follow(case["code"], step)
    return tallies


def _is_of_messages(call: AwsCall) -> bool:
    """Messages, and the people who are looked up for them."""
    return "MessagesTable" in repr(call.parameters) or "PeopleTable" in repr(call.parameters)


def _operations(tally: CallTally) -> list[str]:
    return [call.operation for call in tally.calls]
