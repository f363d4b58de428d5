"""What changes an answer without a draft."""

from __future__ import annotations

from typing import ClassVar

from chalicelib.cases.domain.commands import Command
from chalicelib.cases.domain.on_behalf import SignedDocument
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.frozen import frozen
from chalicelib.uploads.domain.attachments import Attachment


@frozen
class RecordAnswer(Command):
    """Enter what an agency has signed: it needs no approval."""

    on_behalf_of: str
    document: SignedDocument
    text: str
    evidence: tuple[Attachment, ...] = ()
    action: ClassVar[Action] = Action.RECORD_ANSWER


@frozen
class CorrectAnswer(Command):
    """Another text in place of an answer that the citizen has; without files of its own it keeps
    those."""

    text: str
    reason: str
    evidence: tuple[Attachment, ...] = ()
    action: ClassVar[Action] = Action.CORRECT_ANSWER
