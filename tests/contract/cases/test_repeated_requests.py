"""The same request many times at once, through the API to the tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from chalice.app import Request

from bench.cloud import load_directory, settings
from bench.gateway import BenchRequest, event_of
from bench.people import CITIZEN, INTAKE, action, submission
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.ports import Queue
from chalicelib.runtime.http.serving import serve
from chalicelib.runtime.services import services
from tests.support.tables import cloud

TIMES = 6
MODULES = {
    "/v1/cases": "chalicelib.cases.http.cases",
    "/v1/officer/cases/{code}/transitions": "chalicelib.cases.http.officer_cases",
}


@pytest.fixture(autouse=True, scope="module", params=["moto", "emulator"])
def tables(request: pytest.FixtureRequest) -> Iterator[None]:
    on_emulator = request.param == "emulator"
    endpoint = request.getfixturevalue("emulator_endpoint") if on_emulator else None
    with cloud(endpoint), settings():
        load_directory()
        yield


def ask(asked: BenchRequest) -> tuple[int, Any]:
    """Status and body, also beside others: the app itself takes one request at a time."""
    request = Request(event_of(asked), None)
    route = f"{asked.method} {asked.route}"
    response = serve(MODULES[asked.route], route, request, asked.path)
    return response.status_code, json.loads(response.body)


def at_once(*asked: BenchRequest) -> list[tuple[int, Any]]:
    with ThreadPoolExecutor(len(asked)) as pool:
        return list(pool.map(ask, asked))


def of_citizen() -> set[str]:
    page = services().get(CaseDesk).cases.page(Queue.REPORTER, CITIZEN.id, limit=100, position=None)
    return {card.code for card in page.items}


def test_a_case_is_sent_once() -> None:
    """One case and one answer, whoever was first."""
    before = of_citizen()
    answers = at_once(*[submission()] * TIMES)
    assert {status for status, _ in answers} == {201}
    assert len({body["code"] for _, body in answers}) == 1
    assert of_citizen() - before == {answers[0][1]["code"]}
    assert all(body == answers[0][1] for _, body in answers)


def test_a_command_is_carried_out_once() -> None:
    """All who brought the same key get the same answer."""
    _, case = ask(submission())
    answers = at_once(*[action(INTAKE, "accept")(case["code"], 1)] * TIMES)
    assert [status for status, _ in answers] == [200] * TIMES
    assert all(body == answers[0][1] for _, body in answers)
    stored = services().get(CaseDesk).cases.find(case["code"])
    assert stored
    assert (stored.version, len(stored.timeline), len(stored.requests)) == (2, 2, 1)


def test_of_different_requests_one_is_first() -> None:
    """The others are told that their page is old, and told the same again."""
    _, case = ask(submission())
    asked = [action(INTAKE, "accept")(case["code"], 1) for _ in range(TIMES)]
    answers = at_once(*asked)
    assert Counter(status for status, _ in answers) == {200: 1, 412: TIMES - 1}
    assert at_once(*asked) == answers


def test_more_than_a_case_keeps() -> None:
    """Refused requests fill it; what is beyond goes by the ledger, each still with one answer."""
    _, case = ask(submission())
    refused = [action(INTAKE, "accept")(case["code"], 7) for _ in range(10)]
    answers = [ask(one) for one in refused]
    assert {status for status, _ in answers} == {412}
    accept = action(INTAKE, "accept")(case["code"], 1)
    first, *more = at_once(*[accept] * TIMES)
    assert [first, *more] == [first] * TIMES
    assert first[0] == 200
    assert [ask(one) for one in refused] == answers
