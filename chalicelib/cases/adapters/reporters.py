"""Reporters of cases, by their accounts, or without one as the office entered them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.identity.application.guests import GuestStore
    from chalicelib.identity.application.people import AccountStore


class KnownReporters:
    """The stores are asked for when the first name is: few processes ever need one."""

    def __init__(
        self, accounts: Callable[[], AccountStore], guests: Callable[[], GuestStore]
    ) -> None:
        self._accounts, self._guests = accounts, guests

    def names_of(self, account: str) -> tuple[str, ...] | None:
        """One consistent read; two of who has no account."""
        found = self._accounts().find(account) or self._guests().find(account)
        if found is None:
            return None
        return (found.full_name,) if found.full_name else ()
