"""Queues, to write to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class QueueMessage:
    """One message: a JSON document without personal data."""

    queue: str
    body: str


@dataclass(frozen=True)
class TopicMessage:
    """One message for each of these queues."""

    queues: tuple[str, ...]
    body: str


class Queues(Protocol):
    """Puts letters on queues; raises when a letter was not taken.

    On any failure the caller sends and publishes all again.
    """

    def send(self, letters: Sequence[QueueMessage]) -> None:
        """All letters to queues that get theirs straight, in as few calls as possible."""
        ...

    def publish(self, publications: Sequence[TopicMessage]) -> None:
        """All of them, each once for all its queues, in as few calls as possible."""
        ...

    def set_aside(self, body: str) -> None:
        """Put what can never be relayed on the relay's own dead-letter queue."""
        ...


class Barriers(Protocol):
    """Who wants to know of marks in the stream; `NoBarriers` but in the local stack."""

    def report(self, barrier: str) -> None:
        """All that was written before this mark has been sent on."""
        ...


class NoBarriers:
    """Nobody writes marks."""

    def report(self, barrier: str) -> None:
        """Nobody waits for it."""
