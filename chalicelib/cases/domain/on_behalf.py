"""Cases that the office enters for whoever brought them. Source: docs/handbook.md §3, §8, §11."""

from __future__ import annotations

from datetime import date, datetime

from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Fault
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import wire
from chalicelib.worktime.domain.calendars import Calendar

ENTERING = frozenset({Role.HOTLINE, Role.INTAKE})
"""Nobody else brings a case in for somebody."""
LATEST_WORKING_DAYS = 5
"""A case is entered by the close of so many working days after the day it was received."""


@frozen
class ForeignNumber:
    """Under which another system has the case; claimed by one case only."""

    system: str
    number: str


@frozen
class OnBehalf:
    """Who entered the case for its reporter, and when (UTC). `document` is the paper's number;
    `addressed_to` the agency whose desk is to look at it."""

    by: str
    at: datetime
    document: str | None = None
    foreign: ForeignNumber | None = None
    addressed_to: str | None = None


def reception_faults(received_at: datetime, now: datetime, calendar: Calendar) -> list[Fault]:
    """What is wrong with saying now that a case was received then."""
    if received_at > now:
        return [Fault(("received_at",), "in_the_future", {"max": wire(now)})]
    if now > calendar.working_days_after(received_at, LATEST_WORKING_DAYS):
        days = {"working_days": LATEST_WORKING_DAYS}
        return [Fault(("received_at",), "received_too_long_ago", days)]
    return []


@frozen
class SignedDocument:
    """What an agency has signed and sent: its number, and the local day that it bears."""

    number: str
    date: date
