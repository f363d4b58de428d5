"""The queue's letters reach the notifier."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from aws_lambda_powertools import Logger

from chalicelib.kernel.channels import Channel
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.due_work import Lanes, Waker
from chalicelib.messages import worker as notify_worker
from chalicelib.messages.application.delivery import SENDING_RESERVE_MS
from chalicelib.messages.application.messaging import NotificationDesk
from chalicelib.messages.application.notifications import notify
from chalicelib.messages.application.senders import Retryable
from chalicelib.messages.domain.lanes import CODES
from chalicelib.messages.domain.messages import MessageStatus
from chalicelib.runtime.faults import MetricFaults
from chalicelib.runtime.services import use
from chalicelib.runtime.workers import batches
from chalicelib.runtime.workers.lanes import lane_letter
from tests.support.api import make_services
from tests.support.lanes import FakeLanes
from tests.support.notifier import Notifier, make_event, make_notifier


class Context:
    """A Lambda context with so much time left."""

    def __init__(self, milliseconds: int = 60_000) -> None:
        self._milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self._milliseconds


@pytest.fixture
def notifier() -> Iterator[Notifier]:
    made = make_notifier()
    use(make_services({NotificationDesk: made.desk}))
    yield made
    use(None)


def batch(*events: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    letters = [json.dumps({"event": event, "correlation_id": "c-1"}) for event in events]
    return {"Records": [{"messageId": f"m{n}", "body": body} for n, body in enumerate(letters)]}


def test_case_and_account_events_are_told(notifier: Notifier) -> None:
    """Both contracts come over the one queue."""
    answer = notify_worker.handle(
        batch(make_event("send_back", by="l1"), notifier.register()), Context()
    )
    assert answer == {"batchItemFailures": []}
    assert [len(s.carried) for s in (notifier.email, notifier.sms)] == [1, 2]


def test_an_event_that_breaks_its_contract_comes_back_and_the_rest_goes_on(
    notifier: Notifier,
) -> None:
    """It ends in the dead-letter queue."""
    broken = {**make_event("send_back"), "phone": "0912345678"}
    answer = notify_worker.handle(batch(broken, make_event("send_back", by="l1")), Context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert len(notifier.email.carried) == 1


def test_a_providers_failure_does_not_bring_the_letter_back(notifier: Notifier) -> None:
    """The message itself is due work then; the queue has done its part."""
    notifier.sms.failures = [Retryable("unavailable")]
    answer = notify_worker.handle(batch(make_event("send_back", by="l1")), Context())
    assert answer == {"batchItemFailures": []}


def test_near_its_end_the_function_claims_and_sends_no_more(notifier: Notifier) -> None:
    """What is claimed is due work; being killed while sending would leave it uncertain."""
    event = batch(make_event("send_back", by="l1"))
    notify_worker.handle(event, Context(SENDING_RESERVE_MS))
    assert notifier.carried() == []
    assert {m.status for m in notifier.messages.items.values()} == {MessageStatus.CLAIMED}


def test_new_codes_go_before_those_that_are_due(notifier: Notifier) -> None:
    """A lane may take all the time of a run; whoever has just asked would wait for the next."""
    notify(notifier.desk, notifier.register(), lambda: False)
    notifier.clock.advance(minutes=3)
    new = notifier.sign_in(Channel.SMS, "+84912345672")
    lanes = {Lanes: FakeLanes(), Waker: notifier.waker, Clock: notifier.clock}
    use(make_services({NotificationDesk: notifier.desk, **lanes}))
    letter = json.loads(lane_letter(CODES))["event"]
    assert notify_worker.handle(batch(letter, new), Context())["batchItemFailures"] == []
    told = [carried.address for carried in notifier.sms.carried]
    assert told == ["+84912345672", "+84912345678"]


def test_nothing_personal_is_logged(notifier: Notifier, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither phone nor code nor address, even when everything fails."""
    stream = io.StringIO()
    for logger in (batches.logger, Logger()):  # the worker's, and that of the faults it notes
        monkeypatch.setattr(logger.registered_handler, "stream", stream)

    def broken(address: str, text: object) -> str:
        raise RuntimeError(f"{address} {text}")

    notifier.sms.send = broken  # type: ignore[method-assign, assignment]
    desk = replace(notifier.desk, faults=MetricFaults())
    use(make_services({NotificationDesk: desk}))
    notify_worker.handle(batch(notifier.register()), Context())
    logged = stream.getvalue()
    assert "RuntimeError" in logged
    assert "+84912345678" not in logged
    assert "123456" not in logged
