"""Lists of officers who leave: their accounts end, many in one write, and their cases go on.

The accounts end first, all of them; then the cases go on, so that none goes to somebody who leaves
by the same list.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chalicelib.agencies.application.ports import OfficerChange
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.audit.application.reading import sealed_reason
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.imports.application.landings import Leaving, Looked, PieceOf, mark_of
from chalicelib.imports.application.ports import GoodRow
from chalicelib.imports.domain.cells import RowFault
from chalicelib.imports.domain.kinds import ColumnName
from chalicelib.imports.domain.list_imports import ROWS_A_PIECE, ListImport
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Conflict, Forbidden, NotFound
from chalicelib.kernel.keys import Sealer
from chalicelib.staff.application.handing_over import WorkLeft, hand_over_cases
from chalicelib.staff.application.revocations import (
    RevocationDesk,
    Revoke,
    close_account,
    leave_posts,
)

REPLACED = "Không còn trong danh sách của cơ quan."
"""Why the further posts of somebody end whom a list left out."""
_AT_ONCE = 100
_PARTS = ROWS_A_PIECE // _AT_ONCE
"""Of a piece, for as many steps."""


def sealed_for_list(sealer: Sealer, upload_id: str, reason: str) -> str:
    """Why they leave, as the import's record keeps it: it may name people."""
    return b64encode(sealer.seal(json.dumps(reason).encode(), _context(upload_id))).decode()


@dataclass(frozen=True)
class LeaverLanding:
    """By their usernames. Administrators are revoked one by one, since one must be left."""

    desk: RevocationDesk

    def look(self, imported: ListImport, rows: Sequence[GoodRow]) -> Looked:
        """Who has left already is no fault."""
        faults, good, unchanged = [], 0, 0
        for row, officer in self._with_people(rows):
            fault = _objection(imported, row, officer)
            if fault:
                faults.append(fault)
            elif officer and officer.active:
                good += 1
            else:
                unchanged += 1
        return Looked(good, unchanged, faults)

    def land(self, imported: ListImport, rows: Sequence[GoodRow]) -> Sequence[RowFault]:
        """Many in one write; who is refused there, or stands beside such a one, by itself."""
        command, faults = self._command(imported), dict[int, RowFault]()
        changes: dict[int, OfficerChange] = {}
        for row, officer in self._with_people(rows):
            fault = _objection(imported, row, officer)
            if fault:
                faults[row.line] = fault
            elif officer and officer.active:
                changes[row.line] = self._change(imported, command, officer)
        refused = {one.officer.id for one in self.desk.store.save_officers([*changes.values()])}
        for line, change in changes.items():
            if change.officer.id in refused:
                faults |= self._by_itself(command, line, change.officer.id)
        self.desk.store.announce()
        return [faults[line] for line in sorted(faults)]

    def leaving(self, _imported: ListImport, _rows: Iterable[GoodRow]) -> Leaving:
        """Nobody but those in the file."""
        return mark_of(())

    def leave(self, _imported: ListImport, _rows: Iterable[GoodRow]) -> None:
        """Nothing."""

    def count(self, _imported: ListImport, _scope: str) -> None:
        """Nothing: only lists of people who are kept as hashes are counted."""

    def hand_over(self, imported: ListImport, number: int, piece: PieceOf) -> int | None:
        """Of a hundred people of a piece of the file: each may have many cases."""
        at, part = divmod(number, _PARTS)
        rows = piece(at) if at < imported.pieces else ()
        begin, end = part * _AT_ONCE, (part + 1) * _AT_ONCE
        self.desk.directory.look_again()
        work = WorkLeft(imported.correlation_id, imported.hand_over_to)
        for _, officer in self._with_people(rows[begin:end]):
            if officer and not officer.active:
                hand_over_cases(self.desk.handover, work, officer)
                leave_posts(self.desk, self._command(imported), officer)
        if end < len(rows):
            return number + 1
        return (at + 1) * _PARTS if at + 1 < imported.pieces else None

    def _with_people(self, rows: Sequence[GoodRow]) -> Iterator[tuple[GoodRow, Officer | None]]:
        names = [row.values[ColumnName.USERNAME] for row in rows]
        found = self.desk.store.find_by_usernames(names)
        return ((row, found.get(name)) for row, name in zip(rows, names, strict=True))

    def _command(self, imported: ListImport) -> Revoke:
        sealed, context = b64decode(imported.reason or ""), _context(imported.upload_id)
        reason = str(json.loads(self.desk.sealer.unseal(sealed, context)))
        return Revoke((), reason, imported.actor, imported.correlation_id, imported.hand_over_to)

    def _change(self, imported: ListImport, command: Revoke, officer: Officer) -> OfficerChange:
        gone = replace(officer, active=False, version=officer.version + 1)
        why: Mapping[str, str] = sealed_reason(
            self.desk.sealer, f"officer#{officer.id}", command.reason
        )
        what = {**why, "import": imported.id}
        at, by = self.desk.clock.now(), command.by
        event = AuditEvent(AuditKind.OFFICER_REVOKED, at, by, command.correlation_id, what)
        return OfficerChange(gone, officer, event)

    def _by_itself(self, command: Revoke, line: int, id: str) -> dict[int, RowFault]:
        try:
            close_account(self.desk, command, id)
        except (NotFound, Forbidden, Conflict) as error:
            return {line: RowFault(line, ColumnName.USERNAME, error.code)}
        return {}


@dataclass(frozen=True)
class ReplacedHandover:
    """Of officers who are no longer on the list of an agency that the file names."""

    desk: RevocationDesk

    def hand_over(self, imported: ListImport, number: int, _piece: PieceOf) -> int | None:
        """Of one agency."""
        self.desk.directory.look_again()
        work = WorkLeft(imported.correlation_id)
        command = Revoke((), REPLACED, imported.actor, imported.correlation_id)
        for agency in imported.scopes[number : number + 1]:
            for officer in self.desk.directory.officers(agency):
                if not officer.active:
                    hand_over_cases(self.desk.handover, work, officer)
                    leave_posts(self.desk, command, officer)
        return number + 1 if number + 1 < len(imported.scopes) else None


def _objection(imported: ListImport, row: GoodRow, officer: Officer | None) -> RowFault | None:
    code = None
    if officer is None:
        code = "officer_not_found"
    elif officer.id == imported.by:
        code = "own_account"
    elif officer.active and officer.role is Role.ADMINISTRATOR:
        code = "administrator_by_hand"
    return RowFault(row.line, ColumnName.USERNAME, code) if code else None


def _context(upload_id: str) -> str:
    return f"leavers:{upload_id}"
