"""Communes that have not sent their report are reminded, and the centre is told who they are."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from chalicelib.commune_reports.application.reminding import (
    ReportReminderDesk,
    next_reminder,
    remind_communes,
)
from chalicelib.kernel.actors import Role
from tests.support.clock import FakeClock
from tests.support.commune_reports import (
    COMMUNE_REPORT_CHANGED,
    make_commune_report,
    make_report_reminders,
)
from tests.support.directory import make_officer
from tests.support.entries import MemoryEntries
from tests.support.messages import MemoryMessageStore

PEOPLE = (
    make_officer(id="l7", role=Role.LEADER, agency="ubnd-02647"),
    make_officer(id="l8", role=Role.LEADER, agency="ubnd-02683"),
    make_officer(id="gone", role=Role.LEADER, agency="ubnd-02683", active=False),
    make_officer(id="o7", role=Role.OFFICER, agency="ubnd-02647"),
    make_officer(id="s1", role=Role.SUPERVISOR, agency="so-khcn"),
)


class SmallRoster:
    """These people alone."""

    def officers(self, agency: str) -> list[object]:
        return [one for one in PEOPLE if one.agency == agency]


class Reminders:
    """A desk, and what it tells."""

    def __init__(self, at: datetime) -> None:
        self.clock, self.messages = FakeClock(at), MemoryMessageStore()
        self.reports = MemoryEntries[object]("commune_reports")
        self.desk: ReportReminderDesk = make_report_reminders(
            self.clock,
            SmallRoster(),  # type: ignore[arg-type]
            self.messages,
            self.reports,  # type: ignore[arg-type]
        )

    def run(self) -> int:
        return remind_communes(self.desk, "tick-1")

    def told(self) -> Counter[tuple[str, str]]:
        return Counter((one.recipient, one.kind) for one in self.messages.items.values())


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """In September 2026, in which August is reported on, by the 20th."""
    return datetime(2026, 9, day, hour - 7, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (local(16, 8), {}),
        (local(17, 7, 59), {}),
        (local(17, 8), {("l7", "commune_report_due"): 1, ("l8", "commune_report_due"): 1}),
        (local(17, 22), {("l7", "commune_report_due"): 1, ("l8", "commune_report_due"): 1}),
        (local(18, 8), {}),
        (local(20, 8), {("l7", "commune_report_due"): 1, ("l8", "commune_report_due"): 1}),
        (
            local(21, 8),
            {
                ("l7", "commune_report_late"): 1,
                ("l8", "commune_report_late"): 1,
                ("s1", "commune_reports_missing"): 1,
            },
        ),
        (local(22, 8), {}),
        (datetime(2026, 8, 20, 1, 0, tzinfo=UTC), {}),
    ],
)
def test_leaders_are_reminded_on_the_days_of_the_plan(
    at: datetime, told: dict[tuple[str, str], int]
) -> None:
    """Three days before, on the day, and the day after, when the centre hears too; who has left
    does not. Of July, before the campaign, nobody is reminded."""
    reminders = Reminders(at)
    assert reminders.run() == sum(told.values())
    assert reminders.told() == Counter(told)


def test_who_has_sent_hears_nothing() -> None:
    """And is not among those whom the centre hears of."""
    reminders = Reminders(local(21, 9))
    sent = make_commune_report(month="2026-08", sent_at=local(19, 9), sent_by="l7")
    assert reminders.reports.put(sent, None, COMMUNE_REPORT_CHANGED)
    reminders.run()
    assert set(reminders.told()) == {
        ("l8", "commune_report_late"),
        ("s1", "commune_reports_missing"),
    }
    (told,) = [one.text for one in reminders.messages.items.values() if one.recipient == "s1"]
    assert told
    assert told.subject == "98 xã, phường chưa gửi báo cáo tháng 08/2026"
    assert "Phường Lào Cai" not in told.body
    assert "Xã Bát Xát" in told.body


def test_nobody_is_told_twice_and_most_runs_ask_nothing() -> None:
    """Whatever minute the runs come in; another day is another reminder."""
    reminders = Reminders(local(17, 8))
    assert [reminders.run() for _ in range(5)] == [2, 0, 0, 0, 0]
    calls = reminders.desk.limiter.calls  # type: ignore[attr-defined]
    reminders.clock.advance(days=1)
    assert reminders.run() == 0
    assert reminders.desk.limiter.calls == calls  # type: ignore[attr-defined]
    reminders.clock.advance(days=2)
    assert reminders.run() == 2
    assert set(reminders.told().values()) == {2}


def test_a_run_that_was_cut_off_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the next minute's."""
    reminders = Reminders(local(17, 8))
    with monkeypatch.context() as broken:
        claimed: list[object] = []

        def claim(message: object) -> bool:
            if claimed:
                raise ConnectionError
            claimed.append(message)
            return MemoryMessageStore.claim(reminders.messages, message)  # type: ignore[arg-type]

        broken.setattr(reminders.messages, "claim", claim)
        with pytest.raises(ConnectionError):
            reminders.run()
    assert reminders.run() == 1
    assert len(reminders.told()) == 2


@pytest.mark.parametrize(
    ("now", "at"),
    [
        (local(1, 8), local(17, 8)),
        (local(17, 8), local(20, 8)),
        (local(21, 8), datetime(2026, 10, 17, 1, 0, tzinfo=UTC)),
        (datetime(2026, 8, 3, 1, 0, tzinfo=UTC), local(17, 8)),
        (datetime(2026, 7, 3, 1, 0, tzinfo=UTC), None),
        (datetime(2026, 12, 21, 1, 0, tzinfo=UTC), datetime(2027, 1, 17, 1, 0, tzinfo=UTC)),
    ],
)
def test_the_next_reminder_is_known(now: datetime, at: datetime | None) -> None:
    """Of this month or the next."""
    reminders = Reminders(now)
    assert next_reminder(reminders.desk, now) == at
