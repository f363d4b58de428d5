"""A lost app, and all passkeys, are taken away by two people, one of them an administrator.

Neither is the owner, so that nobody who has a colleague's password can take the second factor away
alone; and the second one says so within a day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden, NotFound
from chalicelib.staff.domain.credentials import Credentials
from chalicelib.staff.domain.factors import ResetAsked

OPEN_FOR = timedelta(hours=24)


def ask_reset(credentials: Credentials, by: Actor, now: datetime) -> Credentials:
    """The next version, with this request in the place of any before.

    Raises Forbidden (`own_account`), and Conflict (`no_app`) where codes are sent anyway.
    """
    _check_other(credentials, by)
    if credentials.app is None and not credentials.passkeys:
        raise Conflict("no_app")
    asked = ResetAsked(by.id, by.role is Role.ADMINISTRATOR, now)
    return replace(credentials, version=credentials.version + 1, reset=asked)


def confirm_reset(credentials: Credentials, by: Actor, now: datetime) -> Credentials:
    """The same version without app, recovery codes and passkeys: codes are sent from now on.

    Raises NotFound (`reset_not_found`) where nobody asked within a day, Forbidden: `own_account`,
    `second_person_needed`.
    """
    _check_other(credentials, by)
    asked = open_reset(credentials, now)
    if asked is None:
        raise NotFound("reset_not_found")
    has_administrator = asked.is_administrator or by.role is Role.ADMINISTRATOR
    if asked.by == by.id or not has_administrator:
        raise Forbidden("second_person_needed")
    bare = replace(credentials, app=None, beginning=None, recovery=(), reset=None)
    return replace(bare, passkeys=(), passkey_asked=None)


def open_reset(credentials: Credentials, now: datetime) -> ResetAsked | None:
    """The request that waits for a second person."""
    asked = credentials.reset
    return asked if asked is not None and now < asked.at + OPEN_FOR else None


def _check_other(credentials: Credentials, by: Actor) -> None:
    if by.id == credentials.id:
        raise Forbidden("own_account")
