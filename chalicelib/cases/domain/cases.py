"""The case: one piece of feedback and its life. Source: docs/handbook.md §3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime

from chalicelib.cases.domain.disputes import Dispute
from chalicelib.cases.domain.extensions import ExtensionRequest
from chalicelib.cases.domain.on_behalf import OnBehalf, SignedDocument
from chalicelib.cases.domain.parts import CasePart
from chalicelib.cases.domain.referrals import Referral
from chalicelib.cases.domain.reinspections import Reinspection
from chalicelib.cases.domain.representing import SentFor
from chalicelib.cases.domain.visibility import Publication, Visibility
from chalicelib.cases.domain.workflow import OPEN_STATES, STANDING_STATES, Action, Position, State
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.repeats import AnsweredRequest
from chalicelib.rules.domain.channels import CaseChannel
from chalicelib.rules.domain.question_answers import QuestionAnswer
from chalicelib.rules.domain.urgencies import Urgency
from chalicelib.uploads.domain.attachments import Attachment
from chalicelib.worktime.domain.deadlines import DeadlineClock
from chalicelib.worktime.domain.due_times import DueTime

Fact = str | int | bool | None
Facts = Mapping[str, Fact]


@frozen
class Entry:
    """One line of the timeline, kept for good: who, when, from, to, why, under which policy.

    `agency` and `category` are the case's after the change. `internal` notes are for officers
    only. `facts` (docs/events.md) hold what figures and messages need, never personal data.
    """

    version: int
    at: datetime
    action: Action
    actor: Actor
    source: State | None
    target: State
    agency: str | None
    category: str
    policy: int
    note: str | None = None
    internal: bool = False
    facts: Facts = field(default_factory=dict)


@frozen
class Answer:
    """An answer; the citizen sees it once it is approved. `revision` counts proposals and
    corrections. Of one that was recorded for an agency: which, and by which document."""

    text: str
    evidence: tuple[Attachment, ...]
    author: str
    proposed_at: datetime
    revision: int
    approved_at: datetime | None = None
    on_behalf_of: str | None = None
    document: SignedDocument | None = None
    corrected_at: datetime | None = None
    """Since when it stands in place of another version, and why."""
    reason: str | None = None


@frozen
class Rating:
    """1–5 stars for one answer."""

    stars: int
    comment: str | None
    at: datetime


@frozen
class Addition:
    """What a citizen added on request."""

    text: str
    attachments: tuple[Attachment, ...]
    at: datetime


@frozen
class Round:
    """The unit of figures: from reception or reopening to an outcome (docs/handbook.md §8)."""

    number: int
    started_at: datetime


@frozen
class Case:
    """A case in its present version. Instants are UTC."""

    code: str
    version: int
    state: State
    origin: State | None
    reporter: str
    request: str
    channel: CaseChannel
    category: str
    urgency: Urgency
    visibility: Visibility
    commune: str
    description: str
    location: tuple[float, float] | None
    address: str | None
    attachments: tuple[Attachment, ...]
    submitted_at: datetime
    updated_at: datetime
    policy: int
    clock: DeadlineClock | None
    watched_to: datetime
    """Everything that had to happen by time up to this instant has happened."""
    round: Round
    agency: str | None = None
    coordinating: tuple[str, ...] = ()
    parts: tuple[CasePart, ...] = ()
    officer: str | None = None
    binding: bool = False
    assigned_at: datetime | None = None
    asked_at: datetime | None = None
    """When the open question was asked; `None` unless the case waits for the citizen."""
    returns: int = 0
    reopenings: int = 0
    extensions_asked: int = 0
    extensions_granted: int = 0
    extension: ExtensionRequest | None = None
    proposal: Answer | None = None
    answer: Answer | None = None
    former_answers: tuple[Answer, ...] = ()
    rating: Rating | None = None
    duplicate_of: str | None = None
    overdue: bool = False
    """By its due time, at the last line of the timeline."""
    escalated: bool = False
    """To the supervisors, and that is not over."""
    additions: tuple[Addition, ...] = ()
    timeline: tuple[Entry, ...] = ()
    followed: bool = False
    """Whether anybody ever followed it; who does, `Followers` knows."""
    annotations: int = 0
    """How often what belongs to no version was written: `followed`, answers that refuse."""
    requests: tuple[AnsweredRequest, ...] = ()
    """Under idempotency keys, with their answers, the last one last (`requests.py`)."""
    on_behalf: OnBehalf | None = None
    answers: tuple[QuestionAnswer, ...] = ()
    questions: int = 0
    """The version of its category's questions that these answer; 0 of before there were any."""
    ledger_until: datetime | None = None
    """Until then a request may be in the ledger that is not in `requests`."""
    publication: Publication | None = None
    """None until it is taken in as public."""
    disputes: tuple[Dispute, ...] = ()
    referrals: tuple[Referral, ...] = ()
    reinspections: tuple[Reinspection, ...] = ()
    hidden: tuple[str, ...] = ()
    """Ids of photos that the public form leaves out."""
    organisation: SentFor | None = None
    """For which the reporter sent it."""

    @property
    def position(self) -> Position:
        """Where the case stands in the workflow table."""
        return Position(self.state, self.origin)

    @property
    def is_open(self) -> bool:
        """Whether a round runs and somebody owes the next step."""
        return self.state in OPEN_STATES

    @property
    def due(self) -> DueTime | None:
        """When it is due, or was when its round ended; None before its clock starts."""
        if self.clock is None:
            return None
        return self.clock.due if self.is_open else DueTime(self.clock.due_at, runs=False)

    @property
    def is_urgent(self) -> bool:
        """Whether it was taken in as urgent; co-ordinating agencies only make its limit longer."""
        return Urgency.URGENT in (self.urgency, self.accepted_urgency)

    @property
    def accepted_urgency(self) -> Urgency:
        """As it was taken in; co-ordinating agencies make it complex for as long as they do."""
        lines = (e.facts["urgency"] for e in reversed(self.timeline) if e.action is Action.ACCEPT)
        return Urgency(str(next(lines, self.urgency)))

    @property
    def urgency_asked(self) -> Urgency | None:
        """What its citizen asked for and did not get, since they had forged it before."""
        asked = self.timeline[0].facts.get("urgency_asked") if self.timeline else None
        return Urgency(str(asked)) if asked else None

    @property
    def extension_asked_by(self) -> str | None:
        """Whose request is open; None where none is."""
        lines = (e for e in reversed(self.timeline) if e.action is Action.REQUEST_EXTENSION)
        return next((line.actor.id for line in lines), None) if self.extension else None

    @property
    def addressed_to(self) -> str | None:
        """The agency whose desk is to look at it."""
        return self.on_behalf.addressed_to if self.on_behalf else None

    @property
    def answered_at(self) -> datetime | None:
        """When the present answer reached the citizen."""
        return self.answer.approved_at if self.answer else None

    def all_files(self) -> tuple[Attachment, ...]:
        """All files of the case, those of a proposed answer and of parts included."""
        lists = [self.files(), self.proposal.evidence if self.proposal else ()]
        lists += [d.attachments for d in self.disputes] + [r.evidence for r in self.reinspections]
        lists += [part.answer.evidence for part in self.parts if part.answer]
        return tuple(dict.fromkeys(file for files in lists for file in files))

    def present_disputes(self) -> tuple[Dispute, ...]:
        """Those of the present round's answer."""
        return tuple(one for one in self.disputes if one.round == self.round.number)

    def open_disputes(self) -> tuple[Dispute, ...]:
        """Those of it that nobody has answered yet."""
        return tuple(one for one in self.present_disputes() if one.reply is None)

    def files(self) -> tuple[Attachment, ...]:
        """What the citizen may see: without the evidence of an answer not yet approved."""
        answers = (*self.former_answers, *([self.answer] if self.answer else ()))
        evidence = (file for answer in answers for file in answer.evidence)
        return tuple(dict.fromkeys((*self.sent_files(), *evidence)))

    def sent_files(self) -> tuple[Attachment, ...]:
        """What the citizen sent, with the case and later."""
        return (*self.attachments, *(file for one in self.additions for file in one.attachments))


def record(
    case: Case,
    action: Action,
    actor: Actor,
    at: datetime,
    source: State | None,
    *,
    note: str | None = None,
    internal: bool = False,
    facts: Facts | None = None,
) -> Case:
    """The case with one more line on its timeline, at its present version.

    Each line says whether the case was overdue or its clock stood for the citizen after it: the
    figures are made of the lines.
    """
    case = _judged(case, at, action)
    paused = case.due is not None and case.due.is_paused(at)
    flags = {"overdue": case.overdue, "standing": paused}
    known = {**(facts or {}), **{name: True for name, is_so in flags.items() if is_so}}
    entry = Entry(
        version=case.version,
        at=at,
        action=action,
        actor=actor,
        source=source,
        target=case.state,
        agency=case.agency,
        category=case.category,
        policy=case.policy,
        note=note,
        internal=internal,
        facts=known,
    )
    return replace(case, timeline=(*case.timeline, entry))


def _judged(case: Case, at: datetime, action: Action) -> Case:
    """The case with the flags that its due time gives it at that instant.

    At the due time itself it is late only once the line that says so has come: what people do at
    that instant is on time, and comes before it.
    An escalation outlasts a wait and the time as a duplicate: both begin and end while it is late.
    """
    said = case.overdue or action is Action.BECOME_OVERDUE
    due = case.due
    overdue = due is not None and (due.is_overdue(at) or (said and due.has_passed(at)))
    stands = case.clock is not None and case.clock.is_standing(at)
    lasts = overdue or (stands and case.state in STANDING_STATES)
    return replace(case, overdue=overdue, escalated=case.escalated and lasts)
