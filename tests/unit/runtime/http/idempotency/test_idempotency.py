"""A request under a key is carried out once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.functions import FUNCTIONS
from chalicelib.kernel.errors import Invalid
from chalicelib.runtime.http.idempotency.ledger import RequestRecord
from chalicelib.runtime.http.idempotency.requests import (
    KEPT,
    LEASE,
    PAUSES,
    InProgress,
    RequestDesk,
    carry_out_once,
)
from chalicelib.runtime.http.pointers import pointer_of
from tests.support.clock import FakeClock
from tests.support.requests import FakeRequestLedger

KEY = "I#key"


class Desk:
    """A desk whose waiting does what the test says, and a worker that counts."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.clock, self.ledger = FakeClock(), FakeRequestLedger()
        self.meanwhile = meanwhile
        self.waited = 0.0
        self.seeds: list[str] = []

    def _pause(self, seconds: float) -> None:
        self.waited += seconds
        self.meanwhile()

    def ask(
        self, work: Callable[[], bytes | None] = lambda: b"answer", body: str = "body"
    ) -> tuple[bytes | None, bool]:
        """One request."""

        def noted(seed: str) -> bytes | None:
            self.seeds.append(seed)
            return work()

        desk = RequestDesk(self.ledger, self.clock, self._pause)
        return carry_out_once(desk, KEY, body, noted)


def fail() -> bytes | None:
    raise ZeroDivisionError


def test_the_good_case_takes_two_calls() -> None:
    """One to begin, one to keep the answer."""
    desk = Desk()
    assert desk.ask() == (b"answer", True)
    assert desk.ledger.calls == ["begin", "finish"]


def test_the_second_request_gets_the_first_answer() -> None:
    """Without doing anything, for as long as the answer is kept."""
    desk = Desk()
    desk.ask()
    desk.clock.advance(seconds=KEPT.total_seconds() - 1)
    assert desk.ask(fail) == (b"answer", False)
    desk.clock.advance(seconds=1)
    assert desk.ask(lambda: b"another") == (b"another", True)
    assert desk.seeds[0] != desk.seeds[1]


def test_another_body_under_the_key_is_refused() -> None:
    """Whether the first is done or not."""
    desk = Desk()
    desk.ask()
    with pytest.raises(Invalid) as caught:
        desk.ask(body="another")
    assert caught.value.code == "idempotency_key_reused"
    assert [(pointer_of(f), f.code) for f in caught.value.faults] == [
        ("Idempotency-Key", "idempotency_key_reused")
    ]
    assert len(desk.seeds) == 1


def begin_elsewhere(desk: Desk) -> RequestRecord:
    """Another process has begun the request, and nothing more is heard of it."""
    now = desk.clock.now()
    record = RequestRecord(KEY, "body", "seed-of-the-first", now + LEASE, now + KEPT)
    assert desk.ledger.begin(record, now)
    return record


def test_a_racer_waits_ten_seconds() -> None:
    """Then it is told to come again."""
    desk = Desk()
    begin_elsewhere(desk)
    with pytest.raises(InProgress) as caught:
        desk.ask(fail)
    assert (caught.value.code, caught.value.retry_after) == ("request_in_progress", 5)
    assert desk.waited == pytest.approx(10)
    assert desk.ledger.calls.count("find") == 1 + len(PAUSES)
    assert desk.seeds == []


def test_a_racer_is_answered_while_it_waits() -> None:
    """The first finishes during the second pause."""
    desk = Desk()
    record = begin_elsewhere(desk)
    pauses: list[float] = []

    def meanwhile() -> None:
        pauses.append(desk.waited)
        if len(pauses) == 2:
            desk.ledger.finish(record, b"of the first")

    desk.meanwhile = meanwhile
    assert desk.ask(fail) == (b"of the first", False)
    assert len(pauses) == 2


def test_who_died_is_followed_with_the_same_seed() -> None:
    """So what the first may have made is made again under the same ids, not twice."""
    desk = Desk()
    begin_elsewhere(desk)
    desk.clock.advance(seconds=LEASE.total_seconds())
    assert desk.ask() == (b"answer", True)
    assert desk.seeds == ["seed-of-the-first"]
    assert desk.waited == 0
    assert desk.ask(fail) == (b"answer", False)


def test_a_dead_lease_is_taken_by_one() -> None:
    """The other one waits for whoever was quicker."""
    desk = Desk()
    record = begin_elsewhere(desk)
    desk.clock.advance(seconds=LEASE.total_seconds())
    desk.ledger.before_taking_over = lambda: desk.ledger.finish(record, b"of the quicker")
    assert desk.ask(fail) == (b"of the quicker", False)
    assert desk.seeds == []


@pytest.mark.parametrize("work", [lambda: None, fail])
def test_what_is_not_kept_may_be_tried_at_once(work: Callable[[], bytes | None]) -> None:
    """A server's fault, said or raised: the next try neither waits nor makes other ids."""
    desk = Desk()
    if work is fail:
        with pytest.raises(ZeroDivisionError):
            desk.ask(work)
    else:
        assert desk.ask(work) == (None, True)
    assert desk.ask() == (b"answer", True)
    assert desk.waited == 0
    assert desk.seeds[0] == desk.seeds[1]


def test_the_lease_is_longer_than_a_function_may_run() -> None:
    """Else a slow request and its repetition would work at the same time."""
    (api,) = (function for function in FUNCTIONS if function.name == "api")
    assert LEASE.total_seconds() > api.timeout
