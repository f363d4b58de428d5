"""Each working morning of the campaign supervisors hear who is behind, once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.campaign.application.morning_list import (
    MorningListDesk,
    next_morning_list,
    tell_who_is_behind,
)
from chalicelib.campaign.domain.counts import CountPlace
from chalicelib.campaign.domain.targets import CommuneTarget, Targets
from chalicelib.kernel.actors import Role
from tests.support.campaign import MemoryCounts, MemoryVisitBook
from tests.support.clock import NOW, FakeClock
from tests.support.directory import make_officer
from tests.support.imports import ADMINISTRATOR
from tests.support.messages import MemoryMessageStore
from tests.support.morning_lists import make_morning_list
from tests.support.notifier import SmallDirectory

PEOPLE = (
    make_officer(id="s1", role=Role.SUPERVISOR, agency="so-khcn"),
    make_officer(id="gone", role=Role.SUPERVISOR, agency="so-khcn", active=False),
    make_officer(id="i1", role=Role.INTAKE, agency="so-khcn"),
    make_officer(id="s7", role=Role.SUPERVISOR, agency="ubnd-02647"),
    make_officer(id="s8", role=Role.SUPERVISOR, agency="ubnd-02683"),
)
SET = AuditEvent(AuditKind.TARGETS_SET, NOW, ADMINISTRATOR, "c-1", {})


class SmallRoster(SmallDirectory):
    """These people alone."""

    def officers(self, agency: str) -> Any:
        return [one for one in PEOPLE if one.agency == agency]


class Mornings:
    """Three communes with targets from 3 August on: two are behind, the third is not."""

    def __init__(self, at: datetime) -> None:
        self.clock, self.messages = FakeClock(at), MemoryMessageStore()
        self.counts = MemoryCounts(MemoryVisitBook())
        wanted = (("02647", 30, 80), ("02683", 90, 90), ("02671", 2, 2))
        targets = [
            CommuneTarget(code, {date(2026, 8, 3): first, date(2026, 8, 30): last})
            for code, first, last in wanted
        ]
        self.counts.targets.put(Targets(1, tuple(targets)), SET)
        for code, n in (("02647", 25), ("02683", 40), ("02671", 2)):
            cell = Counter({"alone": n, "present": n})
            self.counts.add_once(code, {CountPlace(date(2026, 8, 3), code): cell})
        self.desk: MorningListDesk = make_morning_list(
            self.clock,
            SmallRoster(),  # type: ignore[arg-type]
            self.messages,
            self.counts,
        )

    def run(self) -> int:
        return tell_who_is_behind(self.desk, "tick-1")

    def told(self) -> Counter[tuple[str, str]]:
        return Counter((one.recipient, one.kind) for one in self.messages.items.values())

    def text_to(self, officer: str) -> str:
        (told,) = [one.text for one in self.messages.items.values() if one.recipient == officer]
        assert told
        return f"{told.subject}\n{told.body}"


def local(day: int, hour: int, minute: int = 0, month: int = 8) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


ALL = {
    ("s1", "campaign_behind"): 1,
    ("s7", "campaign_commune_behind"): 1,
    ("s8", "campaign_commune_behind"): 1,
}


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (local(4, 7, 29), {}),
        (local(4, 7, 30), ALL),
        (local(4, 11, 29), ALL),
        (local(4, 11, 30), {}),
        (local(3, 8), {}),  # nothing was to be reached by Sunday
        (local(8, 8), {}),  # a Saturday off
        (local(22, 8), ALL),  # a Saturday that is worked
        (local(31, 8), {}),  # off; as 1 and 2 September
        (local(3, 8, month=9), ALL),  # tells of the campaign's end
        (local(4, 8, month=9), {}),
        (local(31, 8, month=7), {}),
    ],
)
def test_supervisors_hear_on_working_mornings(
    at: datetime, told: dict[tuple[str, str], int]
) -> None:
    """Those of the province of all, those of a commune of its own; who has left hears nothing."""
    mornings = Mornings(at)
    assert mornings.run() == sum(told.values())
    assert mornings.told() == Counter(told)


def test_the_farthest_stands_first_with_what_is_missing() -> None:
    """As of the end of the day before; who has come to its target is not named."""
    mornings = Mornings(local(4, 8))
    mornings.run()
    told = mornings.text_to("s1")
    assert "2 xã, phường chưa đạt mục tiêu tài khoản, hết ngày 03/08/2026" in told
    lines = told.splitlines()[-2:]
    assert lines == [
        "Xã Bát Xát: 40/90 tài khoản, còn thiếu 50; trong ngày thêm 40",
        "Phường Lào Cai: 25/30 tài khoản, còn thiếu 5; trong ngày thêm 25",
    ]
    assert "Xã Bát Xát" not in mornings.text_to("s7")


def test_nobody_is_told_twice_and_other_runs_ask_nothing() -> None:
    """Whatever minute the runs come in; another morning is another list."""
    mornings = Mornings(local(4, 8))
    assert [mornings.run() for _ in range(5)] == [3, 0, 0, 0, 0]
    calls = mornings.desk.limiter.calls  # type: ignore[attr-defined]
    mornings.clock.advance(hours=4)
    assert mornings.run() == 0
    assert mornings.desk.limiter.calls == calls  # type: ignore[attr-defined]
    mornings.clock.advance(hours=20)
    assert mornings.run() == 3
    assert set(mornings.told().values()) == {2}


def test_a_run_that_was_cut_off_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the next minute's."""
    mornings, claimed = Mornings(local(4, 8)), list[object]()

    def claim(message: object) -> bool:
        if claimed:
            raise ConnectionError
        claimed.append(message)
        return MemoryMessageStore.claim(mornings.messages, message)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(mornings.messages, "claim", claim)
        with pytest.raises(ConnectionError):
            mornings.run()
    assert mornings.run() == 2
    assert mornings.told() == Counter(ALL)


def test_where_everybody_is_in_time_nothing_is_said() -> None:
    """No mail without a name in it."""
    mornings = Mornings(local(4, 8))
    cell = Counter({"alone": 99, "present": 99})
    for code in ("02647", "02683"):
        mornings.counts.add_once(f"{code}-2", {CountPlace(date(2026, 8, 3), code): cell})
    assert mornings.run() == 0
    assert not mornings.messages.items


@pytest.mark.parametrize(
    ("now", "at"),
    [
        (local(20, 8, month=7), local(3, 7, 30)),  # 2 August is a Sunday
        (local(3, 7, 30), local(4, 7, 30)),
        (local(7, 8), local(10, 7, 30)),
        (local(29, 8), local(3, 7, 30, month=9)),
        (local(3, 7, 30, month=9), None),
    ],
)
def test_when_the_next_list_goes_out(now: datetime, at: datetime | None) -> None:
    """So that the local clock stops there."""
    assert next_morning_list(Mornings(now).desk, now) == at
