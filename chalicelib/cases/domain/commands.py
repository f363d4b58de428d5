"""What people and the system ask a case to do: one frozen type per action, in the imperative.

Texts are checked for length and form before they come here (docs/handbook.md §3 gives the rules
that need the case).
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from chalicelib.cases.domain.on_behalf import OnBehalf
from chalicelib.cases.domain.representing import SentFor
from chalicelib.cases.domain.visibility import Visibility
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.frozen import frozen
from chalicelib.rules.domain.channels import CaseChannel
from chalicelib.rules.domain.question_answers import QuestionAnswer
from chalicelib.rules.domain.urgencies import Urgency
from chalicelib.uploads.domain.attachments import Attachment
from chalicelib.worktime.domain.deadlines import Limit


class Command:
    """Base of all commands; `action` names the row of the workflow table."""

    action: ClassVar[Action]


@frozen
class Accept(Command):
    """Take the case in: what is not given stays as the citizen or the category has it."""

    category: str | None = None
    urgency: Urgency | None = None
    visibility: Visibility | None = None
    action: ClassVar[Action] = Action.ACCEPT


@frozen
class Reject(Command):
    """Refuse with a reason from the list and a text to the citizen."""

    reason: str
    text: str
    action: ClassVar[Action] = Action.REJECT


@frozen
class Redirect(Command):
    """Outside this channel: tell the citizen where to go."""

    where: str
    text: str
    action: ClassVar[Action] = Action.REDIRECT


@frozen
class RequestInfo(Command):
    """Ask the citizen; the clock pauses."""

    question: str
    action: ClassVar[Action] = Action.REQUEST_INFO


@frozen
class Supplement(Command):
    """The citizen's answer to a question; the clock resumes."""

    text: str
    attachments: tuple[Attachment, ...] = ()
    action: ClassVar[Action] = Action.SUPPLEMENT


@frozen
class GiveUpWaiting(Command):
    """No reply came in time."""

    action: ClassVar[Action] = Action.GIVE_UP_WAITING


@frozen
class MarkDuplicate(Command):
    """The same matter as the parent case."""

    parent: str
    action: ClassVar[Action] = Action.MARK_DUPLICATE


@frozen
class UnmarkDuplicate(Command):
    """Not the same matter after all."""

    action: ClassVar[Action] = Action.UNMARK_DUPLICATE


@frozen
class Assign(Command):
    """Give the case to one lead agency, perhaps to one officer, with co-ordinating agencies.

    `coordinating` left out: none, if it is the province's command, else as before.
    """

    agency: str
    officer: str | None = None
    coordinating: tuple[str, ...] | None = None
    binding: bool = False
    note: str | None = None
    action: ClassVar[Action] = Action.ASSIGN


@frozen
class HandOver(Command):
    """What was begun goes to a colleague of the same agency."""

    officer: str
    note: str | None = None
    action: ClassVar[Action] = Action.HAND_OVER


@frozen
class Return(Command):
    """Not ours: back to the intake desk."""

    reason: str
    suggested_agency: str | None = None
    action: ClassVar[Action] = Action.RETURN


@frozen
class Start(Command):
    """Work begins."""

    action: ClassVar[Action] = Action.START


@frozen
class RequestExtension(Command):
    """Ask the leader for more time, before the due time."""

    limit: Limit
    reason: str
    action: ClassVar[Action] = Action.REQUEST_EXTENSION


@frozen
class DecideExtension(Command):
    """Grant or refuse the open request."""

    grant: bool
    reason: str | None = None
    action: ClassVar[Action] = Action.DECIDE_EXTENSION


@frozen
class ProposeAnswer(Command):
    """Put an answer before the leader."""

    text: str
    evidence: tuple[Attachment, ...] = ()
    without_parts: str | None = None
    """Why it does not wait for the parts of co-ordinating agencies."""
    action: ClassVar[Action] = Action.PROPOSE_ANSWER


@frozen
class Approve(Command):
    """Send the proposed answer to the citizen."""

    action: ClassVar[Action] = Action.APPROVE


@frozen
class SendBack(Command):
    """Let the officer do the answer again."""

    reason: str
    action: ClassVar[Action] = Action.SEND_BACK


@frozen
class Rate(Command):
    """1–5 stars for the present answer."""

    stars: int
    comment: str | None = None
    action: ClassVar[Action] = Action.RATE


@frozen
class Reopen(Command):
    """The answer does not settle the matter."""

    reason: str
    action: ClassVar[Action] = Action.REOPEN


@frozen
class Close(Command):
    """Settled."""

    action: ClassVar[Action] = Action.CLOSE


@frozen
class Withdraw(Command):
    """The citizen takes the case back."""

    reason: str | None = None
    action: ClassVar[Action] = Action.WITHDRAW


@frozen
class Snooze(Command):
    """No reminders until an instant (UTC), or for so many working hours from now."""

    reason: str
    until: datetime | None = None
    working_hours: int = 0
    action: ClassVar[Action] = Action.SNOOZE


@frozen
class Acknowledge(Command):
    """Whoever the case was escalated to has it in hand."""

    note: str | None = None
    action: ClassVar[Action] = Action.ACKNOWLEDGE


@frozen
class Note(Command):
    """What the office says to itself; who is named in it is told."""

    text: str
    mention: tuple[str, ...] = ()
    action: ClassVar[Action] = Action.NOTE


@frozen
class Comment(Command):
    """A word to the citizen that asks nothing."""

    text: str
    action: ClassVar[Action] = Action.COMMENT


@frozen
class Publish(Command):
    """The desk has looked at the public form: with its own text in place of the citizen's, and
    these photos (ids) hidden; what is None stays as it is."""

    text: str | None = None
    hidden: tuple[str, ...] | None = None
    action: ClassVar[Action] = Action.PUBLISH


@frozen
class SetVisibility(Command):
    """The reporter says who may see the case, and which photos (ids) nobody does; what is None
    stays as it is."""

    visibility: Visibility | None = None
    hidden: tuple[str, ...] | None = None
    action: ClassVar[Action] = Action.SET_VISIBILITY


@frozen
class Submission:
    """A new case, as the citizen (or hotline staff for a citizen) sends it.

    `commune` has been found from the location or named; `category` and `urgency` are codes.
    `location` is (latitude, longitude) in degrees, WGS 84.
    """

    code: str
    reporter: str
    request: str
    """Keyed hash of the request that made it: the same request makes the same case once."""
    channel: CaseChannel
    category: str
    urgency: Urgency
    description: str
    commune: str
    visibility: Visibility
    location: tuple[float, float] | None
    address: str | None
    attachments: tuple[Attachment, ...]
    at: datetime
    urgency_asked: Urgency | None = None
    """Where it is not the one that the case gets."""
    answers: tuple[QuestionAnswer, ...] = ()
    """To the category's questions, in this version of them."""
    questions: int = 0
    received_at: datetime | None = None
    """Where that was before `at`: the intake clock and the round begin there."""
    on_behalf: OnBehalf | None = None
    organisation: SentFor | None = None
