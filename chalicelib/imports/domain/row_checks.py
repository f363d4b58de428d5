"""What a row may not be beside the others of its file. Of two that collide the later is refused.

Source: docs/handbook.md §10. A shared phone is tolerated among eligible people only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.imports.domain.cells import RowFault
from chalicelib.imports.domain.kinds import ColumnName, ListKind
from chalicelib.imports.domain.known import Known
from chalicelib.imports.domain.values import LONGEST_AGENCY_ID, is_username, slug_of
from chalicelib.kernel.actors import Role

LEADERS_ROLES = frozenset({Role.OFFICER, Role.LEADER})
"""Which a leader may give within their own agency."""

_ALONE: Mapping[ListKind, tuple[tuple[ColumnName, str], ...]] = {
    ListKind.AGENCIES: (
        (ColumnName.AGENCY_ID, "agency_twice"),
        (ColumnName.AGENCY_NAME, "agency_twice"),
    ),
    ListKind.OFFICERS: (
        (ColumnName.PHONE, "phone_twice"),
        (ColumnName.EMAIL, "email_twice"),
        (ColumnName.USERNAME, "username_twice"),
    ),
    ListKind.OFFICIALS: (
        (ColumnName.PERSONAL_ID, "person_twice"),
        (ColumnName.PHONE, "phone_twice"),
    ),
    ListKind.TEAM_MEMBERS: ((ColumnName.PHONE, "phone_twice"),),
    ListKind.ELIGIBLE_CITIZENS: ((ColumnName.PERSONAL_ID, "person_twice"),),
    ListKind.LEAVERS: ((ColumnName.USERNAME, "username_twice"),),
}
"""What one row of the file alone may have, and what a second one is told."""


class RowChecks:
    """Looks at the rows of one file in their order, and fills in what is left out."""

    def __init__(self, kind: ListKind, known: Known) -> None:
        self._kind = kind
        self._known = known
        self._seen: dict[tuple[str, str], int] = {}

    def look(self, line: int, values: dict[str, str]) -> Iterator[RowFault]:
        """What is wrong with the row; `values` are each right by themselves."""
        if self._kind is ListKind.AGENCIES:
            yield from self._agency(line, values)
        if self._kind is ListKind.OFFICERS:
            yield from self._officer(line, values)
        mine: dict[tuple[str, str], int] = {}
        faults = []
        for name, code in _ALONE[self._kind]:
            value = values.get(name)
            if value is None:
                continue
            key = (name, value.casefold())
            if key in self._seen:
                faults.append(_fault(line, name, code, other=self._seen[key]))
            mine[key] = line
        yield from faults
        if not faults:
            self._seen |= mine

    def _agency(self, line: int, values: dict[str, str]) -> Iterator[RowFault]:
        name = values[ColumnName.AGENCY_NAME]
        id = values.setdefault(ColumnName.AGENCY_ID, slug_of(name))
        if not id or len(id) > LONGEST_AGENCY_ID or id.startswith("ubnd-"):
            yield _fault(line, ColumnName.AGENCY_ID, "agency_id_form")
        others = self._known.agencies.find(name).codes - {id}
        if others:
            yield _fault(line, ColumnName.AGENCY_NAME, "agency_name_taken")

    def _officer(self, line: int, values: dict[str, str]) -> Iterator[RowFault]:
        role, agency = Role(values[ColumnName.ROLE]), values[ColumnName.AGENCY]
        local = values[ColumnName.EMAIL].partition("@")[0].lower().replace("_", "-")
        if not is_username(values.setdefault(ColumnName.USERNAME, local)):
            yield _fault(line, ColumnName.USERNAME, "username_form")
        if agency in self._known.external:
            yield _fault(line, ColumnName.AGENCY, "external_agency")
        if self._known.only_agency is not None and role not in LEADERS_ROLES:
            yield _fault(line, ColumnName.ROLE, "role_not_yours")
        elif role is Role.ADMINISTRATOR and agency != self._known.central:
            yield _fault(line, ColumnName.ROLE, "role_of_the_centre")


def _fault(line: int, column: ColumnName, code: str, **params: Any) -> RowFault:
    return RowFault(line, column, code, params)
