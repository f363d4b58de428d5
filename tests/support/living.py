"""Time passes in an office: due instant by due instant, or all at once after an outage."""

from __future__ import annotations

from datetime import datetime

from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.instants import LOCAL_ZONE
from tests.support.cases import Office


def live(office: Office, until: datetime, *, once: bool = False) -> None:
    """Do what is due up to that instant, each at its own moment or (`once`) all at the end."""
    if once:
        _go_to(office, until)
    while due := list(office.store.due(until, 1)):
        _go_to(office, due[0].at)
        let_time_pass(office.desk, due[0].code, "test")
    _go_to(office, until)


def told(case: Case) -> list[str]:
    """What time brought, local: `08-06 17:00 remind half`."""
    return [
        " ".join(
            part
            for part in (
                f"{line.at.astimezone(LOCAL_ZONE):%m-%d %H:%M}",
                line.action.value,
                str(line.facts.get("reminder", "")),
            )
            if part
        )
        for line in case.timeline
        if line.actor.role == "system"
    ]


def _go_to(office: Office, instant: datetime) -> None:
    ahead = (instant - office.clock.now()).total_seconds()
    if ahead > 0:
        office.clock.advance(seconds=ahead)
