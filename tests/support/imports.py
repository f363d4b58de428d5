"""Imports in memory: files, records, lists, and everything to work them off."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.imports.adapters.list_files import TableFiles
from chalicelib.imports.adapters.sheets import WorkbookSheets
from chalicelib.imports.application.landings import EntryLanding, OfficeLists
from chalicelib.imports.application.office_landings import AgencyLanding, OfficerLanding
from chalicelib.imports.application.ports import ListForm, Piece
from chalicelib.imports.application.starting import ListDesk, StartImport, start_import
from chalicelib.imports.application.working import WorkDesk, work_off
from chalicelib.imports.domain.entries import ListEntry
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ImportMode, ListImport
from chalicelib.imports.domain.tallies import ListTally
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.ids import sortable_id
from tests.support.actors import CENTRAL_AGENCY, central
from tests.support.cases import LEADER
from tests.support.clock import NOW, FakeClock
from tests.support.directory import LAO_CAI, FakeDirectory, make_directory
from tests.support.limits import NoLimits
from tests.support.list_files import list_csv
from tests.support.together import FakePart

LIST_UPLOAD = "01J00000000000000000000009"
ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")


def counts(imported: ListImport) -> tuple[int, int, int, int]:
    """Rows, good, unchanged, bad."""
    return imported.rows, imported.good, imported.unchanged, imported.bad


class FakeListFiles:
    """Files by their names."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, bytes]] = {}
        self.pieces: dict[tuple[str, int], Piece] = {}
        self.sheets: dict[str, bytes] = {}

    def send(self, data: bytes, owner: str) -> str:
        """A file that has come; its upload's id."""
        upload_id = sortable_id(NOW, hashlib.sha256(data + owner.encode()).hexdigest())
        self.files[upload_id] = owner, data
        return upload_id

    def form(
        self, upload_id: str, owner: str, content_type: str, size: int, sha256: str
    ) -> ListForm:
        said = {"type": content_type, "size": str(size), "sha256": sha256, "owner": owner}
        return ListForm("https://bucket.example/", {"key": f"lists/files/{upload_id}", **said})

    def put(self, upload_id: str, owner: str, data: bytes) -> None:
        self.files[upload_id] = owner, data

    def owner_of(self, upload_id: str) -> str | None:
        return self.files[upload_id][0] if upload_id in self.files else None

    def read(self, upload_id: str, most: int) -> bytes | None:
        _, data = self.files.get(upload_id, ("", None))
        return data if data is not None and len(data) <= most else None

    def put_piece(self, import_id: str, number: int, piece: Piece) -> None:
        self.pieces[import_id, number] = piece

    def piece(self, import_id: str, number: int) -> Piece:
        return self.pieces[import_id, number]

    def drop(self, imported: ListImport) -> None:
        self.pieces = {k: p for k, p in self.pieces.items() if k[0] != imported.id}
        if imported.mode is not ImportMode.CHECK:
            self.files.pop(imported.upload_id, None)

    def publish(self, name: str, content: bytes) -> None:
        self.sheets[name] = content

    def sheet(self, name: str) -> bytes:
        return self.sheets[name]

    def address(self, name: str) -> str:
        return f"https://bucket.example/{name}?signature=x"


class FakeImportRecords:
    """Records by id."""

    def __init__(self) -> None:
        self.records: dict[str, ListImport] = {}
        self.holders: dict[ListKind, str] = {}
        self.marks: dict[tuple[ListKind, str, str], str | None] = {}
        self.events: list[dict[str, object]] = []

    def start(self, started: ListImport, event: AuditEvent, over: str | None) -> bool:
        if started.id in self.records or self.holders.get(started.kind) != over:
            return False
        self.records[started.id], self.holders[started.kind] = started, started.id
        self._tell(started, event)
        return True

    def holder(self, kind: ListKind) -> str | None:
        return self.holders.get(kind)

    def find(self, import_id: str) -> ListImport | None:
        return self.records.get(import_id)

    def advance(self, imported: ListImport, event: AuditEvent | None = None) -> ListImport | None:
        if self.records[imported.id].version != imported.version:
            return None
        self.records[imported.id] = replace(imported, version=imported.version + 1)
        if event:
            self._tell(imported, event)
        return self.records[imported.id]

    def shown(self, kind: ListKind, upload_id: str, owner: str) -> str | None:
        return self.marks.get((kind, upload_id, owner))

    def show(self, imported: ListImport) -> None:
        self.marks[imported.kind, imported.upload_id, imported.by] = imported.leaving_mark

    def _tell(self, imported: ListImport, event: AuditEvent) -> None:
        self.events.append(event.document(f"import#{imported.id}", imported.version))


class FakeListEntries:
    """Entries by part of the list and key; counts what is written."""

    def __init__(self) -> None:
        self.entries: dict[tuple[ListKind, str, str], ListEntry] = {}
        self.places: dict[tuple[ListKind, str], str] = {}
        self.written = 0

    def find(self, wanted: Sequence[ListEntry]) -> Mapping[str, ListEntry]:
        found = {}
        for entry in wanted:
            scopes = (entry.scope, self.places.get((entry.kind, entry.key)))
            known = [self.entries.get((entry.kind, scope or "", entry.key)) for scope in scopes]
            there = [one for one in known if one]
            for one in sorted(there, key=lambda one: one.is_on):
                found[entry.key] = one
        return found

    def put(self, entries: Sequence[ListEntry]) -> None:
        self.written += len(entries)
        for entry in entries:
            self.entries[entry.kind, entry.scope, entry.key] = entry
            self.places[entry.kind, entry.key] = entry.scope

    def of(self, kind: ListKind, scope: str) -> Iterable[ListEntry]:
        return [one for one in self.entries.values() if (one.kind, one.scope) == (kind, scope)]

    def written_off(self) -> list[ListEntry]:
        """Who has left a list."""
        return [one for one in self.entries.values() if not one.is_on]


class FakeListTallies:
    """Counts by part of a list."""

    def __init__(self) -> None:
        self.tallies: dict[tuple[ListKind, str], ListTally] = {}

    def put(self, counted: ListTally) -> None:
        self.tallies[counted.kind, counted.scope] = counted

    def of(self, parts: Sequence[tuple[ListKind, str]]) -> Sequence[ListTally]:
        return [self.tallies[part] for part in parts if part in self.tallies]

    def all_of(self, kind: ListKind) -> Iterable[ListTally]:
        return [one for one in self.tallies.values() if one.kind is kind]


class FakeListHashes:
    """Hashes without a key."""

    def of(self, what: str, value: str) -> str:
        return "k." + hashlib.sha256(f"{what}|{value}".encode()).hexdigest()


class Imports:
    """An office that sends lists, and a worker."""

    def __init__(self, officers: Sequence[Officer] = (), directory: Any = None) -> None:
        self.clock = FakeClock()
        self.directory: FakeDirectory = directory or make_directory(officers)
        self.files = FakeListFiles()
        self.records = FakeImportRecords()
        self.entries = FakeListEntries()
        self.tallies = FakeListTallies()
        no_limits: Any = NoLimits(FakePart(lambda: True, lambda: None))
        self.desk = ListDesk(self.records, self.files, self.clock, no_limits, self.directory)
        self.office_lists: OfficeLists | None = None
        """What the noun that knows of cases says of leavers, where a test has one."""
        self._number = 0

    @property
    def work_desk(self) -> WorkDesk:
        """As the wiring puts it together."""
        landings: dict[ListKind, Any] = dict.fromkeys(ListKind, self._people)
        landings[ListKind.AGENCIES] = lambda: AgencyLanding(self.directory, self.clock)
        landings[ListKind.OFFICERS] = lambda: OfficerLanding(
            self.directory, self.directory, self.clock, lambda: self.office_lists.posts
        )
        landings[ListKind.LEAVERS] = lambda: self.office_lists.leavers
        return WorkDesk(
            handover=lambda kind: self.office_lists and self.office_lists.handovers.get(kind),
            records=self.records,
            files=self.files,
            tables=TableFiles(),
            sheets=WorkbookSheets(),
            landings=landings,
            store=self.directory,
            gazetteer=LAO_CAI.gazetteer,
            clock=self.clock,
            central=CENTRAL_AGENCY,
        )

    def _people(self) -> EntryLanding:
        return EntryLanding(self.entries, FakeListHashes(), self.tallies)

    def start(
        self,
        kind: ListKind,
        data: bytes,
        mode: ImportMode = ImportMode.GOOD_ROWS,
        replace: bool = False,
        by: Actor = ADMINISTRATOR,
    ) -> ListImport:
        """A file comes and an import of it begins."""
        self._number += 1
        upload_id = self.files.send(data, by.id)
        return self.start_upload(kind, upload_id, f"seed-{self._number}", mode, replace, by)

    def start_upload(
        self,
        kind: ListKind,
        upload_id: str,
        seed: str = "seed",
        mode: ImportMode = ImportMode.GOOD_ROWS,
        replace: bool = False,
        by: Actor = ADMINISTRATOR,
    ) -> ListImport:
        """An import of a file that came."""
        command = StartImport(by, kind, upload_id, mode, replace, seed, "c-1")
        return start_import(self.desk, command)

    def work(self, started: ListImport) -> ListImport:
        """To its end."""
        while work_off(self.work_desk, started.id):
            pass
        return self.records.records[started.id]

    def run(self, *args: Any, **options: Any) -> ListImport:
        """Started and worked off."""
        return self.work(self.start(*args, **options))

    def on_list(self, kind: ListKind) -> set[tuple[str, str | None]]:
        """Place and hamlet of everybody who is on a list."""
        there = (one for one in self.entries.entries.values() if one.kind is kind and one.is_on)
        return {(one.scope, one.hamlet) for one in there}


def with_a_bad_row(imports: Imports) -> str:
    """An import of the agency's leader that has a bad row, and a file of the administrator's that
    waits for one."""
    data = list_csv(ListKind.OFFICIALS, ["Sở Xây dựng", "", "12", ""])
    imports.files.files[LIST_UPLOAD] = ADMINISTRATOR.id, data
    return imports.run(ListKind.OFFICIALS, data, by=LEADER).id
