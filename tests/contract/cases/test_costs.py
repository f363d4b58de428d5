"""How many AWS calls the requests make that people make most: counted, never timed."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest

from bench.cloud import load_directory, settings
from bench.gateway import answer_to, event_of, request, token_of
from bench.meter import CallTally, Meter
from bench.people import INTAKE, case_page, submission
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


def test_sending_a_case_takes_three_calls(meter: Meter) -> None:
    """The request's record, the case with its event and its place in the day's count, the kept
    answer; nothing else."""
    with meter.counting() as tally:
        answer_to(event_of(submission()))
    assert _operations(tally) == ["PutItem", "TransactWriteItems", "UpdateItem"]


def test_an_urgent_one_takes_as_many(meter: Meter) -> None:
    """That its sender is to be believed is a condition of the write."""
    with meter.counting() as tally:
        assert answer_to(event_of(submission(urgent=True)))["urgency"] == "urgent"
    assert _operations(tally) == ["PutItem", "TransactWriteItems", "UpdateItem"]


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


def test_a_case_page_takes_two_calls(meter: Meter) -> None:
    """The case, and who follows it."""
    code = str(answer_to(event_of(submission()))["code"])
    with meter.counting() as tally:
        answer_to(event_of(case_page(code)))
    assert _operations(tally) == ["GetItem", "Query"]


def _operations(tally: CallTally) -> list[str]:
    return [call.operation for call in tally.calls]
