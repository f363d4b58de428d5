"""The bodies of `POST /v1/officer/cases/{code}/transitions`, one per action."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.visibility import Visibility
from chalicelib.cases.http.schemas.answering import (
    CorrectAnswerBody,
    ProposeAnswerBody,
    RecordAnswerBody,
)
from chalicelib.cases.http.schemas.part_transitions import (
    AnswerPartBody,
    AskPartBody,
    AssignPartBody,
)
from chalicelib.cases.http.schemas.public_transitions import AnswerDisputeBody, PublishBody
from chalicelib.cases.http.schemas.referrals import ReferBody, RevokeReferralBody
from chalicelib.cases.http.schemas.visibility import VisibilityCode
from chalicelib.kernel.ids import CASE_CODE
from chalicelib.rules.domain.urgencies import Urgency
from chalicelib.rules.http.urgencies import UrgencyCode
from chalicelib.runtime.http.schemas.texts import Body, Note
from chalicelib.runtime.http.schemas.times import Instant
from chalicelib.worktime.domain.deadlines import Limit

Code = Annotated[str, Field(min_length=1, max_length=60)]
Ids = Annotated[list[Code], Field(max_length=10)]


class AcceptBody(Body):
    """Take the case in."""

    action: Literal["accept"]
    category: Code | None = None
    urgency: UrgencyCode | None = None
    visibility: VisibilityCode | None = None

    def command(self) -> commands.Command:
        """As the domain knows it."""
        urgency = Urgency(self.urgency) if self.urgency else None
        visibility = Visibility(self.visibility) if self.visibility else None
        return commands.Accept(self.category, urgency, visibility)


class RejectBody(Body):
    """Refuse with a reason from the list."""

    action: Literal["reject"]
    reason: Annotated[Code, Field(examples=["unclear"])]
    text: Note

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return commands.Reject(self.reason, self.text)


class RedirectBody(Body):
    """Outside this channel."""

    action: Literal["redirect"]
    where: Literal["complaint", "denunciation", "state_secret", "other"]
    text: Note

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return commands.Redirect(self.where, self.text)


class RequestInfoBody(Body):
    """Ask the citizen."""

    action: Literal["request_info"]
    question: Note

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return commands.RequestInfo(self.question)


class MarkDuplicateBody(Body):
    """The same matter as another case."""

    action: Literal["mark_duplicate"]
    parent: Annotated[str, Field(pattern=f"^{CASE_CODE}$", examples=["LC-260803-7K3QX"])]

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return commands.MarkDuplicate(self.parent)


class AssignBody(Body):
    """Give the case to an agency.

    `coordinating` is intake's and supervisors' to say: left out, it is none; by a leader, it
    stays as it is.
    """

    action: Literal["assign"]
    agency: Annotated[Code, Field(examples=["so-xay-dung"])]
    officer: Code | None = None
    coordinating: Ids | None = None
    binding: bool = False
    note: Note | None = None

    def command(self) -> commands.Command:
        """As the domain knows it."""
        named = self.coordinating
        agencies = None if named is None else tuple(dict.fromkeys(named))
        return commands.Assign(self.agency, self.officer, agencies, self.binding, self.note)


class HandOverBody(Body):
    """Give what was begun to a colleague; state and due time stay."""

    action: Literal["hand_over"]
    officer: Annotated[Code, Field(examples=["cb014"])]
    note: Note | None = None

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return commands.HandOver(self.officer, self.note)


class ReturnBody(Body):
    """Wrong agency."""

    action: Literal["return"]
    reason: Note
    suggested_agency: Code | None = None

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return commands.Return(self.reason, self.suggested_agency)


class RequestExtensionBody(Body):
    """More time, in working days or working hours: exactly one of the two."""

    action: Literal["request_extension"]
    days: Annotated[int, Field(ge=1, le=100, examples=[3])] | None = None
    hours: Annotated[int, Field(ge=1, le=750)] | None = None
    reason: Note

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if (self.days is None) == (self.hours is None):
            raise PydanticCustomError("days_or_hours", "give either days or hours")
        return self

    def command(self) -> commands.Command:
        """As the domain knows it."""
        limit = Limit(self.days, "days") if self.days else Limit(self.hours or 0, "hours")
        return commands.RequestExtension(limit, self.reason)


class DecideExtensionBody(Body):
    """Grant or refuse."""

    action: Literal["decide_extension"]
    grant: bool
    reason: Note | None = None

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return commands.DecideExtension(self.grant, self.reason)


class ReasonBody(Body):
    """Actions that need a reason and nothing else."""

    action: Literal["send_back", "reopen"]
    reason: Note

    def command(self) -> commands.Command:
        """As the domain knows it."""
        if self.action == "reopen":
            return commands.Reopen(self.reason)
        return commands.SendBack(self.reason)


class SnoozeBody(Body):
    """No reminders until an instant, or for so many working hours: exactly one of the two."""

    action: Literal["snooze"]
    until: Instant | None = None
    working_hours: Annotated[int, Field(ge=1, le=750, examples=[4])] | None = None
    reason: Note

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if (self.until is None) == (self.working_hours is None):
            raise PydanticCustomError("until_or_hours", "give either until or working_hours")
        return self

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return commands.Snooze(self.reason, self.until, self.working_hours or 0)


class AcknowledgeBody(Body):
    """The escalation has been seen, and somebody has it in hand."""

    action: Literal["acknowledge"]
    note: Note | None = None

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return commands.Acknowledge(self.note)


class NoteBody(Body):
    """A note of the office; who is named is told."""

    action: Literal["note"]
    text: Note
    mention: Annotated[Ids, Field(description="Officers who see the case")] = Field(
        default_factory=list
    )

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return commands.Note(self.text, tuple(dict.fromkeys(self.mention)))


class CommentBody(Body):
    """A word to the citizen."""

    action: Literal["comment"]
    text: Annotated[Note, Field(examples=["Đã đặt vật tư, dự kiến thứ Năm có hàng."])]

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return commands.Comment(self.text)


_PLAIN: dict[str, type[commands.Command]] = {
    "unmark_duplicate": commands.UnmarkDuplicate,
    "start": commands.Start,
    "close": commands.Close,
    "approve": commands.Approve,
}


class PlainBody(Body):
    """Actions without further fields."""

    action: Literal["unmark_duplicate", "start", "close", "approve"]

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return _PLAIN[self.action]()


TransitionBody = Annotated[
    AcceptBody
    | RejectBody
    | RedirectBody
    | RequestInfoBody
    | MarkDuplicateBody
    | AssignBody
    | HandOverBody
    | ReturnBody
    | RequestExtensionBody
    | DecideExtensionBody
    | ProposeAnswerBody
    | RecordAnswerBody
    | CorrectAnswerBody
    | ReasonBody
    | SnoozeBody
    | AcknowledgeBody
    | AskPartBody
    | AssignPartBody
    | AnswerPartBody
    | NoteBody
    | CommentBody
    | PublishBody
    | AnswerDisputeBody
    | ReferBody
    | RevokeReferralBody
    | PlainBody,
    Field(discriminator="action"),
]
