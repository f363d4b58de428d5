"""Who acts. Source: docs/handbook.md §2."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.kernel.frozen import frozen


class Role(StrEnum):
    """Roles, as they stand in tokens and on timelines."""

    CITIZEN = "citizen"
    HOTLINE = "hotline"
    INTAKE = "intake"
    OFFICER = "officer"
    LEADER = "leader"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    TEAM_MEMBER = "team_member"
    EXTERNAL = "external"
    """A body outside the office that answers by a link: it has no account."""
    SYSTEM = "system"


class RoleScope(StrEnum):
    """What a role covers. What it does not cover does not exist for the person."""

    PROVINCE = "province"
    """Of the central agency's intake desk, supervisors and administrators."""
    AGENCY = "agency"
    """One agency; for a commune's, of its intake desk and supervisors: all that lies there too."""


COMMITTEE_PREFIX = "ubnd-"
"""A commune's People's Committee is an agency whose id is this and the commune's code."""


@frozen
class Actor:
    """Somebody who acts: account or officer id, role, and for officers their agency.

    `province`: whether the role's scope is the whole province.
    """

    role: Role
    id: str
    agency: str | None = None
    province: bool = False

    @property
    def scope(self) -> RoleScope:
        """What the role covers."""
        return RoleScope.PROVINCE if self.province else RoleScope.AGENCY


ROUTER = Actor(Role.SYSTEM, "router")
SCHEDULE = Actor(Role.SYSTEM, "schedule")
