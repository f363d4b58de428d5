"""Effects happen once on the deployed stack: repeated, disordered deliveries, killed workers."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.application.transitions import Request, transition
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.events import events_of
from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import new_seed
from chalicelib.local_stage.application.clock import Pipeline
from chalicelib.messages.application.messages import MessageStore
from chalicelib.messages.domain.messages import LEASE
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from localstack.demo.client import exchange
from localstack.demo.stack import RunningStack
from localstack.emulator import wait_until
from operations.places import LocalPlace
from operations.recount import desk_of, recount
from operations.stacks import local_stack
from tests.support.actors import central
from tests.support.cases import Office
from tests.support.local_time import pass_time
from tests.support.subscriptions import queues_for

PATIENCE = 120.0
INTAKE = central(Role.INTAKE, "nobody")


@pytest.fixture
def product(stack: RunningStack, place: LocalPlace) -> Services:
    """The services of the deployed stack's functions."""
    assert stack
    return local_stack(place).adopt()


def _submit(product: Services, category: str = "sanitation") -> Case:
    """A case that the router is sure of, written as the API writes it."""
    office = Office(clock=product.get(Clock), store=product.get(CaseStore))  # type: ignore[arg-type]
    return office.submit(category=category, reporter=f"account-{new_seed()[:8]}")


def _assigned(product: Services, code: str) -> bool:
    case = product.get(CaseStore).find(code)
    return case is not None and case.officer is not None


def _sent(stack: RunningStack, code: str) -> list[tuple[str, str]]:
    """Every SMS and mail about the case, as (recipient, text)."""
    sms = exchange("GET", f"{stack.emulator_url}/_ministack/sns/sms-messages").body
    found = [
        (letter["PhoneNumber"], letter["Message"])
        for letters in json.loads(sms)["sms_messages"].values()
        for letter in letters
    ]
    return sorted(letter for letter in found if code in letter[1])


def _quiet(product: Services) -> None:
    """Everything that is on its way has arrived."""
    assert product.get(Pipeline).drain(_patience())


def _patience() -> Callable[[], bool]:
    import time

    over = time.monotonic() + PATIENCE
    return lambda: time.monotonic() < over


def _deliver(product: Services, event: dict[str, Any]) -> None:
    import boto3

    letter = json.dumps({"event": event, "correlation_id": event["correlation_id"]})
    for queue in queues_for("case_event/1", str(event["action"])):
        url = product.get(Settings).queue_url(queue)
        boto3.client("sqs").send_message(QueueUrl=url, MessageBody=letter)


def _differences(product: Services) -> list[Any]:
    return list(recount(desk_of(product)))


def test_three_deliveries_out_of_order_change_nothing(
    stack: RunningStack, product: Services
) -> None:
    """Each event of a case three times more, shuffled: same case, same messages, same figures."""
    code = _submit(product).code
    wait_until(lambda: _assigned(product, code), PATIENCE, "the router")
    case = product.get(CaseStore).find(code)
    assert case is not None
    request = Request(INTAKE, case, commands.Redirect("other", "Mời liên hệ nơi khác."), None, "t")
    transition(product.get(CaseDesk), request)
    _quiet(product)
    before, told = product.get(CaseStore).find(code), _sent(stack, code)
    assert before is not None
    assert told
    again = events_of(before, 0, "again") * 3
    random.Random(3).shuffle(again)
    for event in again:
        _deliver(product, event)
    _quiet(product)
    assert product.get(CaseStore).find(code) == before
    assert _sent(stack, code) == told
    assert _differences(product) == []


def _kill_workers(place: LocalPlace) -> int:
    """Kill every function process of this stack, in the middle of whatever it does."""
    found = subprocess.run(
        ["pgrep", "-f", f"{place.folder}/.*_worker.py"], capture_output=True, text=True, check=False
    )
    pids = [int(pid) for pid in found.stdout.split()]
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    return len(pids)


def test_workers_killed_in_the_middle(
    stack: RunningStack, product: Services, place: LocalPlace
) -> None:
    """While a dozen cases are on their way the workers are killed: all arrive, nothing twice."""
    codes = [_submit(product).code for _ in range(12)]
    wait_until(lambda: _kill_workers(place) > 0, PATIENCE, "a worker to kill")
    wait_until(
        lambda: all(_assigned(product, code) for code in codes), PATIENCE, "every case's officer"
    )
    _quiet(product)
    pass_time(stack, seconds=2 * int(LEASE.total_seconds()))  # left behind: due work finds it
    uncertain = {one.case for one in product.get(MessageStore).attention(100, None).items}
    for code in codes:
        case = product.get(CaseStore).find(code)
        assert case is not None
        assert [entry.action.value for entry in case.timeline] == ["submit", "accept", "assign"]
        letters = _sent(stack, code)
        assert len(letters) == len(set(letters))
        assert len(letters) == 1 or code in uncertain
    assert len(uncertain) < len(codes)
    assert _differences(product) == []
