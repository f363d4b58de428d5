"""The shortened story, played once for all end-to-end tests, with the queues watched meanwhile."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from localstack import emulator
from localstack.demo.client import exchange
from localstack.demo.console import Console
from localstack.demo.play import play
from localstack.demo.script import Script, whole_script
from localstack.demo.stack import RunningStack
from operations.places import LocalPlace
from tests.support.stacks import stack_at

LOOK_EVERY_SECONDS = 0.25


@dataclass(frozen=True)
class Played:
    """A story that was played: its script, what did not hold, what the player saw, and what lay
    on the queues while it went on."""

    script: Script
    complaints: list[str]
    shown: str
    queued: str


@pytest.fixture(scope="session")
def place() -> Iterator[LocalPlace]:
    """The story's own: what other tests leave in a stack is no part of it."""
    with emulator.passing("story") as here:
        yield here


@pytest.fixture(scope="session")
def stack(place: LocalPlace) -> RunningStack:
    """The whole product, which nobody has used before the story."""
    return stack_at(place)


@pytest.fixture(scope="session")
def played(stack: RunningStack) -> Played:
    """One case of each fate, sent by the people who need to be there."""
    script = whole_script().shortened()
    shown = io.StringIO()
    with _watched_queues(stack.emulator_url) as looks:
        complaints = play(stack, script, Console(shown))
    return Played(script, complaints, shown.getvalue(), "\n".join(looks))


@contextmanager
def _watched_queues(emulator_url: str) -> Iterator[set[str]]:
    """Looks into all queues again and again, without receiving anything."""
    looks: set[str] = set()
    over = threading.Event()

    def look() -> None:
        while not over.wait(LOOK_EVERY_SECONDS):
            looks.add(exchange("GET", f"{emulator_url}/_ministack/sqs/messages").body.decode())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield looks
    finally:
        over.set()
        watcher.join()
        looks.add(exchange("GET", f"{emulator_url}/_ministack/sqs/messages").body.decode())
