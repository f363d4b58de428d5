"""An import is worked off in steps. Each may be cut off anywhere, called twice, late, or beside
another: what a step does it does again with the same result, and it counts once, by the version of
the record that it was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from chalicelib.agencies.application.ports import DirectoryStore
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.imports.application.landings import Handover, Landing
from chalicelib.imports.application.ports import (
    BadRow,
    GoodRow,
    ImportRecords,
    ListFiles,
    ListSheets,
    ListTables,
    Piece,
)
from chalicelib.imports.application.starting import MOST_BYTES, faults_name
from chalicelib.imports.domain.cells import FileRefused, RowFault
from chalicelib.imports.domain.entries import IDENTIFIED_BY, SCOPED_BY
from chalicelib.imports.domain.kinds import ColumnName, ListKind
from chalicelib.imports.domain.known import Known, known_names
from chalicelib.imports.domain.list_imports import (
    ROWS_A_PIECE,
    ImportMode,
    ImportState,
    ListImport,
)
from chalicelib.imports.domain.reading import ListRow, read_list
from chalicelib.kernel.clock import Clock
from chalicelib.places.domain.communes import Gazetteer


@dataclass(frozen=True)
class WorkDesk:
    """What working off needs."""

    records: ImportRecords
    files: ListFiles
    tables: ListTables
    sheets: ListSheets
    landings: Mapping[ListKind, Callable[[], Landing]]
    handover: Callable[[ListKind], Handover | None]
    store: DirectoryStore
    gazetteer: Gazetteer
    clock: Clock
    central: str
    """The agency that administrators belong to."""


def work_off(desk: WorkDesk, import_id: str) -> bool:
    """One step of the import; whether there is another."""
    imported = desk.records.find(import_id)
    if imported is None or imported.is_finished:
        return False
    if desk.records.holder(imported.kind) != imported.id:
        return _advance(desk, imported.refused(RowFault(0, None, "overtaken")))
    return _advance(desk, _STEPS[imported.state](desk, imported))


def _advance(desk: WorkDesk, step: ListImport) -> bool:
    """Write the step down. Whoever was slower than another goes on from where that one is."""
    if step.is_finished:
        _publish_faults(desk, step)
    told = _told(desk, step) if step.is_finished else None
    done = desk.records.advance(replace(step, changed_at=desk.clock.now()), told)
    if done and done.is_finished:
        desk.files.drop(done)
    return done is None or not done.is_finished


def _read(desk: WorkDesk, imported: ListImport) -> ListImport:
    """The file, once and whole, cut into pieces."""
    data = desk.files.read(imported.upload_id, MOST_BYTES)
    if data is None:
        return imported.refused(RowFault(0, None, "file_gone"))
    scopes: set[str] = set()
    count = pieces = 0
    try:
        found = read_list(
            imported.kind, desk.tables.open(imported.kind, data), _known(desk, imported)
        )
        rows = iter(found.rows)
        while piece := list(islice(rows, ROWS_A_PIECE)):
            desk.files.put_piece(imported.id, pieces, _piece(piece))
            scopes |= {scope for row in piece if (scope := _scope(imported.kind, row))}
            count, pieces = count + len(piece), pieces + 1
    except FileRefused as refused:
        return imported.refused(refused.fault)
    return imported.read(count, pieces, scopes, found.noticed.items())


def _check(desk: WorkDesk, imported: ListImport) -> ListImport:
    """One piece, held against what is there; after the last it is decided whether to write."""
    piece = desk.files.piece(imported.id, imported.piece)
    looked = _landing(desk, imported).look(imported, piece.good)
    piece = _with_faults(piece, looked.faults)
    desk.files.put_piece(imported.id, imported.piece, piece)
    faults = [row.faults for row in piece.bad]
    checked = imported.checked(looked.good, looked.unchanged, faults)
    return checked if checked.piece < checked.pieces else _decided(desk, checked)


def _decided(desk: WorkDesk, checked: ListImport) -> ListImport:
    if checked.replace:
        leaving = _landing(desk, checked).leaving(checked, _good_rows(desk, checked))
        checked = replace(checked, leaving=leaving.count, leaving_mark=leaving.mark)
        checked = replace(checked, leaving_people=leaving.people)
    if checked.mode is ImportMode.CHECK:
        if checked.replace:
            desk.records.show(checked)
        return checked.in_state(ImportState.DONE)
    # Whose row cannot be read would be taken for gone: so `replace` takes whole files only.
    if checked.bad and (checked.replace or checked.mode is ImportMode.ALL_OR_NONE):
        return checked.refused(RowFault(0, None, "rows_with_faults", {"bad": checked.bad}))
    if checked.leaving_mark != checked.leaving_shown:
        return checked.refused(RowFault(0, None, "leaving_changed"))
    return checked.in_state(ImportState.WRITING)


def _write(desk: WorkDesk, imported: ListImport) -> ListImport:
    """One piece."""
    piece = desk.files.piece(imported.id, imported.piece)
    late = _landing(desk, imported).land(imported, piece.good)
    if late:
        desk.files.put_piece(imported.id, imported.piece, _with_faults(piece, late))
    written = imported.written(late)
    if written.piece < written.pieces:
        return written
    return written.in_state(ImportState.LEAVING) if written.replace else _landed(desk, written)


def _leave(desk: WorkDesk, imported: ListImport) -> ListImport:
    """Whoever is not in the file goes, from the parts of the list that the file names."""
    _landing(desk, imported).leave(imported, _good_rows(desk, imported))
    return _landed(desk, imported)


def _landed(desk: WorkDesk, written: ListImport) -> ListImport:
    """Lists of people who are kept as hashes are counted: figures and teams ask for it. The work of
    officers who have left goes on."""
    leave = written.replace or written.kind is ListKind.LEAVERS
    if leave and desk.handover(written.kind) is not None:
        return written.in_state(ImportState.HANDING_OVER)
    counts = written.kind in IDENTIFIED_BY and written.scopes
    return written.in_state(ImportState.COUNTING if counts else ImportState.DONE)


def _count(desk: WorkDesk, imported: ListImport) -> ListImport:
    """One part of the list that the file names."""
    _landing(desk, imported).count(imported, imported.scopes[imported.piece])
    return imported.counted()


def _hand_over(desk: WorkDesk, imported: ListImport) -> ListImport:
    """One part of the work of those who have left goes on to others."""
    handover = desk.handover(imported.kind)
    following = None
    if handover is not None:
        pieces = partial(desk.files.piece, imported.id)
        following = handover.hand_over(imported, imported.piece, lambda n: pieces(n).good)
    if following is None:
        return imported.in_state(ImportState.DONE)
    return replace(imported, piece=following)


_STEPS: Mapping[ImportState, Callable[[WorkDesk, ListImport], ListImport]] = {
    ImportState.WAITING: _read,
    ImportState.CHECKING: _check,
    ImportState.WRITING: _write,
    ImportState.LEAVING: _leave,
    ImportState.COUNTING: _count,
    ImportState.HANDING_OVER: _hand_over,
}


def _landing(desk: WorkDesk, imported: ListImport) -> Landing:
    return desk.landings[imported.kind]()


def _known(desk: WorkDesk, imported: ListImport) -> Known:
    communes, agencies = desk.gazetteer.communes(), desk.store.find_agencies()
    return known_names(communes, agencies, desk.central, imported.only_agency)


def _piece(rows: list[ListRow]) -> Piece:
    return Piece(
        tuple(GoodRow(row.line, row.values) for row in rows if not row.faults),
        tuple(BadRow(row.line, row.said, row.faults) for row in rows if row.faults),
    )


def _scope(kind: ListKind, row: ListRow) -> str | None:
    """Bad rows name their part of the list too; a further post speaks for nobody else's agency, so
    that nobody goes from there."""
    if ColumnName.POST_OF in row.values:
        return None
    return row.values.get(SCOPED_BY[kind])


def _with_faults(piece: Piece, faults: Sequence[RowFault]) -> Piece:
    """The piece with these among its bad rows, in the order of the file."""
    by_line: dict[int, list[RowFault]] = {}
    for fault in faults:
        by_line.setdefault(fault.line, []).append(fault)
    bad = [
        BadRow(r.line, r.values, tuple(by_line[r.line])) for r in piece.good if r.line in by_line
    ]
    return Piece(
        tuple(row for row in piece.good if row.line not in by_line),
        tuple(sorted([*piece.bad, *bad], key=lambda row: row.line)),
    )


def _pieces(desk: WorkDesk, imported: ListImport) -> Iterator[Piece]:
    return (desk.files.piece(imported.id, number) for number in range(imported.pieces))


def _good_rows(desk: WorkDesk, imported: ListImport) -> Iterator[GoodRow]:
    return (row for piece in _pieces(desk, imported) for row in piece.good)


def _publish_faults(desk: WorkDesk, step: ListImport) -> None:
    if step.bad:
        rows = (row for piece in _pieces(desk, step) for row in piece.bad)
        desk.files.publish(faults_name(step), desk.sheets.faults(step.kind, rows))


def _told(desk: WorkDesk, step: ListImport) -> AuditEvent:
    what = {
        "kind": step.kind.value,
        "state": step.state.value,
        "rows": step.rows,
        "good": step.good,
        "unchanged": step.unchanged,
        "bad": step.bad,
        "leaving": step.leaving,
    }
    why = step.why.code if step.why else None
    now = desk.clock.now()
    return AuditEvent(AuditKind.LIST_IMPORTED, now, step.actor, step.correlation_id, what, why)
