"""Reminders and escalations as policy data. Source: docs/handbook.md §4."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum

from chalicelib.kernel.channels import Channel
from chalicelib.kernel.frozen import frozen
from chalicelib.rules.domain.quiet_hours import QuietHours

REMINDER_CHANNELS = (Channel.EMAIL, Channel.SMS)
"""Officers are told by mail, and by SMS where they have to act."""


class Anchor(StrEnum):
    """What a reminder's instant is counted from."""

    ASSIGNED = "assigned"
    """`working_minutes` after the assignment, while work has not started."""
    SHARE = "share"
    """At `percent` of the working time between start and due time."""
    DUE = "due"
    """`working_minutes` after the due time; 450 (one working day) is the same as one day."""
    EACH_MORNING = "each_morning"
    """At each opening of a working day while overdue."""
    UNACKNOWLEDGED = "unacknowledged"
    """At each opening of a working day while an escalation to `to` is not acknowledged."""


class Recipient(StrEnum):
    """To whom."""

    OFFICER = "officer"
    LEADER = "leader"
    SUPERVISOR = "supervisor"


CLIMB = tuple(Recipient)
"""A case may only climb: officer, leader, supervisor."""


@frozen
class SendingHours:
    """Local times between which a reminder may go out: from the first, to before the second."""

    begin: time
    end: time

    def over_at(self, instant: datetime) -> datetime | None:
        """If the instant lies outside, when (UTC) they begin; else None."""
        return QuietHours(self.end, self.begin).over_at(instant)


@frozen
class Reminder:
    """One rule: when, to whom. `id` is stable: message templates and keys use it.

    With `escalates`, the recipient takes the case into their `escalated` queue.
    """

    id: str
    anchor: Anchor
    to: Recipient
    working_minutes: int = 0
    percent: int = 0
    working_days: int = 0
    escalates: bool = False
    channels: tuple[Channel, ...] = REMINDER_CHANNELS
    hours: SendingHours | None = None
    """Outside of these it is held until they begin; None: whenever it is not quiet."""
