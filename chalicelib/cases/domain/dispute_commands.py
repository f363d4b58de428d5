"""What people ask of a case that was answered, one frozen type per action."""

from __future__ import annotations

from typing import ClassVar

from chalicelib.cases.domain.commands import Command
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.frozen import frozen
from chalicelib.uploads.domain.attachments import Attachment


@frozen
class RaiseDispute(Command):
    """What was answered is not so, says somebody who follows the case."""

    reason: str
    attachments: tuple[Attachment, ...] = ()
    action: ClassVar[Action] = Action.DISPUTE


@frozen
class AnswerDispute(Command):
    """The agency's answer to the dispute of that number."""

    dispute: int
    text: str
    action: ClassVar[Action] = Action.ANSWER_DISPUTE
