"""Whatever is delivered again, out of order or cut short: nothing twice, nothing lost silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.cases.domain.workflow import State
from chalicelib.messages.application.notifications import notify, send_due
from chalicelib.messages.domain.messages import NEED_ATTENTION, OPEN, Message, MessageStatus
from tests.support.clock import NOW
from tests.support.messages import MemoryMessageStore
from tests.support.notifier import CODE, MemoryFollowers, Notifier, make_event, make_notifier
from tests.support.senders import FakeSender

MORNING = NOW - timedelta(minutes=35)
"""07:30 in the province: these reminders gather in a digest."""


class Killed(BaseException):
    """The process dies here."""


class Fuse:
    """Counts the calls that leave the process, and kills it before or after the chosen ones."""

    def __init__(self, kills: set[int]) -> None:
        self._kills = kills
        self.steps = 0

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*arguments: Any) -> Any:
            self._step()
            answer = call(*arguments)
            self._step()
            return answer

        return guarded

    def _step(self) -> None:
        self.steps += 1
        if self.steps in self._kills:
            raise Killed


class FusedStore(MemoryMessageStore):
    def __init__(self, fuse: Fuse) -> None:
        super().__init__()
        for name in ("claim", "find", "save", "gather", "due"):
            setattr(self, name, fuse.around(getattr(self, name)))


class FusedFollowers(MemoryFollowers):
    def __init__(self, fuse: Fuse) -> None:
        super().__init__()
        for name in ("follow", "of"):
            setattr(self, name, fuse.around(getattr(self, name)))


class FusedSender(FakeSender):
    def __init__(self, name: str, fuse: Fuse) -> None:
        super().__init__(name)
        self.send = fuse.around(super().send)  # type: ignore[method-assign]


def make_fused(kills: set[int]) -> tuple[Notifier, Fuse]:
    fuse = Fuse(kills)
    notifier = make_notifier(
        messages=FusedStore(fuse),
        followers=FusedFollowers(fuse),
        sms=FusedSender("sms-1", fuse),
        email=FusedSender("email-1", fuse),
    )
    return notifier, fuse


def events(notifier: Notifier) -> list[dict[str, Any]]:
    child = {"code": "LC-260803-00002", "reporter": "c2", "officer": None}
    reminder = {"reminder": "overdue_morning", "to": "officer"}
    return [
        make_event("assign", 3),
        make_event("mark_duplicate", 2, detail={"parent": CODE}, **child),
        make_event("remind", 4, at=MORNING, detail=reminder),
        make_event("remind", 4, at=MORNING, detail=reminder, code="LC-260803-00003"),
        make_event("approve", 8),
        notifier.register(),
    ]


def urgent(notifier: Notifier, number: int) -> None:
    """One of three cases of the same minutes."""
    code = f"LC-260803-0010{number}"
    notify(notifier.desk, make_event("submit", 1, code=code, urgency="urgent", officer=None))


APPROVE = 4
ALL = list(range(6))


def run(work: Callable[[], object]) -> bool:
    """Whether the process lived to the end of it."""
    try:
        work()
    except Killed:
        return False
    return True


def deliver(notifier: Notifier, order: list[int], pauses: list[int]) -> None:
    """As SQS does: what was cut short comes again, behind the others."""
    all_events = events(notifier)
    queue = list(order)
    pause = iter(pauses * len(queue) * 9)
    while queue:
        number = queue.pop(0)
        if number == APPROVE:
            notifier.cases.put(CODE, State.ANSWERED, answered_as=8)
        if not run(lambda: notify(notifier.desk, all_events[number])):  # noqa: B023
            queue.append(number)
        notifier.clock.advance(seconds=next(pause))
        run(lambda: send_due(notifier.desk).moved)


def finish(notifier: Notifier) -> None:
    for _ in range(30):
        notifier.clock.advance(minutes=1)
        run(lambda: send_due(notifier.desk).moved)


def carried(notifier: Notifier) -> Counter[tuple[str, str]]:
    """How often each address got each text, whichever minutes are left to a code."""
    return Counter((one.address, one.text.body.split(" trong ")[0]) for one in notifier.carried())


@settings(max_examples=150, deadline=None)
@given(
    order=st.permutations(ALL * 3),
    kills=st.sets(st.integers(1, 400), max_size=8),
    pauses=st.lists(st.sampled_from([0, 1, 30, 150]), min_size=1, max_size=6),
)
def test_three_deliveries_in_any_order_with_crashes_at_any_point(order, kills, pauses) -> None:
    """Each message goes out at most once; one that did not go out stands in the attention list."""
    notifier, _ = make_fused(kills)
    deliver(notifier, order, pauses)
    finish(notifier)
    messages = list(notifier.messages.items.values())
    assert [m for m in messages if m.status in OPEN] == []
    assert max(carried(notifier).values()) == 1
    on_record = Counter(m.status for m in messages if m.channel != "bell")
    went_out = len(notifier.carried())
    certain, doubtful = on_record[MessageStatus.SENT], on_record[MessageStatus.UNCERTAIN]
    assert certain <= went_out <= certain + doubtful
    assert {m.status for m in messages} <= {
        MessageStatus.SENT,
        MessageStatus.DROPPED,
        *NEED_ATTENTION,
    }
    assert doubtful <= len(kills)


@settings(max_examples=60, deadline=None)
@given(order=st.permutations(ALL * 3))
def test_without_crashes_every_message_goes_out_exactly_once(order) -> None:
    """The same messages in every order, none uncertain."""
    notifier, _ = make_fused(set())
    deliver(notifier, order, [0])
    finish(notifier)
    assert keys(notifier) == keys(calm())
    assert {m.status for m in notifier.messages.items.values()} == {MessageStatus.SENT}
    assert max(carried(notifier).values()) == 1


def keys(notifier: Notifier) -> set[tuple[str, str]]:
    """What was told, but for the reminders, which may go out alone or in a digest."""
    return {key for key, message in notifier.messages.items.items() if not is_reminder(message)}


def is_reminder(message: Message) -> bool:
    return message.kind in ("reminder", "digest")


def calm() -> Notifier:
    """How it should be: each event once, in order, nobody dies."""
    notifier, _ = make_fused(set())
    deliver(notifier, ALL, [0])
    finish(notifier)
    return notifier


def test_a_crash_at_each_single_point_is_survived() -> None:
    """Exhaustively: one kill before and after every call that leaves the process."""
    untouched, fuse = make_fused(set())
    deliver(untouched, ALL, [0])
    finish(untouched)
    for point in range(1, fuse.steps + 1):
        notifier, _ = make_fused({point})
        deliver(notifier, ALL, [0])
        finish(notifier)
        messages = notifier.messages.items.values()
        uncertain = [m for m in messages if m.status is MessageStatus.UNCERTAIN]
        missing = carried(untouched) - carried(notifier)
        assert keys(notifier) == keys(untouched)
        assert sum(missing.values()) <= len(uncertain) <= 1
        assert max(carried(notifier).values()) == 1


@settings(max_examples=150, deadline=None)
@given(
    order=st.permutations([1, 2, 3] * 3),
    kills=st.sets(st.integers(1, 120), max_size=6),
    pauses=st.lists(st.sampled_from([0, 1, 30, 150, 400]), min_size=1, max_size=6),
)
def test_urgent_cases_that_are_gathered_are_told_once(order, kills, pauses) -> None:
    """Delivered three times, with crashes, within their window and long after it: each case stands
    in one message of each channel, or in one of which nobody knows whether it went out."""
    notifier, _ = make_fused(kills)
    pause = iter(pauses * 99)
    while order:
        number = order.pop(0)
        if not run(lambda: urgent(notifier, number)):  # noqa: B023
            order.append(number)
        notifier.clock.advance(seconds=next(pause))
        run(lambda: send_due(notifier.desk).moved)
    finish(notifier)
    messages = [m for m in notifier.messages.items.values() if m.channel != "bell"]
    assert [m for m in messages if m.status in OPEN] == []
    doubtful = [m for m in messages if m.status is MessageStatus.UNCERTAIN]
    for sender in (notifier.sms, notifier.email):
        texts = [one.text.body for one in sender.carried]
        for number in (1, 2, 3):
            told = sum(f"LC-260803-0010{number}" in text for text in texts)
            assert told <= 1
            assert told == 1 or doubtful
