"""Further posts that stand in lists of officers: rows that say whose post it is.

A list gives such posts, changes their role and last day, and takes none away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from chalicelib.agencies.application.directory import put_officer
from chalicelib.agencies.domain.agencies import COMBINED_ROLES, Officer
from chalicelib.imports.application.office_landings import wanted_officer
from chalicelib.imports.application.ports import GoodRow
from chalicelib.imports.domain.cells import RowFault
from chalicelib.imports.domain.kinds import ColumnName
from chalicelib.imports.domain.list_imports import ListImport
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.instants import local_date
from chalicelib.staff.application.further_posts import FurtherPost, name_post, new_post, post_id
from chalicelib.staff.application.revocations import RevocationDesk


@dataclass(frozen=True)
class FurtherPostRows:
    """Of people who are here by the time they are written."""

    desk: RevocationDesk

    def look(self, imported: ListImport, row: GoodRow, person: Officer | None) -> RowFault | bool:
        """Whoever stands above in the file is as the file has them, which has been looked at."""
        if ColumnName.PERSON_LINE not in row.values:
            fault = self._objection(row, person)
            if fault:
                return fault
        if person is None:
            return self._over(row, _last_day(row)) or True
        before = self._before(row, person)
        wanted = _wanted(imported, row, person, before)
        return wanted != before and (self._over(row, wanted.last_day) or True)

    def land(self, imported: ListImport, row: GoodRow, person: Officer | None) -> RowFault | None:
        """The post first, then its name at the person's: cut off between, it is done again."""
        fault = self._objection(row, person)
        if fault or person is None:
            return fault
        looked = self.look(imported, row, person)
        if isinstance(looked, RowFault) or not looked:
            return looked or None
        wanted = _wanted(imported, row, person, self._before(row, person))
        at, correlation_id = self.desk.clock.now(), imported.correlation_id
        try:
            put_officer(self.desk.store, wanted, imported.actor, at, correlation_id)
        except Conflict as conflict:
            return RowFault(row.line, ColumnName.POST_OF, conflict.code)
        name_post(self.desk, person.id, wanted.id)
        return None

    def _objection(self, row: GoodRow, person: Officer | None) -> RowFault | None:
        today = local_date(self.desk.clock.now())
        if person is None or person.person is not None or not person.as_of(today).active:
            return RowFault(row.line, ColumnName.POST_OF, "person_not_found")
        if not {person.role, Role(row.values[ColumnName.ROLE])} <= COMBINED_ROLES:
            return RowFault(row.line, ColumnName.ROLE, "post_not_combined")
        if person.agency == row.values[ColumnName.AGENCY]:
            return RowFault(row.line, ColumnName.AGENCY, "post_is_first")
        return None

    def _over(self, row: GoodRow, last_day: date | None) -> RowFault | None:
        over = last_day is not None and last_day < local_date(self.desk.clock.now())
        return RowFault(row.line, ColumnName.LAST_DAY, "post_over") if over else None

    def _before(self, row: GoodRow, person: Officer) -> Officer | None:
        id = post_id(person, row.values[ColumnName.AGENCY])
        return self.desk.store.find_officer(id) if id in person.posts else None


def _last_day(row: GoodRow) -> date | None:
    written = row.values.get(ColumnName.LAST_DAY)
    return date.fromisoformat(written) if written else None


def _wanted(imported: ListImport, row: GoodRow, person: Officer, before: Officer | None) -> Officer:
    """Name and address are the person's, who alone has a phone."""
    role, agency = Role(row.values[ColumnName.ROLE]), row.values[ColumnName.AGENCY]
    base = before or new_post(person, FurtherPost(agency, role))
    wanted = wanted_officer(imported, row, base)
    return replace(wanted, name=person.name, email=person.email, phone=None)
