"""What supervisors say of an answer, as a frozen type."""

from __future__ import annotations

from typing import ClassVar

from chalicelib.cases.domain.commands import Command
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.frozen import frozen
from chalicelib.uploads.domain.attachments import Attachment


@frozen
class Reinspect(Command):
    """Whether what was answered is true, and what was seen."""

    holds: bool
    note: str
    evidence: tuple[Attachment, ...] = ()
    action: ClassVar[Action] = Action.REINSPECT
