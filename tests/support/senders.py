"""Providers that only remember, and fail on demand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock

from chalicelib.kernel.channels import Channel
from chalicelib.kernel.instants import local_date
from chalicelib.messages.application.pace import BURST, MOST_TAKEN, PATIENCE, Precedence
from chalicelib.messages.application.senders import SendFailure
from chalicelib.messages.domain.messages import Message, Text
from chalicelib.messages.domain.sms_budget import SmsBudget, SmsSpent, SmsUse


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
        self.percents: list[int] = []

    def count(self, message: Message) -> None:
        self.counted.append((message.status, message.kind, message.channel))

    def sms_budget(self, percent: int) -> None:
        self.percents.append(percent)


class FakeSmsLedger:
    """Counts in memory; the budget may be replaced."""

    def __init__(self, budget: SmsBudget | None = None) -> None:
        self.budget = budget or SmsBudget(1_000_000, 50)
        self.days: dict[date, SmsSpent] = {}
        self._lock = Lock()

    def spend(self, parts: int, use: SmsUse, now: datetime) -> SmsSpent | None:
        with self._lock:
            day = local_date(now)
            spent = self.days.get(day)
            before = spent or SmsSpent(0, 0)
            others = before.others + (0 if use is SmsUse.CODE else parts)
            after = SmsSpent(before.total + parts, others)
            fits = after.total <= self.budget.parts_a_day and others <= self.budget.for_others
            if use is SmsUse.ORDINARY and spent and not fits:
                return None
            self.days[day] = after
            return after


class FakePace:
    """Places in memory; as many a second on each channel."""

    def __init__(self, per_second: int = 1_000_000) -> None:
        self._step = timedelta(seconds=1) / per_second
        self.taken_to: dict[str, datetime] = {}
        self._lock = Lock()

    def take(
        self,
        provider: str,
        channel: Channel,  # noqa: ARG002 - the port's
        now: datetime,
        precedence: Precedence,
    ) -> timedelta | None:
        with self._lock:
            before = max(self.taken_to.get(provider, now), now)
            patience = PATIENCE.get(precedence)
            if before - now > (BURST + patience if patience else MOST_TAKEN):
                return None if patience else timedelta(0)
            self.taken_to[provider] = before + self._step
            wait = max(before - now - BURST, timedelta(0))
            return timedelta(0) if patience is None else wait
