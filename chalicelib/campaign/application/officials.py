"""Officials are matched with accounts, an agency at a time. Source: docs/handbook.md §8.

An agency is counted whole, whenever its list or an account of somebody on it has changed: so no
order of what happens leaves it wrong, and two who count at once are told apart by the version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.agencies.domain.scopes import DESK_ROLES
from chalicelib.campaign.application.ports import CountStore, OfficialBook
from chalicelib.campaign.domain.officials import OfficialCount, hashes_of, reached
from chalicelib.imports.application.ports import ListEntries
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Forbidden

_ATTEMPTS, _PER_CALL = 8, 100
_READERS = DESK_ROLES | {Role.LEADER}


class OfficialsBusy(Exception):
    """Others counted the same agency again and again: the letters come back."""


@dataclass(frozen=True)
class OfficialDesk:
    """Lists, what is known of accounts, and what was counted."""

    clock: Clock
    entries: ListEntries
    counts: CountStore
    book: OfficialBook


@dataclass(frozen=True)
class OfficialsReport:
    """All agencies that have a list, by id."""

    rows: Mapping[str, OfficialCount]

    @property
    def people(self) -> int:
        """On all lists."""
        return sum(row.people for row in self.rows.values())

    @property
    def reached(self) -> int:
        """With an account."""
        return sum(row.reached for row in self.rows.values())


def count_listed(desk: OfficialDesk, agencies: Iterable[str]) -> None:
    """The lists of these agencies have changed. Raises OfficialsBusy."""
    for agency in agencies:
        entries = [one for one in desk.entries.of(ListKind.OFFICIALS, agency) if one.is_on]
        desk.book.place(agency, [hash for entry in entries for hash in hashes_of(entry)])
        _count(desk, agency)


def count_known(desk: OfficialDesk, hashes: Sequence[str]) -> None:
    """Who is known by these has an account now, or has none any more. Raises OfficialsBusy."""
    for agency in sorted(desk.book.agencies_of(hashes)) if hashes else ():
        _count(desk, agency)


def make_officials(desk: OfficialDesk, reader: Actor) -> OfficialsReport:
    """In one call. The centre reads all agencies; a leader, desk and supervisors their own.
    Raises Forbidden."""
    if not reader.province and reader.role not in _READERS:
        raise Forbidden("report_not_allowed")
    rows = desk.book.all()
    own = {id: row for id, row in rows.items() if reader.province or id == reader.agency}
    return OfficialsReport(dict(sorted(own.items())))


def _count(desk: OfficialDesk, agency: str) -> None:
    """The version is read before the people: whatever changes later is counted later."""
    for _ in range(_ATTEMPTS):
        before = desk.book.find(agency)
        entries = [one for one in desk.entries.of(ListKind.OFFICIALS, agency) if one.is_on]
        hashes = list(dict.fromkeys(hash for entry in entries for hash in hashes_of(entry)))
        known: frozenset[str] = frozenset()
        for start in range(0, len(hashes), _PER_CALL):
            known |= desk.counts.have_accounts(hashes[start : start + _PER_CALL])
        version = before.version + 1 if before else 1
        found = reached(entries, known)
        counted = OfficialCount(agency, version, len(entries), found, desk.clock.now())
        if desk.book.put(counted):
            return
    raise OfficialsBusy
