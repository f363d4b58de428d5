"""Who is told what, and how: one table of rules. Source: docs/handbook.md §4 (reminders), §6.

A rule says: when this happens (and the event meets the conditions), tell these people on these
channels. Citizens find everything in the bell; what they must know or act on also goes out by SMS
and, if they chose it, by email. Officers get email, and SMS where they have to act. Nobody is
told by mail or SMS what they did themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chalicelib.cases.domain.ratings import SATISFIED
from chalicelib.cases.domain.workflow import DUPLICATE_ORIGINS, Action
from chalicelib.kernel.channels import Channel
from chalicelib.messages.domain.messages import Book
from chalicelib.rules.domain.channels import ON_BEHALF
from chalicelib.rules.domain.urgencies import Urgency

Fact = str | int | bool | None


class Audience(StrEnum):
    """Whom a rule addresses."""

    REPORTER = "reporter"
    FOLLOWERS = "followers"
    """Citizens whose case is its duplicate."""
    WATCHERS = "watchers"
    """Citizens who chose to follow the case."""
    DISPUTER = "disputer"
    """Whoever raised the dispute that the event is about."""
    EXTERNAL = "external"
    """The body outside the office that the event names."""
    OFFICER = "officer"
    """The case's officer; without one the agency's leaders."""
    LEADERS = "leaders"
    """Of the case's agency; without one (or only who acted) the supervisors."""
    COORDINATING = "coordinating"
    """The leaders of the co-ordinating agencies."""
    PART = "part"
    """Who writes the part of a co-ordinating agency; until there is somebody, its leaders."""
    MENTIONED = "mentioned"
    """The officers whom a note names."""
    INTAKE = "intake"
    SUPERVISORS = "supervisors"


CITIZENS = frozenset({Audience.REPORTER, Audience.FOLLOWERS, Audience.WATCHERS, Audience.DISPUTER})


@dataclass(frozen=True)
class Rule:
    """One row. `where` names facts of the event and the values that each may have."""

    action: Action
    audience: Audience
    kind: str
    """The template."""
    channels: tuple[Channel, ...]
    where: tuple[tuple[str, tuple[Fact, ...]], ...] = ()
    digest: bool = False
    """Whether those that fall together in the morning go out as one."""
    gathers: bool = False
    """Whether those of some minutes go out as one, behind the first of them."""


_A, _TO = Action, Audience
BELL = (Channel.BELL,)
ALL = (Channel.BELL, Channel.SMS, Channel.EMAIL)
TOLD = (Channel.BELL, Channel.EMAIL)
MAIL = (Channel.EMAIL,)
ACT = (Channel.EMAIL, Channel.SMS)
CODE = (Channel.SMS, Channel.EMAIL)

_ON_BEHALF = ("channel", tuple(ON_BEHALF))
_HANDLED = ("to", ("assigned", "in_progress"))
_HAS_OFFICER = ("has_officer", (True,))
_MOVED = ("moved", (True,))
_NEWLY_MARKED = ("from", tuple(state.value for state in DUPLICATE_ORIGINS))
_PARENT_ENDED = ("parent_ended", (True,))
_TAKEN_BACK = ("parent_ended", (False, None))
_URGENT = (("urgency", (Urgency.URGENT,)),)
_WAITS_FOR_DESK = (("publication_waits", (True,)),)
_UNSATISFIED = ("stars", tuple(range(1, SATISFIED)))

RULES: tuple[Rule, ...] = (
    Rule(_A.SUBMIT, _TO.REPORTER, "received", BELL),
    Rule(_A.SUBMIT, _TO.REPORTER, "received", (Channel.SMS,), (_ON_BEHALF,)),
    Rule(_A.SUBMIT, _TO.INTAKE, "urgent_case", ACT, _URGENT, gathers=True),
    Rule(_A.SUBMIT, _TO.INTAKE, "intake_overdue", MAIL, (("overdue", (True,)),)),
    Rule(_A.REQUEST_INFO, _TO.REPORTER, "question", ALL),
    Rule(_A.SUPPLEMENT, _TO.OFFICER, "supplemented", ACT, (_HANDLED,)),
    Rule(_A.SUPPLEMENT, _TO.INTAKE, "supplemented", MAIL, (("to", ("received",)),)),
    Rule(_A.GIVE_UP_WAITING, _TO.REPORTER, "given_up", ALL, (("to", ("rejected",)),)),
    Rule(_A.GIVE_UP_WAITING, _TO.REPORTER, "went_on", BELL, (_HANDLED,)),
    Rule(_A.GIVE_UP_WAITING, _TO.OFFICER, "no_reply", MAIL, (_HANDLED,)),
    Rule(_A.ACCEPT, _TO.REPORTER, "accepted", BELL),
    Rule(_A.ACCEPT, _TO.INTAKE, "publication_waits", MAIL, _WAITS_FOR_DESK),
    Rule(_A.REJECT, _TO.REPORTER, "rejected", ALL),
    Rule(_A.REDIRECT, _TO.REPORTER, "redirected", ALL),
    Rule(_A.REDIRECT, _TO.WATCHERS, "followed_over", BELL),
    Rule(_A.REDIRECT, _TO.OFFICER, "taken_away", MAIL, (_HAS_OFFICER,)),
    Rule(_A.MARK_DUPLICATE, _TO.REPORTER, "duplicate", ALL),
    Rule(_A.MARK_DUPLICATE, _TO.OFFICER, "taken_away", MAIL, (_HAS_OFFICER, _NEWLY_MARKED)),
    Rule(_A.UNMARK_DUPLICATE, _TO.REPORTER, "parent_ended", ALL, (_PARENT_ENDED,)),
    Rule(_A.UNMARK_DUPLICATE, _TO.INTAKE, "came_back", MAIL, (_PARENT_ENDED,)),
    Rule(_A.UNMARK_DUPLICATE, _TO.REPORTER, "not_duplicate", ALL, (_TAKEN_BACK,)),
    Rule(_A.UNMARK_DUPLICATE, _TO.OFFICER, "given_back", MAIL, (_HAS_OFFICER,)),
    Rule(_A.ASSIGN, _TO.REPORTER, "assigned", BELL, (("handed_over", (True,)),)),
    Rule(_A.ASSIGN, _TO.OFFICER, "work", ACT, (_HAS_OFFICER,)),
    Rule(_A.ASSIGN, _TO.LEADERS, "without_officer", ACT, (("has_officer", (False,)),)),
    Rule(_A.ASSIGN, _TO.COORDINATING, "coordinating", MAIL),
    Rule(_A.HAND_OVER, _TO.OFFICER, "work", ACT),
    Rule(_A.RETURN, _TO.INTAKE, "returned", MAIL),
    Rule(_A.START, _TO.REPORTER, "started", BELL),
    Rule(_A.REQUEST_EXTENSION, _TO.LEADERS, "extension_asked", ACT),
    Rule(_A.DECIDE_EXTENSION, _TO.REPORTER, "due_moved", ALL, (("grant", (True,)),)),
    Rule(_A.DECIDE_EXTENSION, _TO.OFFICER, "extended", MAIL, (("grant", (True,)),)),
    Rule(_A.DECIDE_EXTENSION, _TO.OFFICER, "not_extended", MAIL, (("grant", (False,)),)),
    Rule(_A.PROPOSE_ANSWER, _TO.LEADERS, "answer_proposed", ACT),
    Rule(_A.APPROVE, _TO.REPORTER, "answered", ALL),
    Rule(_A.APPROVE, _TO.FOLLOWERS, "followed_answered", ALL),
    Rule(_A.APPROVE, _TO.WATCHERS, "followed_answered", TOLD),
    Rule(_A.APPROVE, _TO.OFFICER, "approved", MAIL),
    Rule(_A.RECORD_ANSWER, _TO.REPORTER, "answered", ALL),
    Rule(_A.RECORD_ANSWER, _TO.FOLLOWERS, "followed_answered", ALL),
    Rule(_A.RECORD_ANSWER, _TO.WATCHERS, "followed_answered", TOLD),
    Rule(_A.RECORD_ANSWER, _TO.OFFICER, "recorded", MAIL),
    Rule(_A.RECORD_ANSWER, _TO.LEADERS, "recorded", MAIL),
    Rule(_A.CORRECT_ANSWER, _TO.REPORTER, "corrected", ALL),
    Rule(_A.CORRECT_ANSWER, _TO.FOLLOWERS, "followed_corrected", ALL),
    Rule(_A.CORRECT_ANSWER, _TO.WATCHERS, "followed_corrected", TOLD),
    Rule(_A.SEND_BACK, _TO.OFFICER, "sent_back", ACT),
    Rule(_A.RATE, _TO.OFFICER, "low_rating", MAIL, (_UNSATISFIED,)),
    Rule(_A.RATE, _TO.LEADERS, "low_rating", MAIL, (_UNSATISFIED,)),
    Rule(_A.REOPEN, _TO.REPORTER, "reopened", BELL),
    Rule(_A.REOPEN, _TO.OFFICER, "work_again", ACT),
    Rule(_A.REOPEN, _TO.LEADERS, "work_again", MAIL),
    Rule(_A.REOPEN, _TO.COORDINATING, "coordinating", MAIL),
    Rule(_A.REOPEN, _TO.WATCHERS, "followed_reopened", BELL),
    Rule(_A.REFER, _TO.EXTERNAL, "referred", MAIL),
    Rule(_A.REPLY_TO_REFERRAL, _TO.OFFICER, "external_replied", MAIL),
    Rule(_A.DISPUTE, _TO.OFFICER, "disputed", ACT),
    Rule(_A.DISPUTE, _TO.LEADERS, "disputed", MAIL),
    Rule(_A.ANSWER_DISPUTE, _TO.DISPUTER, "dispute_replied", TOLD),
    Rule(_A.CLOSE, _TO.REPORTER, "closed", BELL),
    Rule(_A.CLOSE, _TO.WATCHERS, "followed_closed", BELL),
    Rule(_A.WITHDRAW, _TO.REPORTER, "withdrawn", BELL),
    Rule(_A.WITHDRAW, _TO.WATCHERS, "followed_over", BELL),
    Rule(_A.WITHDRAW, _TO.OFFICER, "taken_away", MAIL, (_HAS_OFFICER,)),
    Rule(_A.REMIND, _TO.OFFICER, "reminder", ACT, (("to_whom", ("officer",)),), digest=True),
    Rule(_A.REMIND, _TO.LEADERS, "reminder", ACT, (("to_whom", ("leader",)),), digest=True),
    Rule(_A.REMIND, _TO.SUPERVISORS, "reminder", ACT, (("to_whom", ("supervisor",)),), digest=True),
    Rule(_A.BECOME_OVERDUE, _TO.INTAKE, "intake_overdue", MAIL, (("clock", ("intake",)),)),
    Rule(_A.ESCALATE, _TO.OFFICER, "escalation", ACT, (("to_whom", ("officer",)),)),
    Rule(_A.ESCALATE, _TO.LEADERS, "escalation", ACT, (("to_whom", ("leader",)),)),
    Rule(_A.ESCALATE, _TO.SUPERVISORS, "escalation", ACT, (("to_whom", ("supervisor",)),)),
    Rule(_A.CLOCK_RUNS_ON, _TO.OFFICER, "clock_runs_on", MAIL),
    Rule(_A.ASK_PART, _TO.PART, "part_asked", ACT),
    Rule(_A.ASSIGN_PART, _TO.PART, "part_work", ACT),
    Rule(_A.ANSWER_PART, _TO.OFFICER, "part_answered", MAIL),
    Rule(_A.REMIND_PART, _TO.PART, "part_reminder", ACT),
    Rule(_A.NOTE, _TO.MENTIONED, "mentioned", MAIL),
    Rule(_A.COMMENT, _TO.REPORTER, "commented", (Channel.BELL, Channel.EMAIL)),
    Rule(_A.RECOMPUTE, _TO.REPORTER, "due_moved", ALL, (_MOVED,)),
    Rule(_A.RECOMPUTE, _TO.OFFICER, "officer_due_moved", MAIL, (_MOVED,)),
)


@dataclass(frozen=True)
class AccountRule:
    """One row for what happens to accounts and sign-ins.

    A code goes out on the one channel that its sign-in names, at any hour. `book` is where whoever
    is told is looked up when it goes out. `where` names facts of the event and the value that each
    has; `after` the fact that is the local day after which it goes out, `whom` the one that is the
    person, where the event is about something else.
    """

    event_type: str
    kind: str
    channels: tuple[Channel, ...]
    book: Book = Book.ACCOUNTS
    where: tuple[tuple[str, Fact], ...] = ()
    after: str | None = None
    whom: str | None = None

    def meets(self, event: Mapping[str, Any]) -> bool:
        """Whether somebody is told of this event by it."""
        facts = event.get("what", {})
        if event["type"] != self.event_type or (self.whom and self.whom not in facts):
            return False
        return all(facts.get(name) == value for name, value in self.where)

    @property
    def is_code(self) -> bool:
        """Whether somebody waits for it."""
        return self.book is Book.CODES


ACCOUNT_RULES: tuple[AccountRule, ...] = (
    AccountRule("registration.code_requested", "code", CODE, Book.CODES),
    AccountRule("sign_in.code_requested", "code", CODE, Book.CODES),
    AccountRule("officer_sign_in.code_requested", "officer_code", CODE, Book.CODES),
    AccountRule("officer_contact.code_requested", "contact_code", CODE, Book.CODES),
    AccountRule("account.created", "welcome", BELL),
    AccountRule("account.personal_id_yielded", "personal_id_yielded", ALL),
    AccountRule("account.blocked", "account_blocked", ALL),
    AccountRule("account.blocked", "block_over", MAIL, Book.BLOCKS, after="until"),
    AccountRule("account.block_decided", "block_lifted", ALL, where=(("lifts", True),)),
    AccountRule("account.block_decided", "block_upheld", TOLD, where=(("lifts", False),)),
    AccountRule(
        "organisation.decided",
        "organisation_confirmed",
        ALL,
        where=(("state", "confirmed"),),
        whom="person",
    ),
    AccountRule(
        "organisation.decided",
        "organisation_refused",
        ALL,
        where=(("state", "refused"),),
        whom="person",
    ),
    AccountRule("representative.invited", "representative_invited", TOLD, whom="person"),
    AccountRule("officer.invited", "invitation", MAIL, Book.INVITATIONS),
    AccountRule("password.set", "password_changed", MAIL, Book.OFFICERS),
    AccountRule("factor.changed", "factor_changed", MAIL, Book.OFFICERS),
)


def rules_for(action: Action, facts: Mapping[str, Fact]) -> tuple[Rule, ...]:
    """The rules that an event meets, in the order of the table."""
    return tuple(rule for rule in RULES if rule.action is action and _meets(facts, rule))


def _meets(facts: Mapping[str, Fact], rule: Rule) -> bool:
    return all(facts.get(name) in allowed for name, allowed in rule.where)
