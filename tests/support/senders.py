"""Providers that only remember, and fail on demand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.messages.application.senders import SendFailure
from chalicelib.messages.domain.messages import Message, Text


@dataclass(frozen=True)
class Carried:
    """One message that a provider took."""

    provider: str
    address: str
    text: Text


class FakeSender:
    """Takes every message, after having raised the `failures` that it was given, in their order."""

    def __init__(self, name: str, failures: Iterable[SendFailure] = ()) -> None:
        self.name = name
        self.failures = list(failures)
        self.carried: list[Carried] = []

    def send(self, address: str, text: Text) -> str:
        if self.failures:
            raise self.failures.pop(0)
        self.carried.append(Carried(self.name, address, text))
        return f"{self.name}-{len(self.carried)}"


class FakeTally:
    """Remembers what was counted."""

    def __init__(self) -> None:
        self.counted: list[tuple[str, str, str]] = []

    def count(self, message: Message) -> None:
        self.counted.append((message.status, message.kind, message.channel))
