"""How many AWS calls the requests make that people make most: counted, never timed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest

from bench.cloud import load_directory, settings
from bench.gateway import answer_to, event_of, page_to, request, token_of
from bench.life import STEPS, Background, is_of_messages
from bench.meter import CallTally, Meter
from bench.office_pages import case_beside_route, inbox_beside_routes
from bench.people import CASE, CITIZEN, INTAKE, LEADER, OFFICER, action, case_page, submission
from bench.population import TEXT, load_cases
from chalicelib.cases.application.followers import Follower, Followers
from chalicelib.cases.application.following import follow
from chalicelib.cases.application.ports import CaseStore
from chalicelib.kernel.clock import Clock
from chalicelib.runtime.services import services
from chalicelib.uploads.application.ports import UploadStore
from tests.support.calls import own_calls
from tests.support.tables import cloud
from tests.support.uploads import make_upload


@pytest.fixture(scope="module")
def meter() -> Iterator[Meter]:
    """A meter in a warm process: everything that is remembered is remembered."""
    with cloud(), settings():
        services()
        meter = Meter(boto3.DEFAULT_SESSION._session)
        load_directory()
        region = {"LocationConstraint": os.environ["AWS_DEFAULT_REGION"]}
        bucket = os.environ["UPLOADS_BUCKET"]
        boto3.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=region)
        code = str(answer_to(event_of(submission()))["code"])
        answer_to(event_of(action(INTAKE, "accept", visibility="private")(code, 1)))
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
    accept = event_of(action(INTAKE, "accept", visibility="private")(code, 1))
    for operations in (["GetItem", "PutItem"], ["GetItem"]):
        with meter.counting() as tally:
            answer_to(accept)
        assert _operations(tally) == operations


def test_taking_in_a_public_case_asks_for_its_reporter(meter: Meter) -> None:
    """Whom the public form must not name: among the accounts, then among guests."""
    code = str(answer_to(event_of(submission()))["code"])
    with meter.counting() as tally:
        answer_to(event_of(action(INTAKE, "accept")(code, 1)))
    assert _operations(tally) in (["GetItem"] * times + ["PutItem"] for times in (2, 3))


def test_a_life_takes_fifty_one_calls_of_which_eleven_write_the_searchs_lists(
    meter: Meter,
) -> None:
    """At most, from sending to closing, with the router, the figures and the audit, without
    messages. Eight of them are publications of the relay, one for each event. Where an event
    changes the state alone the lists of the search take one write; else a look at the case and the
    new lines; for hot spots two queries."""
    background, case = Background(meter), dict[str, Any]()
    _live(meter, case, background)  # what is remembered is remembered from here on
    tallies = _live(meter, case, background)
    calls = [call for tally in tallies for call in tally.calls] + background.calls[case["code"]]
    counted = [call for call in calls if not is_of_messages(call)]
    of_search = [call for call in counted if "SearchTable" in repr(call.parameters)]
    published = [call for call in counted if call.operation == "PublishBatch"]
    assert len(of_search) <= 11
    assert len(published) == len(tallies)
    assert not [call for call in counted if call.service == "sqs"]
    assert len(counted) <= 51


def test_photos_take_three_calls_more(meter: Meter) -> None:
    """They are read together, looked at together if nobody examined them yet, tied to the case in
    its own transaction, and read once more for the answer; four calls at most."""
    photos = [make_upload(f"01J0000000000000000000000{n}", CITIZEN.id) for n in range(3)]
    s3 = boto3.client("s3")
    for photo in photos:
        services().get(UploadStore).add(replace(photo, issued_at=services().get(Clock).now()))
        s3.put_object(Bucket=os.environ["UPLOADS_BUCKET"], Key=f"incoming/{photo.id}", Body=b"")
    sent = {**CASE, "uploads": [photo.id for photo in photos]}
    asked = request("POST", "/v1/cases", sent, token=token_of(CITIZEN), keyed=True)
    with meter.counting() as tally:
        assert len(answer_to(event_of(asked))["attachments"]) == 3
    operations = ["BatchGetItem", "ListObjectsV2", "BatchGetItem", "TransactWriteItems"]
    assert _operations(tally) == operations


def test_one_answer_for_many_takes_two_calls_a_case(meter: Meter) -> None:
    """Each case is read and written by itself; four calls a case at most."""
    cases = [_begun() for _ in range(10)]
    picked = [{"code": case["code"], "version": case["version"]} for case in cases]
    for route, actor, more, state in (
        ("/v1/officer/answers", OFFICER, {"text": TEXT}, "pending_approval"),
        ("/v1/officer/approvals", LEADER, {}, "answered"),
    ):
        body = {"cases": picked, **more}
        with meter.counting() as tally:
            told = answer_to(event_of(request("POST", route, body, token=token_of(actor))))
        assert [one["status"] for one in told["results"]] == ["done"] * len(cases)
        assert len(_operations(tally)) <= 2 * len(cases) + 2
        picked = [{"code": one["code"], "version": one["version"]} for one in told["results"]]
        assert _state(picked[0]["code"]) == state


def test_what_may_be_the_same_takes_nine_queries(meter: Meter) -> None:
    """At most, however many cases lie there: the squares around the place, bounded each."""
    sought = {name: CASE[name] for name in ("category", "description", "location")}
    asked = request("POST", "/v1/cases/similar", sought, token=token_of(CITIZEN))
    for _ in range(2):
        with meter.counting() as tally:
            assert answer_to(event_of(asked))["items"]
        assert 1 <= _operations(tally).count("Query") <= 9
        answer_to(event_of(submission()))


def _begun() -> dict[str, Any]:
    """A case that its officer works on."""
    case = answer_to(event_of(submission()))
    for step in ("accept", "assign", "start"):
        case = answer_to(event_of(STEPS[step](case["code"], case["version"])))
    return case


def _state(code: str) -> str:
    return str(answer_to(event_of(case_page(code)))["state"])


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


def test_a_page_takes_the_calls_of_its_routes(meter: Meter) -> None:
    """Inbox and case in the browser: the same calls, in the same order."""
    code = str(answer_to(event_of(submission()))["code"])
    for both in (inbox_beside_routes(), case_beside_route(code)):
        page_to(event_of(both.page))
        with meter.counting() as routes:
            for one in both.routes:
                answer_to(event_of(one))
        with meter.counting() as page:
            assert "<main" in page_to(event_of(both.page))
        assert _operations(page) == _operations(routes)


def _operations(tally: CallTally) -> list[str]:
    return [call.operation for call in tally.calls]


@pytest.mark.usefixtures("meter")
def test_a_line_costs_few_calls() -> None:
    """Of our own functions, of a queue and of the inbox in the browser, with the route and what
    fills the gaps of templates: of a page of a hundred lines they are most of what it takes."""
    both, more = inbox_beside_routes(), 10
    page, route = event_of(both.page), event_of(both.routes[0])

    def counted(first: int, last: int) -> tuple[int, int]:
        load_cases(first, last)
        page_to(page)
        return own_calls(lambda: answer_to(route)), own_calls(lambda: page_to(page))

    (few_of_route, few_of_page), (of_route, of_page) = counted(0, 5), counted(5, 5 + more)
    assert (of_route - few_of_route) / more <= 40
    assert (of_page - few_of_page) / more <= 75


@pytest.mark.usefixtures("meter")
def test_sending_a_case_costs_few_calls() -> None:
    """Of our own functions."""
    answer_to(event_of(submission()))
    event = event_of(submission())
    assert own_calls(lambda: answer_to(event)) <= 1000
