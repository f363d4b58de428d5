"""What becomes of the cases, and when: plans as tables of acts at local instants.

Six weeks of local time (Asia/Ho_Chi_Minh), around the working Saturday 22 August and the days off
from 31 August to 2 September. Acts at the same instant are played together. What time alone brings
(overdue, giving up, closing) stands here as well: it was worked out by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    """Somebody does something to a case, or time does: `verb` names an entry of `ACTIONS`."""

    at: str
    verb: str


REGISTRATION_AT = "2026-08-03T07:40"
FIRST_SENDING = "2026-08-03T08:00"
SECOND_SENDING = "2026-08-20T08:00"
REPORT_AT = "2026-09-14T08:00"
REPORT_MONTH = "2026-08"

_START = Act("2026-08-03T13:45", "start")
_PROPOSE = Act("2026-08-04T09:00", "propose")
_APPROVE = Act("2026-08-04T09:40", "approve")
_READ = Act("2026-08-04T19:30", "read")
_ANSWERED = (_START, _PROPOSE, _APPROVE, _READ)
_RATED = "2026-08-04T19:30"
_CLOSES = Act("2026-08-19T20:00", "closes")
"""Fourteen days after the answer."""

PLANS: dict[str, tuple[Act, ...]] = {
    "delighted": (*_ANSWERED, Act(_RATED, "rate_5")),
    "family": (
        _START,
        Act("2026-08-04T09:00", "propose_together"),
        Act("2026-08-04T09:40", "approve_together"),
        _READ,
        Act(_RATED, "rate_5"),
    ),
    "content": (*_ANSWERED, Act(_RATED, "rate_4")),
    "lukewarm": (*_ANSWERED, Act(_RATED, "rate_3")),
    "answered": (
        *_ANSWERED,
        Act("2026-08-05T10:00", "correct"),
        Act("2026-08-05T19:30", "read"),
        _CLOSES,
    ),
    "disappointed": (*_ANSWERED, Act(_RATED, "rate_1"), _CLOSES),
    "reopened": (
        *_ANSWERED,
        Act(_RATED, "rate_2"),
        Act(_RATED, "reopen"),
        Act("2026-08-05T09:00", "start"),
        Act("2026-08-05T09:00", "propose_better"),
        Act("2026-08-05T10:00", "approve"),
        Act("2026-08-05T19:30", "read"),
        Act("2026-08-05T19:30", "rate_4"),
    ),
    "disputed": (
        *_ANSWERED,
        Act("2026-08-05T10:00", "dispute"),
        Act("2026-08-05T13:45", "start"),
        Act("2026-08-05T13:45", "answer_disputes"),
        Act("2026-08-05T13:45", "propose_better"),
        Act("2026-08-05T14:15", "approve"),
        Act("2026-08-05T19:30", "read"),
        Act("2026-08-05T19:30", "rate_4"),
    ),
    "asked_outside": (
        _START,
        Act("2026-08-03T14:15", "refer"),
        Act("2026-08-04T09:00", "body_replies"),
        _PROPOSE,
        _APPROVE,
        _READ,
        Act(_RATED, "rate_4"),
    ),
    "sent_back": (
        _START,
        Act("2026-08-03T14:15", "note"),
        _PROPOSE,
        Act("2026-08-04T09:40", "send_back"),
        Act("2026-08-04T10:20", "propose_better"),
        Act("2026-08-04T10:20", "approve"),
        _READ,
        Act(_RATED, "rate_4"),
    ),
    "asked": (
        _START,
        Act("2026-08-03T14:15", "ask"),
        Act("2026-08-03T18:30", "supplement"),
        _PROPOSE,
        _APPROVE,
        _READ,
        Act(_RATED, "rate_5"),
    ),
    "asked_before_start": (
        Act("2026-08-03T13:45", "ask"),
        Act("2026-08-03T18:30", "supplement"),
        Act("2026-08-04T09:00", "start"),
        _PROPOSE,
        _APPROVE,
        _READ,
        _CLOSES,
    ),
    "asked_at_intake": (
        Act("2026-08-03T08:30", "ask_at_intake"),
        Act("2026-08-03T10:30", "supplement"),
        Act("2026-08-03T11:00", "accept"),
        _START,
        _PROPOSE,
        _APPROVE,
        _READ,
        Act(_RATED, "rate_4"),
    ),
    "silent": (
        _START,
        Act("2026-08-03T14:15", "ask"),
        Act("2026-08-10T14:30", "clock_runs_on"),  # 37.5 working hours after the question
        Act("2026-08-13T14:30", "is_given_up"),  # ten calendar days after it
        Act("2026-08-14T09:00", "propose"),
        Act("2026-08-14T09:40", "approve"),
        Act("2026-09-04T09:00", "closes"),
    ),
    "accepted_by_hand": (
        Act("2026-08-03T08:30", "accept"),
        *_ANSWERED,
        Act(_RATED, "rate_5"),
    ),
    "urgent": (
        Act("2026-08-03T08:30", "accept"),
        Act("2026-08-03T10:30", "start"),
        Act("2026-08-03T11:00", "propose"),
        Act("2026-08-03T13:45", "approve"),
        Act("2026-08-03T18:30", "read"),
        Act("2026-08-03T18:30", "rate_5"),
    ),
    "rejected": (Act("2026-08-03T08:30", "reject"),),
    "redirected": (Act("2026-08-03T08:30", "redirect"),),
    "duplicate": (Act("2026-08-03T13:45", "mark_duplicate"),),
    "returned": (
        Act("2026-08-03T10:30", "return"),
        Act("2026-08-03T11:00", "assign_shared"),
        _START,
        Act("2026-08-03T14:15", "answer_part"),
        _PROPOSE,
        _APPROVE,
        _READ,
        Act(_RATED, "rate_3"),
    ),
    "withdrawn": (Act("2026-08-03T10:30", "withdraw"),),
    "waiting_at_intake": (Act("2026-08-04T09:00", "becomes_overdue"),),  # 8 working hours
    "started_late": (
        Act("2026-08-04T09:00", "start"),
        _PROPOSE,
        _APPROVE,
        _CLOSES,
    ),
    "slow": (
        _START,
        Act("2026-08-05T09:00", "propose"),
        Act("2026-08-05T10:00", "approve"),
        _CLOSES,
    ),
    "late": (
        Act("2026-08-20T13:45", "start"),
        Act("2026-08-24T17:05", "becomes_overdue"),  # the Saturday between was worked
        Act("2026-08-27T09:00", "propose"),
        Act("2026-08-27T09:40", "approve"),
        Act("2026-08-27T19:30", "read"),
        Act("2026-08-27T19:30", "rate_2"),
        Act(REPORT_AT, "closes"),
    ),
    "paused": (
        Act("2026-08-20T13:45", "start"),
        Act("2026-08-21T10:00", "ask"),
        Act("2026-08-25T18:30", "supplement"),
        Act("2026-08-27T09:00", "propose"),
        Act("2026-08-27T09:40", "approve"),
        Act("2026-08-27T19:30", "read"),
        Act("2026-08-27T19:30", "rate_5"),
    ),
    "extended": (
        Act("2026-08-20T13:45", "start"),
        Act("2026-08-26T09:00", "ask_extension"),
        Act("2026-08-26T09:40", "grant_extension"),
        Act("2026-09-04T09:00", "propose"),
        Act("2026-09-04T09:40", "approve"),
        Act("2026-09-04T19:30", "read"),
        Act("2026-09-04T19:30", "rate_4"),
    ),
}

AT_INTAKE = frozenset(
    {
        "urgent",
        "accepted_by_hand",
        "asked_at_intake",
        "rejected",
        "redirected",
        "waiting_at_intake",
    }
)
"""Plans of cases that no rule is sure of: they wait at the intake desk."""

SECOND_WAVE = frozenset({"late", "paused", "extended"})
"""Plans of cases that are sent on 20 August."""

REMINDERS: dict[str, tuple[int, int]] = {
    "silent": (1, 0),  # at half of its time: it still waits, but beyond the cap
    "slow": (1, 0),  # at half its time
    "started_late": (1, 0),  # four working hours after it was assigned
    "late": (6, 2),  # at half, at 80 %, when due, on three mornings; leader, then supervisors
    "paused": (1, 0),  # at half of the time as moved
    "extended": (3, 0),  # at half, at half of the time as extended, at 80 % of it
}
"""Reminders to the officer and escalations by plan, worked out by hand; none for the others."""

DUE_AT: dict[str, str] = {
    "silent": "2026-08-19T17:00:00+07:00",
    "late": "2026-08-24T17:00:00+07:00",
    "extended": "2026-09-07T17:00:00+07:00",
}
"""Due times by plan, worked out by hand with the days off and the worked Saturday."""

_ON_TIME, _LATE = "answered_on_time", "answered_late_or_reopened"
ENDS: dict[str, tuple[str, ...]] = {
    "reopened": (_LATE, _ON_TIME),
    "disputed": (_LATE, _ON_TIME),
    "late": (_LATE,),
    "extended": ("pending_in_time",),
    "waiting_at_intake": ("pending_overdue",),
    **{plan: (plan,) for plan in ("rejected", "redirected", "duplicate", "withdrawn")},
}
"""How the rounds of a plan stand in the report of August; answered in time for the others."""


def sent_at(plan: str) -> str:
    """When cases of this plan are sent."""
    return SECOND_SENDING if plan in SECOND_WAVE else FIRST_SENDING


def moments(plans: Iterable[str]) -> list[str]:
    """The instants at which something happens to cases of these plans, in order."""
    return sorted({act.at for plan in plans for act in PLANS[plan]})


def acts_at(plan: str, moment: str) -> list[Act]:
    """What happens to a case of this plan at this instant, in order."""
    return [act for act in PLANS[plan] if act.at == moment]


def ends_of(plan: str) -> tuple[str, ...]:
    """The figures of the report in which the rounds of this plan stand."""
    return ENDS.get(plan, (_ON_TIME,))
