"""What becomes of a fault that one thing among many has brought."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from chalicelib.kernel.frozen import frozen


class Work(StrEnum):
    """What was being done with one thing among many; the value is the name of its metric."""

    SETTLE = "CasesNotSettled"
    FOLLOW = "CasesNotRecomputed"
    SEND = "MessagesNotSent"
    TELL = "PeopleNotTold"
    SHOW = "EntriesNotShown"
    PREVIEW = "CasesNotPreviewed"
    INSPECT = "UploadsNotExamined"
    EXPIRE = "UploadsNotRemoved"
    READ = "RecordsNotRead"
    ANSWER = "CasesNotAnswered"
    ATTEND = "AttendancesNotRecorded"


@frozen
class Broken:
    """One thing that could not be worked on, and why. `thing` is a code or an id, never personal
    data."""

    thing: str
    fault: Exception

    @property
    def kind(self) -> str:
        """The fault's class: its text may quote personal data."""
        return type(self.fault).__name__


class Faults(Protocol):
    """Tells faults of one thing from those that meet everything, and has the former counted."""

    def is_passing(self, fault: Exception) -> bool:
        """Whether it is none of this thing's own: the network, throttling, what is not allowed."""
        ...

    def note(self, work: Work, broken: Broken) -> None:
        """Log the thing and the class of the fault, and count it for the alarm of this work."""
        ...
