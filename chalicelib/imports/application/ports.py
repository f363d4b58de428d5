"""Where imports, lists and their files are kept, as ports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.imports.domain.cells import RawTable, RowFault
from chalicelib.imports.domain.entries import ListEntry
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ListImport
from chalicelib.imports.domain.tallies import ListTally


@dataclass(frozen=True)
class ListForm:
    """A form that the client posts as `multipart/form-data`: all fields, then the file."""

    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class GoodRow:
    """A row that is right by itself, with its values by column."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True)
class BadRow:
    """A row with faults, and what stands in its cells."""

    line: int
    said: Mapping[str, str]
    faults: tuple[RowFault, ...]


@dataclass(frozen=True)
class Piece:
    """Some rows of the file, in their order."""

    good: tuple[GoodRow, ...] = ()
    bad: tuple[BadRow, ...] = ()


class ListFiles(Protocol):
    """The files of imports: as they came, cut into sealed pieces, and the sheets that go out."""

    def form(
        self, upload_id: str, owner: str, content_type: str, size: int, sha256: str
    ) -> ListForm:
        """A form that takes exactly the declared file, for a limited time."""
        ...

    def put(self, upload_id: str, owner: str, data: bytes) -> None:
        """A file as if its owner had sent it by a form: for the operator's command."""
        ...

    def owner_of(self, upload_id: str) -> str | None:
        """Whose file it is; None: none has come."""
        ...

    def read(self, upload_id: str, most: int) -> bytes | None:
        """The file as it came; None: not there, too long, or not what was declared."""
        ...

    def put_piece(self, import_id: str, number: int, piece: Piece) -> None:
        """Keep a piece; the same again is the same."""
        ...

    def piece(self, import_id: str, number: int) -> Piece:
        """A piece that was kept."""
        ...

    def drop(self, imported: ListImport) -> None:
        """Delete its pieces, and the file itself unless it was only checked."""
        ...

    def publish(self, name: str, content: bytes) -> None:
        """Keep a sheet for some days."""
        ...

    def sheet(self, name: str) -> bytes:
        """A sheet that was kept."""
        ...

    def address(self, name: str) -> str:
        """A signed address of a sheet that was kept, good for a few minutes."""
        ...


class ListTables(Protocol):
    """Opens files."""

    def open(self, kind: ListKind, data: bytes) -> RawTable:
        """The table of a file; raises FileRefused, also while its rows are gone through."""
        ...


class ListSheets(Protocol):
    """Writes the sheets that go out."""

    def template(self, kind: ListKind) -> bytes:
        """An empty list with an example, and a sheet that explains."""
        ...

    def faults(self, kind: ListKind, rows: Iterable[BadRow]) -> bytes:
        """The bad rows as they came, each with what is to be mended."""
        ...


class ImportRecords(Protocol):
    """The record of each import, and which one has a kind of list."""

    def start(self, started: ListImport, event: AuditEvent, over: str | None) -> bool:
        """Record it and let it have its kind, which `over` had; False if somebody was first."""
        ...

    def holder(self, kind: ListKind) -> str | None:
        """The import that has, or last had, that kind."""
        ...

    def find(self, import_id: str) -> ListImport | None:
        """As it stands now."""
        ...

    def advance(self, imported: ListImport, event: AuditEvent | None = None) -> ListImport | None:
        """Write it over exactly that version, as the next; None if somebody was first."""
        ...

    def shown(self, kind: ListKind, upload_id: str, owner: str) -> str | None:
        """The mark of those who were shown to go, if a check of that file showed them."""
        ...

    def show(self, imported: ListImport) -> None:
        """Keep who was shown to go."""
        ...


class ListEntries(Protocol):
    """Who is on the lists."""

    def find(self, wanted: Sequence[ListEntry]) -> Mapping[str, ListEntry]:
        """By key: each one's entry, wherever on the list of that kind the person is or was last."""
        ...

    def put(self, entries: Sequence[ListEntry]) -> None:
        """Write them over whatever is there; the same again changes nothing."""
        ...

    def of(self, kind: ListKind, scope: str) -> Iterable[ListEntry]:
        """All of an agency or a commune, those who have gone among them."""
        ...


class ListTallies(Protocol):
    """How many people lists have."""

    def put(self, counted: ListTally) -> None:
        """In place of what was counted before."""
        ...

    def of(self, parts: Sequence[tuple[ListKind, str]]) -> Sequence[ListTally]:
        """Of these communes or agencies, where they have been counted; in one call."""
        ...

    def all_of(self, kind: ListKind) -> Iterable[ListTally]:
        """Of all communes or agencies."""
        ...


class ListHashes(Protocol):
    """Keyed hashes of phones and personal numbers of lists, for many rows without a call each."""

    def of(self, what: str, value: str) -> str:
        """The same in all processes of a stage; of phones and of numbers never alike."""
        ...


class Continuation(Protocol):
    """Lets a letter come again, for the next step."""

    def again(self, body: str) -> None:
        """Put it on the queue once more."""
        ...
