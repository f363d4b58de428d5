"""Who acts. Source: docs/handbook.md §2."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
    SYSTEM = "system"


PROVINCE_WIDE = frozenset({Role.INTAKE, Role.SUPERVISOR, Role.ADMINISTRATOR})
"""Roles that see every case of the province."""
CENTRAL_AGENCY = "so-khcn"
"""Intake, supervisors and administrators belong to it."""


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: account or officer id, role, and for officers their agency."""

    role: Role
    id: str
    agency: str | None = None


ROUTER = Actor(Role.SYSTEM, "router")
SCHEDULE = Actor(Role.SYSTEM, "schedule")
