"""How many accounts a commune is to have by which day; the administrator says it.

Source: docs/handbook.md §8, §10.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from chalicelib.kernel.errors import Fault

MOST_DAYS = 62
MOST_ACCOUNTS = 2_000_000


@dataclass(frozen=True)
class CommuneTarget:
    """Accounts that are to be there at the end of each day, by day. Days between two that are named
    have what the earlier says; before the first there is none."""

    commune: str
    days: Mapping[date, int]

    @property
    def last(self) -> date:
        """The last day."""
        return max(self.days)

    @property
    def whole(self) -> int:
        """The commune's share: what is to be there in the end."""
        return self.days[self.last]

    def by(self, day: date) -> int | None:
        """What was to be there at the end of that day; None: nothing had been asked for."""
        known = [one for one in self.days if one <= day]
        return self.days[max(known)] if known else None


@dataclass(frozen=True)
class Targets:
    """Those of all communes, in one version (0: none was ever written)."""

    version: int = 0
    communes: tuple[CommuneTarget, ...] = ()

    def of(self, commune: str) -> CommuneTarget | None:
        """A commune's."""
        return next((one for one in self.communes if one.commune == commune), None)


def target_faults(targets: Iterable[CommuneTarget], known: Iterable[str]) -> list[Fault]:
    """Communes that are none or named twice, days that go back on what was to be reached before."""
    faults: list[Fault] = []
    seen: set[str] = set()
    codes = set(known)
    for place, target in enumerate(targets):
        at = ("items", place)
        if target.commune not in codes:
            faults.append(Fault((*at, "commune_code"), "unknown_commune"))
        if target.commune in seen:
            faults.append(Fault((*at, "commune_code"), "not_unique"))
        seen.add(target.commune)
        accounts = [target.days[day] for day in sorted(target.days)]
        if accounts != sorted(accounts):
            faults.append(Fault((*at, "days"), "target_falls"))
    return faults
