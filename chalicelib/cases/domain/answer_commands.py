"""What changes an answer without a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from chalicelib.cases.domain.commands import Command
from chalicelib.cases.domain.on_behalf import SignedDocument
from chalicelib.cases.domain.workflow import Action
from chalicelib.uploads.domain.attachments import Attachment


@dataclass(frozen=True)
class RecordAnswer(Command):
    """Enter what an agency has signed: it needs no approval."""

    on_behalf_of: str
    document: SignedDocument
    text: str
    evidence: tuple[Attachment, ...] = ()
    action: ClassVar[Action] = Action.RECORD_ANSWER


@dataclass(frozen=True)
class CorrectAnswer(Command):
    """Another text in place of an answer that the citizen has; without files of its own it keeps
    those."""

    text: str
    reason: str
    evidence: tuple[Attachment, ...] = ()
    action: ClassVar[Action] = Action.CORRECT_ANSWER
