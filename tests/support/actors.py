"""People of the office, by what they cover."""

from __future__ import annotations

from chalicelib.kernel.actors import Actor, Role

CENTRAL_AGENCY = "so-khcn"
"""Of Lào Cai, as its data says (`test_province_files.py`)."""


def central(role: Role, id: str) -> Actor:
    """Somebody of the central agency; whose role exists there for the province has its scope."""
    province = role in (Role.INTAKE, Role.SUPERVISOR, Role.ADMINISTRATOR)
    return Actor(role, id, CENTRAL_AGENCY, province)
