"""Mail to an officer about something that is no case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.kernel.channels import Channel
from chalicelib.messages.domain.messages import Book, Message, MessageStatus, Text, message_id


@dataclass(frozen=True)
class OfficeMail:
    """What is said, and of what: `about` and `kind` are told once to each officer."""

    kind: str
    about: str
    text: Text


def officer_mail(
    mail: OfficeMail, officer: str, now: datetime, due: datetime, correlation_id: str
) -> Message:
    """Held until it is due, which may be now: whoever does what is due minds the quiet hours and
    days off."""
    return Message(
        recipient=officer,
        id=message_id(mail.about, mail.kind, Channel.EMAIL),
        book=Book.OFFICERS,
        channel=Channel.EMAIL,
        kind=mail.kind,
        about=mail.about,
        case=None,
        urgent=False,
        happened_at=now,
        due_at=due,
        status=MessageStatus.HELD,
        next_at=due,
        text=mail.text,
        correlation_id=correlation_id,
    )
