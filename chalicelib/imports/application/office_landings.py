"""Lists of the office: agencies and officers, who become part of the directory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from chalicelib.agencies.application.directory import put_officer
from chalicelib.agencies.application.officer_changes import officer_changed
from chalicelib.agencies.application.ports import Directory, DirectoryStore, OfficerChange
from chalicelib.agencies.domain.agencies import Agency, Officer
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.imports.application.landings import Leaving, Looked, PostRows, mark_of
from chalicelib.imports.application.ports import GoodRow
from chalicelib.imports.domain.cells import RowFault
from chalicelib.imports.domain.kinds import ColumnName
from chalicelib.imports.domain.list_imports import SHOWN_LEAVING, ListImport
from chalicelib.imports.domain.row_checks import LEADERS_ROLES
from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.ids import sortable_id
from chalicelib.kernel.instants import local_date

_TAKEN = {"username_taken": ColumnName.USERNAME, "phone_taken": ColumnName.PHONE}


class AgencyLanding:
    """New names and new agencies; none is ever taken away, since cases name them."""

    def __init__(self, store: DirectoryStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def look(self, _imported: ListImport, rows: Sequence[GoodRow]) -> Looked:
        """By id."""
        present = self._present()
        changed = sum(present.get(one.id) != one for one in _wanted_agencies(rows, present))
        return Looked(changed, len(rows) - changed)

    def land(self, imported: ListImport, rows: Sequence[GoodRow]) -> Sequence[RowFault]:
        """All in one write."""
        present = self._present()
        wanted = {one.id: one for one in _wanted_agencies(rows, present)}
        changed = [id for id, agency in wanted.items() if present.get(id) != agency]
        if not changed:
            return ()
        what = {
            "added": [id for id in changed if id not in present],
            "renamed": [id for id in changed if id in present],
        }
        at, correlation = self._clock.now(), imported.correlation_id
        told = AuditEvent(AuditKind.AGENCIES_CHANGED, at, imported.actor, correlation, what)
        change = f"{imported.id}#{imported.piece}"
        self._store.put_agencies([*{**present, **wanted}.values()], told, change)
        self._store.announce()
        return ()

    def _present(self) -> Mapping[str, Agency]:
        return {agency.id: agency for agency in self._store.find_agencies()}

    def leaving(self, _imported: ListImport, _rows: Iterable[GoodRow]) -> Leaving:
        """Nobody."""
        return mark_of(())

    def leave(self, _imported: ListImport, _rows: Iterable[GoodRow]) -> None:
        """Nothing."""

    def count(self, _imported: ListImport, _scope: str) -> None:
        """Nobody asks for it."""


class OfficerLanding:
    """Officers of the directory, known again by their usernames."""

    def __init__(
        self,
        directory: Directory,
        store: DirectoryStore,
        clock: Clock,
        posts: Callable[[], PostRows],
    ) -> None:
        self._directory = directory
        self._store = store
        self._clock = clock
        self._posts = posts

    def look(self, imported: ListImport, rows: Sequence[GoodRow]) -> Looked:
        """What may not be done by a list is a fault."""
        faults: list[RowFault] = []
        good = unchanged = 0
        for row, person in self._with_persons(rows):
            looked = self._posts().look(imported, row, person)
            faults += [looked] if isinstance(looked, RowFault) else []
            good, unchanged = good + (looked is True), unchanged + (looked is False)
        for row, before in self._with_people(rows):
            fault = self._objection(imported, row, before)
            if fault:
                faults.append(fault)
            elif before and wanted_officer(imported, row, before) == before:
                unchanged += 1
            else:
                good += 1
        return Looked(good, unchanged, faults)

    def land(self, imported: ListImport, rows: Sequence[GoodRow]) -> Sequence[RowFault]:
        """Many in one write; who is refused there, or stands beside such a one, by itself."""
        faults: dict[int, RowFault] = {}
        changes: dict[int, OfficerChange] = {}
        for row, before in self._with_people(rows):
            wanted, fault = (
                wanted_officer(imported, row, before),
                self._objection(imported, row, before),
            )
            if fault:
                faults[row.line] = fault
            elif wanted != before:
                changes[row.line] = self._change(imported, wanted, before)
        refused = {one.officer.id for one in self._store.save_officers([*changes.values()])}
        for line, change in changes.items():
            if change.officer.id in refused:
                fault = self._put(imported, line, change.officer)
                faults |= {line: fault} if fault else {}
        for row, person in self._with_persons(rows):
            fault = self._posts().land(imported, row, person)
            faults |= {row.line: fault} if fault else {}
        self._store.announce()
        return [faults[line] for line in sorted(faults)]

    def _objection(
        self, imported: ListImport, row: GoodRow, before: Officer | None
    ) -> RowFault | None:
        """A post that is over is nobody's, unless it is on the list as it was: sent once more, it
        brings nobody back."""
        wanted = wanted_officer(imported, row, before)
        if wanted.has_ended(local_date(self._clock.now())) and wanted != before:
            return RowFault(row.line, ColumnName.LAST_DAY, "post_over")
        if wanted.role is Role.ADMINISTRATOR and wanted.last_day:
            return RowFault(row.line, ColumnName.LAST_DAY, "post_ends_not")
        return _objection(imported, row, before)

    def _with_people(self, rows: Sequence[GoodRow]) -> Iterator[tuple[GoodRow, Officer | None]]:
        """First posts, each with who has it."""
        return self._known_by(ColumnName.USERNAME, rows)

    def _with_persons(self, rows: Sequence[GoodRow]) -> Iterator[tuple[GoodRow, Officer | None]]:
        """Further posts, each with whose it is to be."""
        return self._known_by(ColumnName.POST_OF, rows)

    def _known_by(
        self, column: ColumnName, rows: Sequence[GoodRow]
    ) -> Iterator[tuple[GoodRow, Officer | None]]:
        named = {row.line: (row, row.values[column]) for row in rows if column in row.values}
        names = [name for _, name in named.values()]
        found = self._store.find_by_usernames(names) if names else {}
        return ((row, found.get(name)) for row, name in named.values())

    def _change(
        self, imported: ListImport, wanted: Officer, before: Officer | None
    ) -> OfficerChange:
        after = replace(wanted, version=before.version + 1 if before else 1)
        event = officer_changed(
            before, after, imported.actor, self._clock.now(), imported.correlation_id
        )
        return OfficerChange(after, before, event)

    def _put(self, imported: ListImport, line: int, wanted: Officer) -> RowFault | None:
        try:
            at, correlation = self._clock.now(), imported.correlation_id
            put_officer(self._store, wanted, imported.actor, at, correlation)
        except Conflict as conflict:
            return RowFault(line, _TAKEN[conflict.code], conflict.code)
        return None

    def leaving(self, imported: ListImport, rows: Iterable[GoodRow]) -> Leaving:
        """By their ids; the first ones of each agency in the order of their usernames."""
        going = list(self._going(imported, rows))
        known = sorted(going, key=lambda one: (one.agency, one.username, one.id))
        shown = tuple((one.agency, one.id) for one in known[:SHOWN_LEAVING])
        return replace(mark_of(officer.id for officer in going), people=shown)

    def leave(self, imported: ListImport, rows: Iterable[GoodRow]) -> None:
        """They are no longer active."""
        for officer in self._going(imported, rows):
            gone = replace(officer, active=False)
            at, correlation = self._clock.now(), imported.correlation_id
            put_officer(self._store, gone, imported.actor, at, correlation)
        self._store.announce()

    def count(self, _imported: ListImport, _scope: str) -> None:
        """Nobody asks for it: the roster is there to be counted."""

    def _going(self, imported: ListImport, rows: Iterable[GoodRow]) -> Iterator[Officer]:
        """Never an administrator, and never whoever sends the list; further posts, which no list
        takes away, end by hand, with their day or with the person's account."""
        staying = {row.values.get(ColumnName.USERNAME) for row in rows}
        for scope in imported.scopes:
            for officer in self._directory.officers(scope):
                may_go = officer.role is not Role.ADMINISTRATOR and officer.id != imported.by
                may_go = may_go and officer.person is None
                if officer.active and may_go and officer.username not in staying:
                    yield officer


def _wanted_agencies(rows: Sequence[GoodRow], present: Mapping[str, Agency]) -> Iterator[Agency]:
    """A list gives names: of what kind an agency is, and where a body outside is asked, stays."""
    for row in rows:
        id, name = row.values[ColumnName.AGENCY_ID], row.values[ColumnName.AGENCY_NAME]
        yield replace(present.get(id) or Agency(id, name), name=name)


def wanted_officer(imported: ListImport, row: GoodRow, before: Officer | None) -> Officer:
    """As the row has them; what it leaves out stays."""
    values = row.values
    agency, role = values[ColumnName.AGENCY], Role(values[ColumnName.ROLE])
    name = values[ColumnName.FULL_NAME]
    phone, email = values[ColumnName.PHONE], values[ColumnName.EMAIL]
    written = values.get(ColumnName.LAST_DAY)
    last_day = date.fromisoformat(written) if written else None
    if before is None:
        username = values[ColumnName.USERNAME]
        seed = f"{imported.id}|{username}"
        id = sortable_id(imported.started_at, seed, "officer")
        return Officer(id, username, role, agency, name, phone, email, last_day=last_day)
    changes = replace(before, role=role, agency=agency, name=name)
    # Of a post that has ended the same list once more brings nobody back.
    comes_back = not before.active and (last_day is None or last_day != before.last_day)
    known = None if comes_back else before.last_day
    changed = replace(changes, phone=phone, email=email, last_day=last_day or known)
    return replace(changed, active=before.active or comes_back)


def _objection(imported: ListImport, row: GoodRow, before: Officer | None) -> RowFault | None:
    """What may not be done by a list: phone and address are where codes go, so whoever is here
    changes them with a confirmation on both; an administrator is made and unmade by hand."""
    if before is None:
        return None
    wanted = wanted_officer(imported, row, before)
    if before.person is not None:
        return RowFault(row.line, ColumnName.USERNAME, "officer_elsewhere")
    if imported.only_agency not in (None, before.agency):
        return RowFault(row.line, ColumnName.USERNAME, "officer_elsewhere")
    if imported.only_agency is not None and before.role not in LEADERS_ROLES:
        return RowFault(row.line, ColumnName.ROLE, "role_not_yours")
    if before.role is Role.ADMINISTRATOR and (wanted.role, wanted.agency) != (
        before.role,
        before.agency,
    ):
        return RowFault(row.line, ColumnName.ROLE, "administrator_stays")
    if before.active and before.phone not in (None, wanted.phone):
        return RowFault(row.line, ColumnName.PHONE, "contact_differs")
    if before.active and before.email != wanted.email:
        return RowFault(row.line, ColumnName.EMAIL, "contact_differs")
    return None
