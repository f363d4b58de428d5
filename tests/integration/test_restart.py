"""The local cloud with `PERSIST=1`: what was written on either side of a restart has its effects,
once, even what the stream had not handed on."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from chalicelib.function_forms import fed_by_streams
from chalicelib.functions import FUNCTIONS
from localstack import emulator
from localstack.demo.people import Citizen, new_key
from localstack.demo.phone import Post
from localstack.demo.script import whole_script
from localstack.demo.stack import RunningStack, read_stack
from localstack.demo.waiting import until
from operations.places import ROOT, LocalPlace
from tests.support.stacks import MONDAY_MORNING

ROAD = {
    "category": "roads",
    "description": "Ổ gà sâu trước cổng trường, trời mưa không ai thấy.",
    "commune_code": "02647",
    "visibility": "public",
}


@pytest.fixture
def kept() -> Iterator[LocalPlace]:
    """A local cloud of this test's own."""
    with emulator.passing("kept") as here:
        yield here


def run(command: str, place: LocalPlace, *options: str) -> None:
    """As `make` runs it: in a process of its own, for this one speaks to another cloud."""
    where = ["--port", str(place.port), "--folder", str(place.folder)]
    line = [sys.executable, "-m", f"localstack.{command}", *where, *options]
    subprocess.run(line, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def start(place: LocalPlace, *options: str) -> RunningStack:
    """`make up PERSIST=1`."""
    run("up", place, "--persist", *options)
    return read_stack(place.stack_file)


def stop_relaying(stack: RunningStack) -> None:
    """From here on nobody reads the streams."""
    at = {"endpoint_url": stack.emulator_url, "region_name": stack.region}
    functions = boto3.client("lambda", **at)
    name = f"{stack.stack_name}-relay"
    mappings = functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    assert len(mappings) == sum(len(fed.tables) for _, fed in fed_by_streams(FUNCTIONS))
    for mapping in mappings:
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)


def citizen_of(stack: RunningStack) -> Citizen:
    """Somebody with a fresh account."""
    citizen = Citizen(stack, Post(stack.emulator_url), whole_script().profiles[0])
    consents = [
        {"purpose": consent["purpose"], "version": consent["version"]}
        for consent in citizen.api.get("/consents").json()["items"]
        if consent["needed"]
    ]
    citizen.open_account(consents)
    return citizen


def send(citizen: Citizen) -> str:
    answer: dict[str, Any] = citizen.submit(ROAD, new_key()).json()
    return str(answer["code"])


def await_officer(citizen: Citizen, code: str) -> None:
    """Relay, router and figures have done their work."""
    until(lambda: citizen.case(code)["state"] == "assigned", code)


def settle(citizen: Citizen) -> None:
    """Wait until nothing is on its way: moving the clock waits for that."""
    until(lambda: citizen.api.post("/_local/clock", {"advance_seconds": 1}).json()["done"], "rest")


def work_mails(stack: RunningStack, code: str) -> Counter[str]:
    """How often each officer was told of the case. The emulator forgets mail over a restart."""
    mails = Post(stack.emulator_url).all_mails()
    return Counter(mail.recipient for mail in mails if code in mail.text)


def test_both_sides_of_a_restart(kept: LocalPlace) -> None:
    """A case handed on before, one that the stopped relay had not seen, and one sent after."""
    before = start(kept, "--clock", MONDAY_MORNING)
    citizen = citizen_of(before)
    handed_on = send(citizen)
    await_officer(citizen, handed_on)
    until(lambda: work_mails(before, handed_on), "the officer's mail")
    settle(citizen)
    assert set(work_mails(before, handed_on).values()) == {1}
    stop_relaying(before)
    forgotten = send(citizen)
    emulator.stop(kept)

    after = start(kept)
    assert after == before
    sent_after = send(citizen)
    for code in (forgotten, sent_after):
        await_officer(citizen, code)
    settle(citizen)
    assert not work_mails(after, handed_on)
    for code in (forgotten, sent_after):
        assert set(work_mails(after, code).values()) == {1}
    for code in (handed_on, forgotten, sent_after):
        entries = citizen.case(code)["timeline"]
        assert [entry["action"] for entry in entries] == ["submit", "accept", "assign"]
    run("down", kept)
    assert not emulator.is_running(kept)


def test_what_runs_without_persist_is_not_taken_for_kept(
    place: LocalPlace, stack: RunningStack
) -> None:
    """Asking for persistence too late is refused, instead of losing everything at the end."""
    assert stack
    with pytest.raises(emulator.AlreadyRuns):
        emulator.start(place, persist=True)


def test_up_twice_changes_nothing(place: LocalPlace, stack: RunningStack) -> None:
    """`make up` on a running stack gives the same addresses and people."""
    run("up", place)
    assert read_stack(place.stack_file) == stack
