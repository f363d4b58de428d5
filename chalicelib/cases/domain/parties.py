"""Who somebody is to a case. Source: docs/handbook.md §2."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.kernel.actors import Role, RoleScope
from chalicelib.kernel.frozen import frozen


class Relation(StrEnum):
    """What somebody who sees a case has to do with it."""

    HOLDS = "holds"
    """Its citizen, the centre, the agency that leads it, or the desk where it lies till then."""
    COORDINATES = "coordinates"
    """An agency that co-ordinates."""
    WATCHES = "watches"
    """The desk of a commune in which it lies while another agency leads it."""
    FOLLOWS = "follows"
    """Another citizen, who reads it in public."""


@frozen
class Party:
    """Who somebody is to a case: as which role they act, how much that covers, and why here."""

    role: Role
    scope: RoleScope = RoleScope.AGENCY
    relation: Relation = Relation.HOLDS
