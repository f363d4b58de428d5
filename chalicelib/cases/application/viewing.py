"""Who has a case open at this moment: what a page says of itself while somebody looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import Clock

SAID_AGAIN = timedelta(seconds=45)
"""How often a page says it."""
OPEN_FOR = timedelta(seconds=100)
"""So long after the last word a case still counts as open: one word may be lost."""
MOST_NAMED = 5


class CaseViewers(Protocol):
    """Notes of who looks at which case, for a day at most."""

    def look(self, code: str, officer: str, at: datetime) -> Mapping[str, datetime]:
        """The officer has it open at that instant; when each officer of that day last had, this
        one among them. One call."""
        ...


@dataclass(frozen=True)
class ViewingDesk:
    """What saying so needs."""

    viewers: CaseViewers
    directory: Directory
    clock: Clock


@dataclass(frozen=True)
class OtherViewers:
    """Those besides the reader, the last to look first; how many more there are."""

    officers: tuple[Officer, ...] = ()
    more: int = 0


def look_at(desk: ViewingDesk, reader: Actor, case: Case) -> OtherViewers:
    """Say that the reader has the case open, and learn who else has."""
    now = desk.clock.now()
    seen = desk.viewers.look(case.code, reader.id, now)
    others = {one: at for one, at in seen.items() if one != reader.id and now - at < OPEN_FOR}
    latest = sorted(others, key=lambda one: (others[one], one), reverse=True)
    found = [desk.directory.officer(one) for one in latest[:MOST_NAMED]]
    return OtherViewers(tuple(one for one in found if one), max(len(latest) - MOST_NAMED, 0))
