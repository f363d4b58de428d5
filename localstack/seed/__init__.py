"""The sample roster of the local stack, and loading the directory with it.

`roster.csv` is invented: nobody of that name and number exists. It does not ship.
"""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.kernel.actors import Actor, Role
from chalicelib.runtime.services import Services
from chalicelib.staff.application.passwords import PasswordDesk, set_password
from operations.auditing import operator
from operations.first_load import load, read_roster

ROSTER = Path(__file__).parent / "roster.csv"
_AT_ONCE = 4
"""Hashing a password keeps a core busy; writing it waits for the emulator."""


def seed(product: Services) -> dict[str, Any]:
    """Load the province's directory and give everybody a fresh password.

    Returns the members of `.local/stack.json` by which an outside client signs in:
    `administrator`, and `officers` for everybody else.
    """
    people = sample_roster()
    load(product, people)
    by = operator()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        logins = list(pool.map(lambda officer: _login(product, officer, by), people))
    administrator = next(login for login in logins if login["role"] == Role.ADMINISTRATOR)
    officers = [login for login in logins if login is not administrator]
    return {"administrator": administrator, "officers": officers}


def sample_roster() -> tuple[Officer, ...]:
    """The people of the file."""
    return read_roster(ROSTER)


def _login(product: Services, officer: Officer, by: Actor) -> dict[str, str]:
    password = secrets.token_urlsafe(12)
    set_password(product.get(PasswordDesk), officer.id, password, by)
    return {
        "username": officer.username,
        "password": password,
        "role": officer.role.value,
        "agency": officer.agency,
        "phone": officer.phone or "",
        "email": officer.email,
    }
