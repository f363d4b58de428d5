"""What people ask a case to do about bodies outside the office: one frozen type per action."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from chalicelib.cases.domain.commands import Command
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.frozen import frozen


class ReplyKind(StrEnum):
    """What a body may say by its link; the last two end it."""

    TAKE_NOTE = "take_note"
    ASK = "ask"
    ANSWER = "answer"
    NOT_OURS = "not_ours"


@frozen
class Refer(Command):
    """Ask an external agency. `secret`: 32 random bytes in hex, of which its link is made."""

    agency: str
    question: str
    secret: str
    action: ClassVar[Action] = Action.REFER


@frozen
class RevokeReferral(Command):
    """Its link works no more."""

    referral: int
    reason: str
    action: ClassVar[Action] = Action.REVOKE_REFERRAL


@frozen
class ReplyToReferral(Command):
    """What the body says. Without a text where it takes note."""

    referral: int
    kind: ReplyKind
    text: str | None = None
    action: ClassVar[Action] = Action.REPLY_TO_REFERRAL
