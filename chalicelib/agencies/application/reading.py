"""Whose agency is meant, and who works there."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import NotFound


def agency_meant(directory: Directory, actor: Actor, named: str | None) -> str:
    """The named one, else the actor's own; raises NotFound for one that is not there, and for
    another's unless the actor is of the province."""
    wanted = named or actor.agency or ""
    own = wanted == actor.agency
    if directory.agency(wanted) is None or not (own or actor.province):
        raise NotFound("agency_not_found")
    return wanted


def active_staff(directory: Directory, agency: str, role: Role) -> Iterator[Officer]:
    """Those of that role who have not left, by id."""
    people = directory.officers(agency)
    return (one for one in people if one.active and one.role is role)
