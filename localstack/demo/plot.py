"""What becomes of the cases, and when: fates as tables of acts at local instants.

All instants are local (Asia/Ho_Chi_Minh). Acts at the same instant are played together. With the
clock of the local stack the play moves it from instant to instant; without, they only order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    """Somebody does something to a case: `verb` names a turn."""

    at: str
    verb: str


REGISTRATION_AT = "2026-08-03T07:40"
SENDING_AT = "2026-08-03T08:00"

_START = Act("2026-08-03T14:00", "start")
_PROPOSE = Act("2026-08-04T09:00", "propose")
_APPROVE = Act("2026-08-04T15:00", "approve")
_READ = Act("2026-08-04T19:30", "read")
_ANSWERED = (_START, _PROPOSE, _APPROVE, _READ)
_RATED = "2026-08-04T20:00"

FATES: dict[str, tuple[Act, ...]] = {
    "delighted": (*_ANSWERED, Act(_RATED, "rate_5")),
    "content": (*_ANSWERED, Act(_RATED, "rate_4")),
    "lukewarm": (*_ANSWERED, Act(_RATED, "rate_3")),
    "answered": _ANSWERED,
    "disappointed": (*_ANSWERED, Act(_RATED, "rate_1")),
    "reopened": (
        *_ANSWERED,
        Act(_RATED, "rate_2"),
        Act("2026-08-04T20:10", "reopen"),
        Act("2026-08-05T08:00", "start"),
        Act("2026-08-05T10:00", "propose_better"),
        Act("2026-08-05T15:00", "approve"),
        Act("2026-08-05T19:30", "read"),
        Act("2026-08-05T20:00", "rate_4"),
    ),
    "sent_back": (
        _START,
        _PROPOSE,
        Act("2026-08-04T11:00", "send_back"),
        Act("2026-08-04T14:00", "propose_better"),
        _APPROVE,
        _READ,
        Act(_RATED, "rate_4"),
    ),
    "asked": (
        _START,
        Act("2026-08-03T15:00", "ask"),
        Act("2026-08-03T18:00", "supplement"),
        _PROPOSE,
        _APPROVE,
        _READ,
        Act(_RATED, "rate_5"),
    ),
    "asked_before_start": (
        Act("2026-08-03T13:45", "ask"),
        Act("2026-08-03T18:00", "supplement"),
        Act("2026-08-04T08:00", "start"),
        _PROPOSE,
        _APPROVE,
        _READ,
    ),
    "asked_at_intake": (
        Act("2026-08-03T09:30", "ask_at_intake"),
        Act("2026-08-03T10:30", "supplement"),
        Act("2026-08-03T11:00", "accept"),
        _START,
        _PROPOSE,
        _APPROVE,
        _READ,
        Act(_RATED, "rate_4"),
    ),
    "silent": (_START, Act("2026-08-03T15:00", "ask")),
    "accepted_by_hand": (
        Act("2026-08-03T09:30", "accept"),
        *_ANSWERED,
        Act(_RATED, "rate_5"),
    ),
    "urgent": (
        Act("2026-08-03T08:05", "accept"),
        Act("2026-08-03T08:30", "start"),
        Act("2026-08-03T11:00", "propose"),
        Act("2026-08-03T13:30", "approve"),
        Act("2026-08-03T19:30", "read"),
        Act("2026-08-03T19:45", "rate_5"),
    ),
    "rejected": (Act("2026-08-03T09:30", "reject"),),
    "redirected": (Act("2026-08-03T09:30", "redirect"),),
    "duplicate": (Act("2026-08-03T13:45", "mark_duplicate"),),
    "returned": (
        Act("2026-08-03T13:45", "return"),
        Act("2026-08-03T16:00", "assign"),
        Act("2026-08-04T08:00", "start"),
        _PROPOSE,
        _APPROVE,
        _READ,
        Act(_RATED, "rate_3"),
    ),
    "withdrawn": (Act("2026-08-03T12:00", "withdraw"),),
    "waiting_at_intake": (),
    "not_started": (),
    "in_work": (_START,),
    "before_leader": (_START, _PROPOSE),
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
"""Fates of cases that no rule is sure of: they wait at the intake desk."""


def moments(fates: Iterable[str]) -> list[str]:
    """The instants at which something happens to cases of these fates, in order."""
    return sorted({act.at for fate in fates for act in FATES[fate]})


def acts_at(fate: str, moment: str) -> list[Act]:
    """What happens to a case of this fate at this instant, in order."""
    return [act for act in FATES[fate] if act.at == moment]
