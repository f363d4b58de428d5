"""What the people of the office cover: the province, or one agency. Source: docs/handbook.md §2."""

from __future__ import annotations

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.kernel.actors import COMMITTEE_PREFIX, Actor, Role

DESK_ROLES = frozenset({Role.INTAKE, Role.SUPERVISOR})
"""They exist at both scopes; administrators at the province's alone."""
CENTRAL_ROLES = DESK_ROLES | {Role.ADMINISTRATOR}
"""Of the central agency they cover the province."""


def actor_of(officer: Officer, central_agency: str) -> Actor:
    """As whom this person acts."""
    province = officer.role in CENTRAL_ROLES and officer.agency == central_agency
    return Actor(officer.role, officer.id, officer.agency, province)


def commune_of(agency: str | None) -> str | None:
    """The code of the commune whose People's Committee it is."""
    code = (agency or "").removeprefix(COMMITTEE_PREFIX)
    return code if agency == f"{COMMITTEE_PREFIX}{code}" else None


def committee_for(commune: str) -> str:
    """The id of the commune's People's Committee."""
    return f"{COMMITTEE_PREFIX}{commune}"
