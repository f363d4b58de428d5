"""Which messages must follow from what was done.

The table is the demo's own, kept apart from the product's: if the product tells somebody else, or
twice, or not at all, the two differ and the demo fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from localstack.demo.case_records import CaseRecord
from localstack.demo.people import Citizen
from localstack.demo.stack import Login

BELL, SMS, EMAIL = "bell", "sms", "email"
DIGEST = "digest"
_CITIZEN = (BELL, SMS, EMAIL)
_ACT = (SMS, EMAIL)
_READ = (EMAIL,)
_TOLD = (BELL, EMAIL)


@dataclass(frozen=True)
class Letter:
    """One message: `recipient` is a phone (sms, bell) or a mail address; `case` may be empty."""

    channel: str
    recipient: str
    kind: str
    case: str = ""


class To(StrEnum):
    """Whom a happening concerns."""

    REPORTER = "reporter"
    FOLLOWERS = "followers"
    WATCHERS = "watchers"
    OFFICER = "officer"
    LEADERS = "leaders"
    COORDINATING = "coordinating"
    INTAKE = "intake"
    SUPERVISORS = "supervisors"


Told = tuple[To, str, tuple[str, ...]]

TOLD: dict[str, tuple[Told, ...]] = {
    "submit": ((To.REPORTER, "received", (BELL,)),),
    "submit_for_somebody": ((To.REPORTER, "received", (BELL, SMS)),),
    "submit_urgent": ((To.REPORTER, "received", (BELL,)), (To.INTAKE, "urgent_case", _ACT)),
    "accept": ((To.REPORTER, "accepted", (BELL,)),),
    "assign": ((To.REPORTER, "assigned", (BELL,)), (To.OFFICER, "work", _ACT)),
    "assign_agency": ((To.REPORTER, "assigned", (BELL,)), (To.LEADERS, "without_officer", _ACT)),
    "assign_officer": ((To.OFFICER, "work", _ACT),),
    "coordinate": ((To.COORDINATING, "coordinating", _READ),),
    "answer_part": ((To.OFFICER, "part_answered", _READ),),
    "note": ((To.LEADERS, "mentioned", _READ),),
    "correct_answer": (
        (To.REPORTER, "corrected", _CITIZEN),
        (To.FOLLOWERS, "followed_corrected", _CITIZEN),
        (To.WATCHERS, "followed_corrected", _TOLD),
    ),
    "request_info": ((To.REPORTER, "question", _CITIZEN),),
    "supplement": ((To.OFFICER, "supplemented", _ACT),),
    "supplement_at_intake": ((To.INTAKE, "supplemented", _READ),),
    "reject": ((To.REPORTER, "rejected", _CITIZEN),),
    "redirect": ((To.REPORTER, "redirected", _CITIZEN),),
    "mark_duplicate": ((To.REPORTER, "duplicate", _CITIZEN),),
    "return": ((To.INTAKE, "returned", _READ),),
    "start": ((To.REPORTER, "started", (BELL,)),),
    "propose_answer": ((To.LEADERS, "answer_proposed", _ACT),),
    "approve": (
        (To.REPORTER, "answered", _CITIZEN),
        (To.FOLLOWERS, "followed_answered", _CITIZEN),
        (To.WATCHERS, "followed_answered", _TOLD),
        (To.OFFICER, "approved", _READ),
    ),
    "send_back": ((To.OFFICER, "sent_back", _ACT),),
    "rate": (),
    "rate_low": ((To.OFFICER, "low_rating", _READ), (To.LEADERS, "low_rating", _READ)),
    "reopen": (
        (To.REPORTER, "reopened", (BELL,)),
        (To.OFFICER, "work_again", _ACT),
        (To.LEADERS, "work_again", _READ),
        (To.WATCHERS, "followed_reopened", (BELL,)),
    ),
    "dispute": ((To.OFFICER, "disputed", _ACT), (To.LEADERS, "disputed", _READ)),
    "answer_dispute": (),
    "refer": (),
    "reply_to_referral": ((To.OFFICER, "external_replied", _READ),),
    "close": ((To.REPORTER, "closed", (BELL,)), (To.WATCHERS, "followed_closed", (BELL,))),
    "request_extension": ((To.LEADERS, "extension_asked", _ACT),),
    "decide_extension": ((To.REPORTER, "due_moved", _CITIZEN), (To.OFFICER, "extended", _READ)),
    "become_overdue": (),
    "become_overdue_at_intake": ((To.INTAKE, "intake_overdue", _READ),),
    "clock_runs_on": ((To.OFFICER, "clock_runs_on", _READ),),
    "give_up_waiting": ((To.REPORTER, "went_on", (BELL,)), (To.OFFICER, "no_reply", _READ)),
    "remind": ((To.OFFICER, "reminder", _ACT),),
    "escalate_to_leader": ((To.LEADERS, "escalation", _ACT),),
    "escalate_to_supervisor": ((To.SUPERVISORS, "escalation", _ACT),),
    "withdraw": ((To.REPORTER, "withdrawn", (BELL,)), (To.OFFICER, "taken_away", _READ)),
}
"""By happening: who is told, the kind of message, and on which channels."""


@dataclass(frozen=True)
class Readers:
    """The people around one case at one moment."""

    reporter: Citizen
    followers: tuple[Citizen, ...]
    """Whose cases are duplicates of it."""
    officer: Login | None
    leaders: tuple[Login, ...]
    intake: tuple[Login, ...]
    supervisors: tuple[Login, ...] = ()
    coordinating: tuple[Login, ...] = ()
    watchers: tuple[Citizen, ...] = ()


def expected(
    happening: str, record: CaseRecord, readers: Readers, actor: str | None
) -> list[Letter]:
    """The messages that must follow; `actor` is the username of who did it, who is not told."""
    return [
        letter
        for to, kind, channels in TOLD[happening]
        for letter in _letters(to, kind, channels, record, readers, actor)
    ]


def _letters(
    to: To,
    kind: str,
    channels: Iterable[str],
    record: CaseRecord,
    readers: Readers,
    actor: str | None,
) -> Iterator[Letter]:
    citizens = {
        To.REPORTER: (readers.reporter,),
        To.FOLLOWERS: readers.followers,
        To.WATCHERS: readers.watchers,
    }
    if to in citizens:
        for citizen in citizens[to]:
            yield from _to_citizen(citizen, kind, channels, record.code)
        return
    for login in _desk(to, readers):
        if login.username != actor:
            yield from _to_officer(login, kind, channels, record.code)


def to_citizen(citizen: Citizen, kind: str, case: str) -> list[Letter]:
    """What somebody who follows is told: in the bell, and by mail where there is an address."""
    return list(_to_citizen(citizen, kind, _TOLD, case))


def _desk(to: To, readers: Readers) -> tuple[Login, ...]:
    if to is To.OFFICER:
        return (readers.officer,) if readers.officer else ()
    desks = {To.LEADERS: readers.leaders, To.SUPERVISORS: readers.supervisors}
    desks[To.COORDINATING] = readers.coordinating
    return desks.get(to, readers.intake)


def _to_citizen(
    citizen: Citizen, kind: str, channels: Iterable[str], case: str
) -> Iterator[Letter]:
    profile = citizen.profile
    addresses = {BELL: profile.phone, SMS: profile.phone, EMAIL: profile.email}
    for channel in channels:
        if address := addresses[channel]:
            yield Letter(channel, address, kind, case)


def _to_officer(login: Login, kind: str, channels: Iterable[str], case: str) -> Iterator[Letter]:
    for channel in channels:
        yield Letter(channel, login.phone if channel == SMS else login.email, kind, case)
