"""What the rows of a list become: how they are held against what is there, and written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.imports.application.ports import GoodRow, ListEntries, ListHashes, ListTallies
from chalicelib.imports.domain.cells import RowFault
from chalicelib.imports.domain.entries import (
    IDENTIFIED_BY,
    SCOPED_BY,
    ListEntry,
    put_on,
    taken_off,
)
from chalicelib.imports.domain.kinds import ColumnName, ListKind
from chalicelib.imports.domain.list_imports import ListImport
from chalicelib.imports.domain.tallies import tally


@dataclass(frozen=True)
class Looked:
    """How many rows change something, how many nothing, and what is wrong with the others."""

    good: int
    unchanged: int
    faults: Sequence[RowFault] = field(default=())


@dataclass(frozen=True)
class Leaving:
    """Who goes by `replace`: how many, and a mark of exactly these. `people`: of officers, agencies
    and ids of the first ones, whom one can name."""

    count: int
    mark: str
    people: tuple[tuple[str, str], ...] = ()


class Landing(Protocol):
    """Of one kind of lists. All of it may be done twice, and be cut off anywhere."""

    def look(self, imported: ListImport, rows: Sequence[GoodRow]) -> Looked:
        """Hold rows against what is there; writes nothing."""
        ...

    def land(self, imported: ListImport, rows: Sequence[GoodRow]) -> Sequence[RowFault]:
        """Write what they change; what turned out to be impossible only now."""
        ...

    def leaving(self, imported: ListImport, rows: Iterable[GoodRow]) -> Leaving:
        """Who would go, if these are all rows of the file."""
        ...

    def leave(self, imported: ListImport, rows: Iterable[GoodRow]) -> None:
        """Let them go."""
        ...

    def count(self, imported: ListImport, scope: str) -> None:
        """Keep how many are on that part of the list now, where anybody asks for it."""
        ...


PieceOf = Callable[[int], Sequence[GoodRow]]


class Handover(Protocol):
    """What happens to the work of officers who have left by a list."""

    def hand_over(self, imported: ListImport, number: int, piece: PieceOf) -> int | None:
        """One part of it, from 0 on, small enough for one step; the next one's number, if there is
        one. `piece` gives the good rows of a piece of the file."""
        ...


class PostRows(Protocol):
    """Rows of officers that give somebody a further post."""

    def look(self, imported: ListImport, row: GoodRow, person: Officer | None) -> RowFault | bool:
        """What is wrong with it, or whether it changes anything."""
        ...

    def land(self, imported: ListImport, row: GoodRow, person: Officer | None) -> RowFault | None:
        """Write it; the same again changes nothing."""
        ...


@dataclass(frozen=True)
class OfficeLists:
    """What lists of officers become beyond the directory, said by the noun that knows of cases."""

    leavers: Landing
    posts: PostRows
    handovers: Mapping[ListKind, Handover]


def mark_of(ids: Iterable[str]) -> Leaving:
    """Of exactly these."""
    known = sorted(ids)
    return Leaving(len(known), hashlib.sha256("\n".join(known).encode()).hexdigest())


class EntryLanding:
    """Lists of people who are kept as keyed hashes."""

    def __init__(self, entries: ListEntries, hashes: ListHashes, tallies: ListTallies) -> None:
        self._entries = entries
        self._hashes = hashes
        self._tallies = tallies

    def look(self, imported: ListImport, rows: Sequence[GoodRow]) -> Looked:
        """Who is on another commune's or agency's list stays there until that one lets go."""
        wanted = [(row.line, self._wanted(imported, row)) for row in rows]
        found = self._entries.find([entry for _, entry in wanted])
        good = unchanged = 0
        faults = []
        for line, entry in wanted:
            before = found.get(entry.key)
            if before is None or not before.is_on:
                good += 1
            elif before.scope != entry.scope:
                column = IDENTIFIED_BY[imported.kind]
                faults.append(RowFault(line, column, "on_another_list"))
            elif before.says_what(entry):
                unchanged += 1
            else:
                good += 1
        return Looked(good, unchanged, faults)

    def land(self, imported: ListImport, rows: Sequence[GoodRow]) -> Sequence[RowFault]:
        """In batches; rows that change nothing are not written."""
        wanted = [self._wanted(imported, row) for row in rows]
        found = self._entries.find(wanted)
        changed = []
        for entry in wanted:
            before = found.get(entry.key)
            if before and before.is_on and (before.scope != entry.scope or before.says_what(entry)):
                continue
            kept = before if before and before.scope == entry.scope else None
            changed.append(put_on(entry, kept, imported.started_at, imported.id))
        self._entries.put(changed)
        return ()

    def leaving(self, imported: ListImport, rows: Iterable[GoodRow]) -> Leaving:
        """Their hashes make the mark."""
        return mark_of(entry.key for entry in self._going(imported, rows))

    def leave(self, imported: ListImport, rows: Iterable[GoodRow]) -> None:
        """They stay known as having been there."""
        going = [
            taken_off(entry, imported.started_at, imported.id)
            for entry in self._going(imported, rows)
        ]
        self._entries.put(going)

    def count(self, imported: ListImport, scope: str) -> None:
        """All of them, whichever import they came by."""
        there, kind = self._entries.of(imported.kind, scope), imported.kind
        self._tallies.put(tally(kind, scope, there, imported.started_at, imported.id))

    def _going(self, imported: ListImport, rows: Iterable[GoodRow]) -> list[ListEntry]:
        staying = {self._wanted(imported, row).key for row in rows}
        return [
            entry
            for scope in imported.scopes
            for entry in self._entries.of(imported.kind, scope)
            if entry.is_on and entry.key not in staying
        ]

    def _wanted(self, imported: ListImport, row: GoodRow) -> ListEntry:
        kind, values = imported.kind, row.values
        phone = self._hash(ColumnName.PHONE, values.get(ColumnName.PHONE))
        person = self._hash(ColumnName.PERSONAL_ID, values.get(ColumnName.PERSONAL_ID))
        key = phone if IDENTIFIED_BY[kind] is ColumnName.PHONE else person
        return ListEntry(
            kind=kind,
            scope=values[SCOPED_BY[kind]],
            key=key or "",
            hamlet=values.get(ColumnName.HAMLET),
            phone=phone,
            person=person,
        )

    def _hash(self, what: ColumnName, value: str | None) -> str | None:
        return self._hashes.of(what.value, value) if value else None
