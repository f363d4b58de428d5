"""Posts that end with a day: who says which, and what is done once it is over.

The directory itself knows nobody any more whose last day has passed (`Officer.as_of`), so that at
the local midnight no sign-in, refresh or new case is theirs, whether anything runs then or not.
What a run of the next day does is the rest: the account is revoked like any, with its line in the
audit, the phone is free, and the open cases go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from chalicelib.agencies.application.officer_changes import officer_changed
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.kernel.actors import SCHEDULE, Actor, Role
from chalicelib.kernel.errors import Conflict, Fault, Forbidden, Invalid, NotFound, TooMany
from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.isolation import Isolation
from chalicelib.staff.application.handing_over import hand_over_cases
from chalicelib.staff.application.revocations import (
    RevocationDesk,
    Revoke,
    announce,
    close_account,
    leave_posts,
)

WHY = "Nhiệm vụ kết thúc theo ngày đã định."
"""The reason in the audit's line, which office people read."""
_ATTEMPTS = 5


class PostMarks(Protocol):
    """Up to which local day the posts that ended have been closed."""

    def done_on(self) -> date | None:
        """The day of the last whole run."""
        ...

    def keep(self, day: date) -> None:
        """A run of that day is whole."""
        ...


@dataclass(frozen=True)
class PostDesk:
    """What closing needs."""

    revocations: RevocationDesk
    marks: PostMarks
    faults: Faults


def set_last_day(
    desk: RevocationDesk, officer: Officer, last_day: date | None, by: Actor, correlation_id: str
) -> Officer:
    """The post ends with that local day, today at the earliest; None: with none that is known.

    Raises Invalid (`date_in_past`), Forbidden (`own_account`), Conflict (`administrator_stays`),
    NotFound, TooMany (`too_busy`).
    """
    now = desk.clock.now()
    if officer.id == by.id:
        raise Forbidden("own_account")
    if last_day is not None and last_day < local_date(now):
        raise Invalid([Fault(("last_day",), "date_in_past")])
    for _ in range(_ATTEMPTS):
        before = desk.store.find_officer(officer.id)
        if before is None or not before.active:
            raise NotFound("officer_not_found")
        if before.role is Role.ADMINISTRATOR and last_day is not None:
            raise Conflict("administrator_stays")
        if before.last_day == last_day:
            return before
        after = replace(before, last_day=last_day, version=before.version + 1)
        event = officer_changed(before, after, by, now, correlation_id)
        if desk.store.save_officer(after, before, event):
            desk.store.announce()
            return after
    raise TooMany("too_busy", 1)


def close_ended_posts(
    desk: PostDesk, correlation_id: str, may_go_on: Callable[[], bool]
) -> int | None:
    """How many accounts were closed; None where today's run is whole already. A run that ends early
    leaves the rest to the next minute's. Who cannot be closed keeps nobody else from it."""
    today = local_date(desk.revocations.clock.now())
    since = desk.marks.done_on()
    if since is not None and since >= today:
        return None
    desk.revocations.directory.look_again()
    isolation, closed = Isolation(desk.faults, Work.SETTLE), 0
    for officer in _ended(desk, since, today):
        if not may_go_on():
            return closed
        with isolation.of(officer.id):
            command = Revoke((officer.id,), WHY, SCHEDULE, correlation_id)
            close_account(desk.revocations, command, officer.id)
            hand_over_cases(desk.revocations.handover, command.work, officer)
            leave_posts(desk.revocations, command, officer)
            closed += 1
    if closed:
        announce(desk.revocations)
    desk.marks.keep(today)
    return closed


def _ended(desk: PostDesk, since: date | None, today: date) -> Iterator[Officer]:
    """Whose post ended after the last whole run, of all agencies."""
    directory = desk.revocations.directory
    for agency in directory.agencies():
        for officer in directory.officers(agency.id):
            is_new = since is None or not officer.has_ended(since)
            if officer.has_ended(today) and is_new:
                yield officer
