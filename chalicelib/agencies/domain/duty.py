"""Who of an agency gets the next case. Source: docs/handbook.md §3 (assign).

1. Whoever had the case before, if on duty that day; else this person's stand-in.
2. Of the officers on duty the one with the least work: their own open cases, and those of the
   colleagues for whom this person stands in. Equal loads are told apart by a hash of case and
   officer, so that cases that arrive together spread although the index that counts loads lags.
3. Without an officer on duty a leader on duty, by the same rule.
4. Nobody: the case waits without an officer, and the supervisors are told.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.kernel.actors import Role

Load = Callable[[str], int]
"""How many open cases an officer has."""


def choose(
    staff: Sequence[Officer], day: date, load: Load, code: str, before: str | None = None
) -> str | None:
    """The id of the officer for that case on that local day; None where nobody is on duty."""
    kept = _kept(staff, day, before)
    if kept is not None:
        return kept
    for role in (Role.OFFICER, Role.LEADER):
        candidates = [one for one in staff if one.role is role and one.is_on_duty(day)]
        if candidates:
            burdens = {one.id: _burden(one, staff, day, load) for one in candidates}
            return min(burdens, key=lambda id: (burdens[id], _tie(id, code)))
    return None


def stand_in_for(staff: Iterable[Officer], id: str, day: date) -> Officer | None:
    """Who stands in for this officer on that day; None where the officer is there, or nobody."""
    people = {one.id: one for one in staff}
    absence = people[id].absence_on(day) if id in people else None
    other = people.get(absence.stand_in or "") if absence else None
    return other if other is not None and other.is_on_duty(day) else None


def _kept(staff: Sequence[Officer], day: date, before: str | None) -> str | None:
    if before is None:
        return None
    if any(one.id == before and one.is_on_duty(day) for one in staff):
        return before
    other = stand_in_for(staff, before, day)
    return other.id if other else None


def _burden(officer: Officer, staff: Iterable[Officer], day: date, load: Load) -> int:
    represented = (one.id for one in staff if stand_in_for(staff, one.id, day) == officer)
    return load(officer.id) + sum(load(id) for id in represented)


def _tie(officer: str, code: str) -> int:
    return zlib.crc32(f"{code}|{officer}".encode())
