"""What is asked of the parts of co-ordinating agencies, and said in them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from chalicelib.cases.domain.commands import Command
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.frozen import frozen
from chalicelib.uploads.domain.attachments import Attachment


@frozen
class AskPart(Command):
    """The lead wants an agency's part by an instant (UTC) before the case's due time."""

    agency: str
    wanted_by: datetime
    note: str | None = None
    action: ClassVar[Action] = Action.ASK_PART


@frozen
class AssignPart(Command):
    """The leader of a co-ordinating agency, or the system where somebody has left, names who writes
    its part."""

    officer: str
    agency: str | None = None
    """Whose part, where the system says it, which belongs to none."""
    action: ClassVar[Action] = Action.ASSIGN_PART


@frozen
class AnswerPart(Command):
    """What their own agency has to say; again, in place of what it said before."""

    text: str
    evidence: tuple[Attachment, ...] = ()
    action: ClassVar[Action] = Action.ANSWER_PART
