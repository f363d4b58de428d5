"""The minute schedule wakes who does what is due, and a phase that fails stops no other."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.campaign.application import morning_list
from chalicelib.campaign.application.morning_list import MorningListDesk
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.commune_reports.application import reminding
from chalicelib.commune_reports.application.reminding import ReportReminderDesk
from chalicelib.difficulties.application import reminding as difficulty_reminding
from chalicelib.difficulties.application.ports import DifficultyStore
from chalicelib.difficulties.application.reminding import DifficultyReminderDesk
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.due_work import SOON, Lane, LaneKind, Lanes, Waker, Worked, shard_of
from chalicelib.kernel.faults import Faults
from chalicelib.messages.domain.lanes import CODES, lane_of
from chalicelib.rule_edits.application.recomputation import RecomputationDesk
from chalicelib.runtime.services import use
from chalicelib.runtime.workers import contracts
from chalicelib.runtime.workers.lanes import SqsWaker
from chalicelib.schedule import worker as schedules
from chalicelib.schedule.application import low_ratings
from chalicelib.schedule.application.waking import LaneDesk, wake_lanes
from chalicelib.staff.application import posts
from tests.support.api import make_services
from tests.support.cases import Office
from tests.support.lanes import FakeBacklog, FakeLanes, FakeWaker
from tests.support.messages import MemoryMessageStore, make_message
from tests.support.notifier import SmallDirectory


class Context:
    """A Lambda context with so much time left."""

    def __init__(self, milliseconds: int = 60_000) -> None:
        self._milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self._milliseconds


def make_lane_desk(office: Office) -> LaneDesk:
    """Everything in memory."""
    return LaneDesk(
        clock=office.clock,
        cases=office.store,
        messages=MemoryMessageStore(),
        directory=SmallDirectory(),  # type: ignore[arg-type]
        waker=FakeWaker(),
        backlog=FakeBacklog(),
    )


@pytest.fixture
def office() -> Iterator[Office]:
    """With the product around it in memory."""
    office = Office()
    use(
        make_services(
            {
                CaseDesk: office.desk,
                Clock: office.clock,
                RecomputationDesk: SimpleNamespace(),
                low_ratings.RatingsDesk: SimpleNamespace(),
                posts.PostDesk: SimpleNamespace(),
                LaneDesk: make_lane_desk(office),
                ReportReminderDesk: SimpleNamespace(),
                MorningListDesk: SimpleNamespace(),
                DifficultyReminderDesk: SimpleNamespace(),
                DifficultyStore: SimpleNamespace(),
                Faults: SimpleNamespace(),
                Lanes: FakeLanes(),
                Waker: FakeWaker(),
            }
        )
    )
    yield office
    use(None)


def test_a_lane_is_woken_where_something_is_due_and_nowhere_else() -> None:
    """And how long the oldest has been due is told, by kind: 0 where nothing is."""
    office = Office()
    desk = make_lane_desk(office)
    case = office.in_progress()
    assert wake_lanes(desk) == []
    office.clock.advance(days=6)
    now = office.clock.now()
    message = make_message(next_at=now - timedelta(seconds=90))
    assert isinstance(desk.messages, MemoryMessageStore)
    desk.messages.claim(message)
    lanes = {Lane(LaneKind.SETTLING, shard_of(case.code)), lane_of(message)}
    assert set(wake_lanes(desk)) == lanes
    assert isinstance(desk.waker, FakeWaker)
    assert set(desk.waker.woken) == {(lane, 0) for lane in lanes}
    assert isinstance(desk.backlog, FakeBacklog)
    behind = now - office.store.next_at[case.code]
    assert desk.backlog.seconds == {
        LaneKind.SETTLING: behind.total_seconds(),
        LaneKind.SENDING: 90,
        LaneKind.CODES: 0,
    }


def test_in_quarantine_no_message_is_late() -> None:
    """They stay due on purpose."""
    office = Office()
    desk = make_lane_desk(office)
    assert isinstance(desk.directory, SmallDirectory)
    desk.directory.quarantined = True
    desk.messages.claim(make_message(next_at=office.clock.now() - timedelta(days=1)))
    assert wake_lanes(desk) == []
    assert isinstance(desk.backlog, FakeBacklog)
    assert set(desk.backlog.seconds.values()) == {0}


PHASES = [
    *("wake_lanes", "keep_up", "expire_uploads", "remind_communes", "tell_who_is_behind"),
    *("remind_new_leaders", "count_low_ratings", "close_ended_posts"),
]


@pytest.mark.parametrize("broken", PHASES)
def test_a_phase_that_fails_keeps_no_other_from_running(
    office: Office, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """Waking, rules, files, reports, the morning list, difficulties, ratings, posts: the others are
    done, the run fails."""
    ran: list[str] = []
    stream = io.StringIO()
    monkeypatch.setattr(schedules.logger.registered_handler, "stream", stream)

    def phase(name: str) -> Callable[..., Any]:
        def run(*_: Any) -> Any:
            ran.append(name)
            if name == broken:
                raise ValueError("0912345678")
            return [] if name == "wake_lanes" else 0

        return run

    elsewhere = {"remind_communes": reminding, "count_low_ratings": low_ratings}
    elsewhere |= {"close_ended_posts": posts}
    elsewhere |= {"tell_who_is_behind": morning_list, "remind_new_leaders": difficulty_reminding}
    for name in PHASES:
        monkeypatch.setattr(elsewhere.get(name, schedules), name, phase(name))
    with pytest.raises(schedules.RunFailed) as failed:
        schedules.handle(Context())
    assert ran == PHASES
    assert len(str(failed.value).split(", ")) == 1
    assert "ValueError" in stream.getvalue()
    assert "0912345678" not in stream.getvalue() + str(failed.value)
    assert office.clock.now()


class Sqs:
    """Keeps the letters that it is given."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, Any]]] = []

    def send_message_batch(self, QueueUrl: str, Entries: list[dict[str, Any]]) -> None:  # noqa: N803
        assert len(Entries) <= 10
        self.sent += [(QueueUrl, entry) for entry in Entries]


def letter(lane: Lane) -> dict[str, Any]:
    """As the queue brings it to a worker; it keeps its contracts."""
    product = SimpleNamespace(get=lambda _: SimpleNamespace(queue_url=str))
    sqs = Sqs()
    SqsWaker(sqs, product).wake([lane], 7)  # type: ignore[arg-type]
    ((url, entry),) = sqs.sent
    assert (url, entry["DelaySeconds"]) == (lane.kind, 7)
    body = json.loads(entry["MessageBody"])
    contracts.check("queue_envelope/1", body)
    contracts.check("due_lane/1", body["event"])
    return {"Records": [{"messageId": "m1", "body": entry["MessageBody"]}]}


ALL_DONE = {"batchItemFailures": []}


def test_a_worker_settles_its_own_lane(office: Office) -> None:
    """The cases of other shards are left to others; nothing is left, so nobody is woken."""
    cases = [office.in_progress() for _ in range(12)]
    office.clock.advance(days=6)
    shard = shard_of(cases[0].code)
    assert schedules.settle(letter(Lane(LaneKind.SETTLING, shard)), Context()) == ALL_DONE
    overdue = {case.code for case in cases if office.find(case).overdue}
    assert overdue == {case.code for case in cases if shard_of(case.code) == shard}
    assert woken() == []
    assert lanes().taken == {}


def test_who_finds_the_lane_taken_leaves_it(office: Office) -> None:
    """Until the other one cannot be alive any more."""
    case = office.in_progress()
    office.clock.advance(days=6)
    lane = Lane(LaneKind.SETTLING, shard_of(case.code))
    now = office.clock.now()
    assert lanes().take(lane, now, now + timedelta(seconds=60))
    schedules.settle(letter(lane), Context())
    assert not office.find(case).overdue
    office.clock.advance(seconds=60)
    schedules.settle(letter(lane), Context())
    assert office.find(case).overdue


def test_whose_time_is_over_wakes_the_next_one(office: Office) -> None:
    """Nothing was moved here: the tick wakes again. With something moved, soon."""
    case = office.in_progress()
    office.clock.advance(days=6)
    lane = Lane(LaneKind.SETTLING, shard_of(case.code))
    schedules.settle(letter(lane), Context(10_000))
    assert woken() == []
    assert not office.find(case).overdue
    assert Worked(1, 0, finished=False).goes_on
    assert not Worked(1, 0, finished=True).goes_on


def test_a_worker_with_work_left_goes_on_in_the_next_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lane is free again by then."""
    left = Worked(25, 0, finished=False)
    monkeypatch.setattr(schedules, "work_off", lambda *_, **__: left)
    lane = Lane(LaneKind.SETTLING, "3")
    assert schedules.settle(letter(lane), Context()) == ALL_DONE
    assert woken() == [(lane, SOON)]
    assert lanes().taken == {}
    assert office.clock.now()


def test_what_comes_after_the_last_look_is_not_left_for_the_next_minute(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its letter finds the lane taken by somebody who is about to leave, and then sees to it."""
    lane, came = Lane(LaneKind.SETTLING, "3"), list[Any]()

    def look(*_: Any, **__: Any) -> Worked:
        if not came:
            came.append(schedules.settle(letter(lane), Context()))
        return Worked(0, 0, finished=True)

    monkeypatch.setattr(schedules, "work_off", look)
    schedules.settle(letter(lane), Context())
    assert came == [ALL_DONE]
    assert woken() == [(lane, SOON)]
    schedules.settle(letter(lane), Context())
    assert woken() == [(lane, SOON)]
    assert lanes().taken == {}
    assert office.clock.now()


def test_a_worker_that_fails_gives_the_lane_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The letter comes again."""

    def fail(*_: Any, **__: Any) -> Worked:
        raise ConnectionError

    monkeypatch.setattr(schedules, "work_off", fail)
    answer = schedules.settle(letter(Lane(LaneKind.SETTLING, "3")), Context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert lanes().taken == {}
    assert office.clock.now()


def test_codes_have_one_lane() -> None:
    """On the queue that codes come by."""
    assert (CODES.kind.value, CODES.id) == ("codes", "codes-codes")
    assert letter(CODES)


def woken() -> list[tuple[Lane, int]]:
    waker = schedules.services().get(Waker)
    assert isinstance(waker, FakeWaker)
    return waker.woken


def lanes() -> FakeLanes:
    found = schedules.services().get(Lanes)
    assert isinstance(found, FakeLanes)
    return found
