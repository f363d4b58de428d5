"""Where accounts, registrations, sessions and credentials are kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from chalicelib.identity.domain.account_events import AccountEvent
from chalicelib.identity.domain.accounts import Account
from chalicelib.kernel.together import Part


class PersonItemKind(StrEnum):
    """The first letter of an item's key, and so of an event's subject (`R#01J…`)."""

    ACCOUNT = "A"
    REGISTRATION = "R"
    CITIZEN_SESSION = "S"
    OFFICER_SESSION = "F"
    CREDENTIALS = "C"
    INVITATION = "V"
    GUARD = "L"
    GUEST = "G"
    ADDRESS_PROOF = "K"


class Taken(StrEnum):
    """What another account already has."""

    PHONE = "phone_taken"
    PERSONAL_ID = "personal_id_taken"


@dataclass(frozen=True)
class Claims:
    """The hashes under which an account holds its phone and its personal number, if it has one;
    of each the one that it is found by first."""

    phone: tuple[str, ...]
    number: tuple[str, ...] = ()


class AccountStore(Protocol):
    """Accounts, with at most one per phone and per personal number under any concurrency."""

    def find(self, id: str) -> Account | None:
        """The present version, read consistently."""
        ...

    def there(self, id: str) -> Part:
        """Writes nothing, but refuses where the account is not there."""
        ...

    def holder_of(self, phone: str) -> str | None:
        """The id of the account that has the phone of this hash."""
        ...

    def create(self, account: Account, claims: Claims, event: AccountEvent) -> Account | Taken:
        """The account and its claims, all or nothing; the same account again changes nothing.

        Where its phone was kept for it (`guests.py`) it gets the id that was kept, and takes the
        guest's place: the answer is the account as it is there.
        """
        ...

    def claim(self, account: Account, claims: Claims) -> Taken | None:
        """Also these claims for an account that is there; those that it has change nothing."""
        ...

    def save(self, account: Account, event: AccountEvent | None = None) -> bool:
        """Write over exactly the version before; False if somebody else was first.

        Neither phone nor personal number may have changed.
        """
        ...
