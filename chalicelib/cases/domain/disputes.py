"""What people who follow a case say against its answer. Source: docs/handbook.md §3, §11."""

from __future__ import annotations

from datetime import datetime

from chalicelib.kernel.frozen import frozen
from chalicelib.uploads.domain.attachments import Attachment


@frozen
class Dispute:
    """The answer of a round does not hold, says `account`. `number` counts from 1 within the case;
    instants are UTC."""

    number: int
    account: str
    reason: str
    attachments: tuple[Attachment, ...]
    at: datetime
    round: int
    reply: str | None = None
    replied_at: datetime | None = None
