"""What is sent to officers, leaders, supervisors and intake goes out on working days only.

The weeks from Monday 17 August to Sunday 6 September 2026: Saturday 22 August is worked for Monday
31 August, 1 and 2 September are holidays (docs/handbook.md §4).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.kernel.channels import Channel
from chalicelib.kernel.instants import local_date
from chalicelib.messages.application.notifications import notify
from chalicelib.messages.application.senders import Retryable
from chalicelib.messages.domain.messages import Message, MessageStatus
from chalicelib.rules.domain.policies import Policy
from chalicelib.rules.domain.policy_documents import policy_to_document
from tests.support.calendars import edited
from tests.support.clock import FakeClock
from tests.support.directory import make_policy
from tests.support.notifier import (
    Notifier,
    SmallDirectory,
    at,
    local,
    make_event,
    make_notifier,
    only,
    work,
)
from tests.support.senders import FakeSender

FIRST, LAST = date(2026, 8, 17), date(2026, 9, 6)
WORKED = {date(2026, 8, day) for day in (17, 18, 19, 20, 21, 22, 24, 25, 26, 27, 28)} | {
    date(2026, 9, day) for day in (3, 4)
}
TO_THE_OFFICE: list[tuple[str, dict[str, Any]]] = [
    ("remind", {"detail": {"reminder": "half", "to": "officer"}}),
    ("remind", {"detail": {"reminder": "overdue_morning", "to": "officer"}}),
    ("escalate", {"detail": {"reminder": "leader", "to": "leader"}}),
    ("escalate", {"detail": {"reminder": "supervisor", "to": "supervisor"}}),
    ("become_overdue", {"clock": "intake", "agency": None, "officer": None}),
    ("assign", {}),
    ("propose_answer", {"by": "o1"}),
    ("rate", {"detail": {"stars": 1}, "by": "c1"}),
    ("recompute", {"detail": {"moved": True}}),
]


def on(day: date, hour: int) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00+07:00")


def hours() -> list[datetime]:
    days = (FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1))
    return [on(day, hour) for day in days for hour in (3, 8, 12, 17, 19, 23)]


def first_working_day(day: date) -> date:
    return min(one for one in WORKED | {date(2026, 9, 7)} if one >= day)


def at_the_office(notifier: Notifier) -> list[Message]:
    return [m for m in notifier.messages.items.values() if not m.recipient.startswith("c")]


def sent_on(message: Message) -> date:
    assert message.status is MessageStatus.SENT
    return local_date(message.changed_at)


def let_go(notifier: Notifier, until: datetime) -> None:
    """Each message at its own minute."""
    while due := [m for m in notifier.messages.items.values() if m.next_at and m.next_at <= until]:
        wait = min(m.next_at for m in due) - notifier.clock.now()
        work(notifier, seconds=max(0.0, wait.total_seconds()))


@pytest.mark.parametrize(
    ("action", "changes"), TO_THE_OFFICE, ids=[f"{a}-{c.get('detail')}" for a, c in TO_THE_OFFICE]
)
def test_office_mail_goes_out_on_working_days_only(action: str, changes: dict[str, Any]) -> None:
    """Whole weeks, at any hour: the same day if it is worked, else (or at night) the next one
    that is; a day off never, a make-up Saturday like any other day."""
    for now in hours():
        notifier = make_notifier(clock=FakeClock(now))
        notify(notifier.desk, make_event(action, at=now, **changes))
        let_go(notifier, now + timedelta(days=9))
        messages = at_the_office(notifier)
        assert messages
        tomorrow = now.hour >= 22 or (now.hour > 17 and action == "remind")
        wanted = first_working_day(now.date() + timedelta(days=1 if tomorrow else 0))
        assert {sent_on(message) for message in messages} == {wanted}, now


def test_what_waited_over_the_days_off_goes_out_when_the_office_opens() -> None:
    """Saturday's mail lies there on Monday at the opening, after the holidays on Thursday's."""
    for now, out_at in (("08-29T10:00", "09-03T07:30"), ("08-23T10:00", "08-24T07:30")):
        notifier = make_notifier(clock=FakeClock(datetime.fromisoformat(f"2026-{now}+07:00")))
        notify(notifier.desk, make_event("escalate", detail={"to": "leader"}))
        wanted = datetime.fromisoformat(f"2026-{out_at}+07:00")
        assert only(notifier, Channel.SMS).due_at == wanted
        assert only(notifier, Channel.SMS).next_at == wanted


def test_a_retry_that_falls_on_a_day_off_waits_for_a_working_day() -> None:
    """However often a provider refused: Friday's mail is tried again on Monday, not on Saturday."""
    notifier = at("07T21:58", sms=FakeSender("sms-1", [Retryable("unavailable")] * 2))
    notify(notifier.desk, make_event("escalate", detail={"to": "leader"}))
    let_go(notifier, local("11T00:00"))
    assert sent_on(only(notifier, Channel.SMS)) == date(2026, 8, 10)


def test_a_run_that_comes_late_on_a_day_off_waits_too() -> None:
    """Friday's reminder and Friday's digest, found on Saturday after an outage."""
    for due in ("07T16:00", "07T07:30"):
        notifier = at("08T10:00")
        detail = {"reminder": "half", "to": "officer"}
        notify(notifier.desk, make_event("remind", at=local(due), detail=detail))
        let_go(notifier, local("11T00:00"))
        assert {sent_on(m) for m in at_the_office(notifier)} == {date(2026, 8, 10)}


def test_a_digest_whose_day_is_taken_off_waits_for_the_next() -> None:
    """The calendar was edited after its lines were gathered."""
    notifier = at("06T19:00")
    detail = {"reminder": "half", "to": "officer"}
    notify(notifier.desk, make_event("remind", at=local("06T19:00"), detail=detail))
    notifier.directory.working = edited(d20260807="off")
    let_go(notifier, local("11T00:00"))
    assert {sent_on(m) for m in at_the_office(notifier)} == {date(2026, 8, 10)}


def test_reminders_of_the_days_off_are_one_digest() -> None:
    """Those of Friday evening, Saturday and Sunday lie in Monday's."""
    notifier = at("07T18:00")
    for number, due in enumerate(("07T18:00", "08T10:00", "09T23:00", "10T07:30"), start=1):
        let_go(notifier, local(due))
        notifier.clock.advance(seconds=(local(due) - notifier.clock.now()).total_seconds())
        detail = {"reminder": "half", "to": "officer"}
        code = f"LC-260803-0000{number}"
        notify(notifier.desk, make_event("remind", number, at=local(due), code=code, detail=detail))
    let_go(notifier, local("10T08:00"))
    assert [c.text.subject for c in notifier.email.carried] == ["4 phản ánh cần chú ý hôm nay"]
    assert only(notifier, Channel.EMAIL).due_at == local("10T07:30")


@pytest.mark.parametrize("changes", [{"urgency": "urgent"}, {"urgent": True}])
def test_urgent_cases_know_no_days_off(changes: dict[str, Any]) -> None:
    """Danger to life does not wait for Monday."""
    notifier = at("08T10:00")
    notify(notifier.desk, make_event("escalate", detail={"to": "leader"}, **changes))
    assert len(notifier.carried()) == 2


def test_codes_and_citizens_know_no_days_off() -> None:
    """An officer signs in on a Saturday, and a citizen hears of the answer on one."""
    notifier = at("08T10:00")
    notify(notifier.desk, notifier.sign_in(Channel.SMS, "+84987654001"))
    notify(notifier.desk, make_event("approve", by="l1", officer=None))
    recipients = [carried.address for carried in notifier.carried()]
    assert len(recipients) == 2
    assert "+84987654001" in recipients


def test_a_retry_keeps_to_the_hours_of_its_rule() -> None:
    """They hold whenever the message is due, not only when it is new."""
    directory = SmallDirectory(present=with_hours("half", "08:00", "10:00"))
    failing = FakeSender("sms-1", [Retryable("unavailable")])
    notifier = at("04T09:59:30", directory=directory, sms=failing)
    detail = {"reminder": "half", "to": "officer"}
    notify(notifier.desk, make_event("remind", at=local("04T09:59:30"), detail=detail))
    work(notifier, minutes=1)
    assert only(notifier, Channel.SMS).next_at == local("05T08:00")


def with_hours(id: str, begin: str, end: str) -> Policy:
    """The default policy, one of its reminders bound to these hours."""
    reminders = policy_to_document(make_policy())["reminders"]
    hours = {"begin": begin, "end": end}
    return make_policy(reminders=[{**r, "hours": hours} if r["id"] == id else r for r in reminders])
