"""Snooze and acknowledgement, on the calendar of test_time_events (docs/handbook.md §4).

A case of roads assigned to o1 on Monday 3 August 2026 at 08:05 is due on Thursday 6 at 17:00.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.commands import Acknowledge, Assign, Command, Snooze
from chalicelib.cases.domain.escalations import escalations
from chalicelib.cases.domain.permissions import allowed_actions
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.rules.domain.reminders import Anchor, Recipient, Reminder
from tests.support.cases import (
    CITIZEN,
    ELSEWHERE,
    INTAKE,
    LEADER,
    OFFICER,
    SUPERVISOR,
    Office,
    change_policy,
)
from tests.support.living import live, told

COLLEAGUE = Actor(Role.OFFICER, "o2", "so-xay-dung")
REASON = "Chờ vật tư về kho."


def local(text: str) -> datetime:
    """`08-06 17:00` in 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=LOCAL_ZONE)


def lived(office: Office, case: Case, until: str) -> Case:
    """The case at that local time, with what was due done at its own instant."""
    live(office, local(until))
    return office.find(case)


def refused(office: Office, case: Case, actor: Actor, command: Command) -> Exception:
    with pytest.raises((Conflict, Forbidden, Invalid)) as caught:
        office.take(case, actor, command)
    return caught.value


@pytest.fixture
def office() -> Office:
    return Office()


def test_what_falls_into_a_snooze_comes_at_its_end(office: Office) -> None:
    """The reminder of 07:47 waits until 10:00; the deadline and the escalation do not wait."""
    case = lived(office, office.assigned(), "08-05 07:40")
    office.take(case, OFFICER, Snooze(REASON, until=local("08-05 10:00")))
    assert told(lived(office, case, "08-06 18:00"))[1:] == [
        "08-05 10:00 remind half",
        "08-06 09:07 remind four_fifths",
        "08-06 17:00 become_overdue",
        "08-06 17:00 escalate leader",
        "08-06 17:00 remind deadline",
    ]


def test_a_snooze_can_be_taken_again(office: Office) -> None:
    """What waits for the end of the first waits for the end of the second; told once."""
    case = lived(office, office.assigned(), "08-05 07:40")
    case = office.take(case, OFFICER, Snooze(REASON, until=local("08-05 10:00")))
    case = lived(office, case, "08-05 09:00")
    office.take(case, OFFICER, Snooze(REASON, working_hours=3))
    case = lived(office, case, "08-06 08:00")
    assert told(case)[1:] == ["08-05 14:00 remind half"]
    line = next(line for line in case.timeline if line.action is Action.SNOOZE)
    assert (line.note, line.internal, line.source) == (REASON, True, line.target)


def test_mornings_of_an_overdue_case_can_be_put_off(office: Office) -> None:
    """Friday's reminder was given; Monday's comes after noon, Tuesday's as ever."""
    case = lived(office, office.assigned(), "08-07 08:00")
    office.take(case, OFFICER, Snooze(REASON, until=local("08-10 12:00")))
    assert [line for line in told(lived(office, case, "08-11 08:00")) if line >= "08-07 08"] == [
        "08-07 17:00 escalate supervisor",
        "08-10 13:30 remind overdue_morning",
        "08-11 07:30 remind overdue_morning",
    ]


@pytest.mark.parametrize(
    ("at", "until", "latest"),
    [
        ("08-03 09:00", "08-05 17:01", "2026-08-05T17:00:00+07:00"),
        ("08-06 09:00", "08-06 17:01", "2026-08-06T17:00:00+07:00"),
        ("08-07 09:00", "08-12 08:00", "2026-08-11T17:00:00+07:00"),
        ("08-03 09:00", "08-03 09:00", "2026-08-05T17:00:00+07:00"),
    ],
)
def test_a_snooze_is_bounded(office: Office, at: str, until: str, latest: str) -> None:
    """Two working days at most, not beyond a due time that is to come, and into the future."""
    case = lived(office, office.assigned(), at)
    error = refused(office, case, OFFICER, Snooze(REASON, until=local(until)))
    assert isinstance(error, Invalid)
    assert [(f.path, f.code, f.params["max"]) for f in error.faults] == [
        (("until",), "out_of_range", latest)
    ]


def test_a_new_officer_does_not_inherit_a_snooze(office: Office) -> None:
    """It was for the person who asked for it."""
    case = lived(office, office.assigned(), "08-05 07:40")
    case = office.take(case, OFFICER, Snooze(REASON, until=local("08-05 10:00")))
    office.take(case, INTAKE, Assign("so-xay-dung", "o2"))
    assert told(lived(office, case, "08-05 11:00"))[-1] == "08-05 07:47 remind half"


def test_a_leader_snoozes_what_comes_for_want_of_an_officer(office: Office) -> None:
    """Without an officer the reminders go to the leaders, who may put them off."""
    case = office.take(office.accepted(), INTAKE, Assign("so-xay-dung"))
    office.take(case, LEADER, Snooze(REASON, working_hours=6))
    assert told(lived(office, case, "08-03 17:00")) == ["08-03 16:05 remind not_started"]


@pytest.mark.parametrize(
    ("actor", "at", "allowed"),
    [
        (OFFICER, "08-03 09:00", {"snooze"}),
        (COLLEAGUE, "08-03 09:00", set()),
        (ELSEWHERE, "08-03 09:00", set()),
        (LEADER, "08-03 09:00", {"snooze"}),
        (SUPERVISOR, "08-03 09:00", set()),
        (INTAKE, "08-10 09:00", set()),
        (CITIZEN, "08-10 09:00", set()),
        (OFFICER, "08-10 09:00", {"snooze"}),
        (LEADER, "08-06 18:00", {"snooze", "acknowledge"}),
        (SUPERVISOR, "08-06 18:00", set()),
        (SUPERVISOR, "08-10 09:00", {"snooze", "acknowledge"}),
    ],
)
def test_what_is_offered_is_what_can_be_done(
    office: Office, actor: Actor, at: str, allowed: set[str]
) -> None:
    """Each mark is offered exactly where it is taken."""
    case = lived(office, office.assigned(), at)
    marks: dict[str, Command] = {
        "snooze": Snooze(REASON, working_hours=1),
        "acknowledge": Acknowledge(),
    }
    assert marks.keys() & set(allowed_actions(actor, case, sole_staff=False)) == allowed
    for name, command in marks.items():
        if name in allowed:
            assert office.take(case, actor, command).state is case.state
            office.store.cases[case.code] = case
        else:
            refused(office, case, actor, command)


def test_an_acknowledged_case_climbs_no_further(office: Office) -> None:
    """The leader has it in hand: the supervisor is not called by the clock."""
    case = lived(office, office.assigned(), "08-06 18:00")
    case = office.take(case, LEADER, Acknowledge("Đã giao thêm người."))
    (known,) = escalations(case)
    assert (known.to, known.acknowledged_by) == (Recipient.LEADER, "l1")
    error = refused(office, case, LEADER, Acknowledge())
    assert isinstance(error, Conflict)
    assert error.code == "nothing_to_acknowledge"
    case = lived(office, case, "08-11 08:00")
    assert not case.escalated
    assert [line for line in told(case) if "escalate" in line] == ["08-06 17:00 escalate leader"]


def test_another_agencys_leader_has_acknowledged_nothing(office: Office) -> None:
    """A case that changes hands while overdue waits for the new leader."""
    case = lived(office, office.assigned(), "08-06 18:00")
    case = office.take(case, LEADER, Acknowledge())
    case = office.take(case, INTAKE, Assign("so-y-te", "o3"))
    assert [e.acknowledged_at for e in escalations(case)] == [None]


@pytest.mark.parametrize(
    ("acknowledge", "mornings"),
    [
        (None, ["08-07 07:30", "08-10 07:30", "08-11 07:30"]),
        ("08-07 09:00", ["08-07 07:30"]),
    ],
)
def test_mornings_until_somebody_acknowledges(
    office: Office, acknowledge: str | None, mornings: list[str]
) -> None:
    """A policy may remind a leader each morning until the escalation is acknowledged."""
    rule = Reminder("leader_morning", Anchor.UNACKNOWLEDGED, Recipient.LEADER)
    reminders = (*office.directory.policy().reminders, rule)
    change_policy(office, reminders=reminders)
    case = office.assigned()
    if acknowledge:
        office.take(lived(office, case, acknowledge), LEADER, Acknowledge())
    lines = told(lived(office, case, "08-11 08:00"))
    assert [line[:11] for line in lines if line.endswith("leader_morning")] == mornings


def test_after_an_outage_each_recipient_has_one_reminder(office: Office) -> None:
    """The last one of each: the officer's and the leader's are not one another's."""
    rule = Reminder("leader_morning", Anchor.UNACKNOWLEDGED, Recipient.LEADER)
    change_policy(office, reminders=(*office.directory.policy().reminders, rule))
    case = office.assigned()
    live(office, local("08-11 08:00"), once=True)
    assert [line for line in told(office.find(case)) if "remind" in line] == [
        "08-11 07:30 remind overdue_morning",
        "08-11 07:30 remind leader_morning",
    ]


def test_an_answer_ends_the_escalation(office: Office) -> None:
    """Nothing is left to acknowledge once the case is not overdue any more."""
    case = lived(office, office.assigned(), "08-06 18:00")
    assert escalations(replace(case, timeline=case.timeline[:2])) == ()


@pytest.mark.parametrize(
    ("taken", "until", "comes"),
    [
        ("08-06 18:00", "08-07 10:00", "08-07 10:00"),
        ("08-06 18:00", "08-07 11:30", "08-07 13:30"),
        ("08-06 18:00", "08-07 17:00", "08-10 07:30"),
        ("08-06 18:00", "08-07 19:00", "08-10 07:30"),
        ("08-06 18:00", "08-08 10:00", "08-10 07:30"),
        ("08-06 18:00", "08-09 23:00", "08-10 07:30"),
        ("08-20 18:00", "08-21 18:00", "08-22 07:30"),
        ("08-20 18:00", "08-22 10:00", "08-22 10:00"),
        ("08-20 18:00", "08-22 20:00", "08-24 07:30"),
        ("08-27 18:00", "08-29 10:00", "09-03 07:30"),
        ("08-27 18:00", "08-31 09:00", "09-03 07:30"),
    ],
)
def test_a_snooze_that_ends_outside_working_time_acts_at_the_next_opening(
    office: Office, taken: str, until: str, comes: str
) -> None:
    """After the break, the next working morning, after the holidays; a make-up day is worked."""
    case = lived(office, office.assigned(), taken)
    before = len(told(case))
    office.take(case, OFFICER, Snooze(REASON, until=local(until)))
    reminders = [
        line for line in told(lived(office, case, "09-04 08:00"))[before:] if "rem" in line
    ]
    assert reminders[0] == f"{comes} remind overdue_morning"


@pytest.mark.parametrize("touched", ["08-07 11:45", "08-09 12:00"])
def test_what_waits_for_the_opening_is_not_lost_by_what_comes_before(
    office: Office, touched: str
) -> None:
    """Somebody acts, or snoozes again, between the snooze's end and the opening."""
    until = "08-07 11:30" if touched < "08-08" else "08-08 10:00"
    case = lived(office, office.assigned(), "08-06 18:00")
    case = office.take(case, OFFICER, Snooze(REASON, until=local(until)))
    live(office, local(touched))
    again = local("08-07 15:00") if touched < "08-08" else local("08-10 09:00")
    case = office.take(office.find(case), OFFICER, Snooze(REASON, until=again))
    lines = [line for line in told(lived(office, case, "08-10 10:00")) if "overdue_morning" in line]
    assert lines[0] == f"{again:%m-%d %H:%M} remind overdue_morning"


def test_a_snooze_up_to_the_due_time_ends_by_then(office: Office) -> None:
    """The closing is outside working time, but what waits comes no later than the deadline."""
    case = lived(office, office.assigned(), "08-06 08:00")
    office.take(case, OFFICER, Snooze(REASON, until=local("08-06 17:00")))
    lines = told(lived(office, case, "08-06 18:00"))
    assert "08-06 17:00 remind deadline" in lines
    assert lines[-1] <= "08-06 17:01"
