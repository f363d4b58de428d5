"""Numbers for everybody while the campaign runs: one screen that grows. Source: docs/handbook.md
§8, §10.

A process reads them once a second at most, whatever the audience; what stands in front of it keeps
an answer as long. A commune with fewer than five accounts is shown without its number, and never
alone: from the sum it could be told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from chalicelib.campaign.application.ports import CountStore
from chalicelib.campaign.domain.counts import Measure
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.instants import local_date

GOOD_FOR = timedelta(seconds=1)
FEWEST_SHOWN = 5


@dataclass(frozen=True)
class LaunchNumbers:
    """Accounts that are there, those of the present month made alone and with help, and accounts by
    commune: None where they are too few to be shown."""

    at: datetime
    accounts: int
    alone: int
    assisted: int
    communes: Mapping[str, int | None]


class LaunchBoard:
    """The numbers of one process, asked by everybody at once."""

    def __init__(self, clock: Clock, counts: CountStore) -> None:
        self._clock = clock
        self._counts = counts
        self._kept: LaunchNumbers | None = None
        self._reading = Lock()

    def numbers(self) -> LaunchNumbers:
        """Those of this second."""
        with self._reading:  # of many who come at once one reads
            now, kept = self._clock.now(), self._kept
            if kept is None or not kept.at <= now < kept.at + GOOD_FOR:
                kept = self._kept = self._read(now)
            return kept

    def _read(self, now: datetime) -> LaunchNumbers:
        """One call."""
        month = local_date(now).replace(day=1)
        present: Counter[str] = Counter()
        made: Counter[str] = Counter()
        for place, cell in self._counts.months(month).items():
            present[place.commune] += cell[Measure.PRESENT]
            if place.day == month:
                made.update(cell)
        return LaunchNumbers(
            at=now,
            accounts=present.total(),
            alone=made[Measure.ALONE],
            assisted=made[Measure.ASSISTED],
            communes=shown(present),
        )


def shown(present: Mapping[str, int]) -> Mapping[str, int | None]:
    """By commune. Where one alone would be hidden, the next smallest is hidden too."""
    few = {code for code, n in present.items() if 0 < n < FEWEST_SHOWN}
    others = sorted((n, code) for code, n in present.items() if n >= FEWEST_SHOWN)
    if len(few) == 1 and others:
        few.add(others[0][1])
    return {code: None if code in few else n for code, n in sorted(present.items())}
