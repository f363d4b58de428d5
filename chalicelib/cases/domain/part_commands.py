"""What is asked of the parts of co-ordinating agencies, and said in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from chalicelib.cases.domain.commands import Command
from chalicelib.cases.domain.workflow import Action
from chalicelib.uploads.domain.attachments import Attachment


@dataclass(frozen=True)
class AskPart(Command):
    """The lead wants an agency's part by an instant (UTC) before the case's due time."""

    agency: str
    wanted_by: datetime
    note: str | None = None
    action: ClassVar[Action] = Action.ASK_PART


@dataclass(frozen=True)
class AssignPart(Command):
    """The leader of a co-ordinating agency names who writes its part."""

    officer: str
    action: ClassVar[Action] = Action.ASSIGN_PART


@dataclass(frozen=True)
class AnswerPart(Command):
    """What their own agency has to say; again, in place of what it said before."""

    text: str
    evidence: tuple[Attachment, ...] = ()
    action: ClassVar[Action] = Action.ANSWER_PART
