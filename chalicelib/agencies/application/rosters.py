"""The people of an agency, and when they are away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.agencies.application.officer_changes import officer_changed
from chalicelib.agencies.application.ports import Directory, DirectoryStore
from chalicelib.agencies.application.reading import agency_meant
from chalicelib.agencies.domain.agencies import Absence, Officer
from chalicelib.agencies.domain.rosters import absence_faults
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden, Invalid, NotFound, Stale
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.ids import is_officer_id
from chalicelib.kernel.pages import Page, Position, page_of
from chalicelib.kernel.versions import check_version

_KEEPERS = frozenset({Role.LEADER, Role.SUPERVISOR, Role.ADMINISTRATOR})


@frozen
class RosterDesk:
    """What reading and writing the leave calendar needs."""

    directory: Directory
    store: DirectoryStore


def read_roster(
    desk: RosterDesk, reader: Actor, agency: str | None, limit: int, position: Position | None
) -> Page[Officer]:
    """The people of an agency by id: one's own, or for the centre any; else NotFound."""
    people = desk.directory.officers(agency_meant(desk.directory, reader, agency))
    return page_of(people, limit, position, lambda officer: {"id": officer.id})


def find_colleague(desk: RosterDesk, reader: Actor, id: str) -> Officer:
    """An officer whom the reader may see, as kept now; else NotFound."""
    officer = desk.store.find_officer(id) if is_officer_id(id) else None
    if officer is None or not (officer.agency == reader.agency or reader.province):
        raise NotFound("officer_not_found")
    return officer


def put_absences(
    desk: RosterDesk,
    actor: Actor,
    officer: Officer,
    absences: Sequence[Absence],
    expected_version: int | None,
    at: datetime,
    correlation_id: str,
) -> Officer:
    """These absences in place of those before: one's own, or as leader or centre another's.

    `officer` is what `find_colleague` found. Raises Forbidden, VersionMissing, Stale (another
    version was seen, or somebody was first), and Invalid with all that is wrong
    (`domain/rosters.absence_faults`).
    """
    if actor.id != officer.id and actor.role not in _KEEPERS:
        raise Forbidden("not_yours_to_change")
    check_version(expected_version, officer.version)
    changed = replace(officer, absences=tuple(absences), version=officer.version + 1)
    faults = list(absence_faults(changed, desk.directory.officers(officer.agency)))
    if faults:
        raise Invalid(faults)
    event = officer_changed(officer, changed, actor, at, correlation_id)
    if not desk.store.save_officer(changed, officer, event):
        raise Stale("stale_version")
    desk.store.announce()
    return changed
