"""Who is on a list, and was: a keyed hash with a place, never a name or number.

Source: docs/handbook.md §10: who was on a list, when and by which file stays known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.imports.domain.kinds import ColumnName, ListKind

IDENTIFIED_BY: Mapping[ListKind, ColumnName] = {
    ListKind.OFFICIALS: ColumnName.PHONE,
    ListKind.TEAM_MEMBERS: ColumnName.PHONE,
    ListKind.ELIGIBLE_CITIZENS: ColumnName.PERSONAL_ID,
}
"""By what a person of the list is known again."""
SCOPED_BY: Mapping[ListKind, ColumnName] = {
    ListKind.AGENCIES: ColumnName.AGENCY_ID,
    ListKind.OFFICERS: ColumnName.AGENCY,
    ListKind.OFFICIALS: ColumnName.AGENCY,
    ListKind.TEAM_MEMBERS: ColumnName.COMMUNE,
    ListKind.ELIGIBLE_CITIZENS: ColumnName.COMMUNE,
    ListKind.LEAVERS: ColumnName.USERNAME,
}
"""The part of the list that a row belongs to; `replace` acts within the parts that a file names."""


@dataclass(frozen=True)
class ListedSpell:
    """From when on somebody was on the list and by which import; and the same of the end."""

    since: datetime
    by: str
    until: datetime | None = None
    ended_by: str | None = None


@dataclass(frozen=True)
class ListEntry:
    """One person of one list. `key` is the hash that the person is known by, `phone` and `person`
    the hashes of phone and personal number, where they are on the list; `scope` is the agency or
    the commune."""

    kind: ListKind
    scope: str
    key: str
    hamlet: str | None = None
    phone: str | None = None
    person: str | None = None
    spells: tuple[ListedSpell, ...] = ()

    @property
    def is_on(self) -> bool:
        """Whether the person is on the list now."""
        return bool(self.spells) and self.spells[-1].until is None

    def says_what(self, other: ListEntry) -> bool:
        """Whether the other says the same of the person."""
        return replace(self, spells=()) == replace(other, spells=())


def put_on(wanted: ListEntry, before: ListEntry | None, at: datetime, by: str) -> ListEntry:
    """The entry with what is known of before; to do it again changes nothing."""
    spells = before.spells if before else ()
    if before is None or not before.is_on:
        spells = (*spells, ListedSpell(at, by))
    return replace(wanted, spells=spells)


def taken_off(entry: ListEntry, at: datetime, by: str) -> ListEntry:
    """The entry with an end to its last spell."""
    *earlier, last = entry.spells
    return replace(entry, spells=(*earlier, replace(last, until=at, ended_by=by)))
