"""The bodies of transitions that bring or change an answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.cases.domain import answer_commands, commands
from chalicelib.cases.domain.on_behalf import SignedDocument
from chalicelib.runtime.http.schemas.texts import Body, Description, DocumentNumber, Note, UploadIds
from chalicelib.runtime.http.schemas.times import Day


class ProposeAnswerBody(Body):
    """Put an answer before the leader."""

    action: Literal["propose_answer"]
    text: Annotated[Description, Field(examples=["Đã vá ổ gà và kẻ lại vạch sơn."])]
    evidence: UploadIds = Field(default_factory=list)
    without_parts: Annotated[
        Note | None,
        Field(description="Why it does not wait for parts of agencies or of bodies outside"),
    ] = None

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return commands.ProposeAnswer(self.text, without_parts=self.without_parts)


class DocumentBody(Body):
    """What was signed: its number, and the day that it bears."""

    number: DocumentNumber
    date: Day


class RecordAnswerBody(Body):
    """What the lead agency has signed, entered for it. `evidence` is the document's file."""

    action: Literal["record_answer"]
    on_behalf_of: Annotated[str, Field(min_length=1, max_length=60, examples=["so-xay-dung"])]
    document: DocumentBody
    text: Description
    evidence: Annotated[UploadIds, Field(min_length=1)]

    def command(self) -> commands.Command:
        """As the domain knows it."""
        document = SignedDocument(self.document.number, self.document.date)
        return answer_commands.RecordAnswer(self.on_behalf_of, document, self.text)


class CorrectAnswerBody(Body):
    """Another text in place of the answer. Without `evidence` it keeps the files it has."""

    action: Literal["correct_answer"]
    text: Description
    reason: Note
    evidence: UploadIds = Field(default_factory=list)

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return answer_commands.CorrectAnswer(self.text, self.reason)
