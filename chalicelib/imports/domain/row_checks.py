"""What a row may not be beside the others of its file. Of two that collide the later is refused.

Source: docs/handbook.md §10. A shared phone is tolerated among eligible people only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.agencies.domain.agencies import COMBINED_ROLES
from chalicelib.imports.domain.cells import RowFault
from chalicelib.imports.domain.kinds import ColumnName, ListKind
from chalicelib.imports.domain.known import Known
from chalicelib.imports.domain.values import LONGEST_AGENCY_ID, is_username, slug_of
from chalicelib.kernel.actors import Role

MOST_AGENCIES = 800
"""In one item of the directory, which every process reads; a province has some two hundred."""
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
        self._added = 0
        self._people: dict[str, tuple[int, Role, str]] = {}
        """Of officers' rows by username: line, role and agency."""

    def look(self, line: int, values: dict[str, str]) -> Iterator[RowFault]:
        """What is wrong with the row; `values` are each right by themselves."""
        faults: list[RowFault] = []
        if self._kind is ListKind.AGENCIES:
            faults += self._agency(line, values)
        if self._kind is ListKind.OFFICERS:
            faults += self._officer(line, values)
        mine: dict[tuple[str, str], int] = {}
        for name, code, value in _alone(self._kind, values):
            key = (name, value.casefold())
            if key in self._seen:
                faults.append(_fault(line, name, code, other=self._seen[key]))
            mine[key] = line
        yield from faults
        if not faults:
            self._seen |= mine
            self._added += self._is_new(values.get(ColumnName.AGENCY_ID, ""))
            if self._kind is ListKind.OFFICERS and ColumnName.POST_OF not in values:
                role, agency = Role(values[ColumnName.ROLE]), values[ColumnName.AGENCY]
                self._people[values[ColumnName.USERNAME]] = line, role, agency

    def _agency(self, line: int, values: dict[str, str]) -> Iterator[RowFault]:
        name = values[ColumnName.AGENCY_NAME]
        id = values.setdefault(ColumnName.AGENCY_ID, slug_of(name))
        if not id or len(id) > LONGEST_AGENCY_ID or id.startswith("ubnd-"):
            yield _fault(line, ColumnName.AGENCY_ID, "agency_id_form")
        others = self._known.agencies.find(name).codes - {id}
        if others:
            yield _fault(line, ColumnName.AGENCY_NAME, "agency_name_taken")
        if self._is_new(id) and len(self._known.names) + self._added >= MOST_AGENCIES:
            yield _fault(line, ColumnName.AGENCY_NAME, "agencies_full", max=MOST_AGENCIES)

    def _is_new(self, agency: str) -> bool:
        return self._kind is ListKind.AGENCIES and agency not in self._known.names

    def _officer(self, line: int, values: dict[str, str]) -> Iterator[RowFault]:
        role, agency = Role(values[ColumnName.ROLE]), values[ColumnName.AGENCY]
        if ColumnName.POST_OF in values:
            yield from self._further_post(line, values)
            return
        local = values[ColumnName.EMAIL].partition("@")[0].lower().replace("_", "-")
        if not is_username(values.setdefault(ColumnName.USERNAME, local)):
            yield _fault(line, ColumnName.USERNAME, "username_form")
        if agency in self._known.external:
            yield _fault(line, ColumnName.AGENCY, "external_agency")
        if self._known.only_agency is not None and role not in LEADERS_ROLES:
            yield _fault(line, ColumnName.ROLE, "role_not_yours")
        elif role is Role.ADMINISTRATOR and agency != self._known.central:
            yield _fault(line, ColumnName.ROLE, "role_of_the_centre")

    def _further_post(self, line: int, values: dict[str, str]) -> Iterator[RowFault]:
        """Of somebody who stands above it, or is known already, which is looked at later."""
        values.pop(ColumnName.USERNAME, None)
        role, agency = Role(values[ColumnName.ROLE]), values[ColumnName.AGENCY]
        if agency in self._known.external:
            yield _fault(line, ColumnName.AGENCY, "external_agency")
        if self._known.only_agency is not None:
            yield _fault(line, ColumnName.POST_OF, "post_by_administrator")
        if role not in COMBINED_ROLES:
            yield _fault(line, ColumnName.ROLE, "post_not_combined")
        person = self._people.get(values[ColumnName.POST_OF])
        if person is None:
            return
        above, first_role, first_agency = person
        values[ColumnName.PERSON_LINE] = str(above)
        if role in COMBINED_ROLES and first_role not in COMBINED_ROLES:
            yield _fault(line, ColumnName.ROLE, "post_not_combined")
        if first_agency == agency:
            yield _fault(line, ColumnName.AGENCY, "post_is_first")


def _alone(kind: ListKind, values: Mapping[str, str]) -> Iterator[tuple[ColumnName, str, str]]:
    """Columns of which the file may have the value once. A further post has phone, address and
    username of the person, who has one such post in an agency."""
    if ColumnName.POST_OF in values:
        value = f"{values[ColumnName.POST_OF]} {values[ColumnName.AGENCY]}"
        yield ColumnName.POST_OF, "further_post_twice", value
        return
    for name, code in _ALONE[kind]:
        if name in values:
            yield name, code, values[name]


def _fault(line: int, column: ColumnName, code: str, **params: Any) -> RowFault:
    return RowFault(line, column, code, params)
