"""Accounts, guests, sessions, the roster and what officers sign in by, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from chalicelib.agencies.domain.agencies import Agency, Officer
from chalicelib.identity.application.people import Claims, PersonItemKind, Taken
from chalicelib.identity.domain.account_events import AccountEvent
from chalicelib.identity.domain.accounts import Account
from chalicelib.identity.domain.guests import Guest
from chalicelib.identity.domain.sessions import Session
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.store import StoredEvent, Versioned
from chalicelib.kernel.together import Part
from chalicelib.staff.domain.credentials import Credentials, SignInGuard
from chalicelib.staff.domain.invitations import Invitation
from tests.support.together import ONE_AT_A_TIME, FakePart, write_together

if TYPE_CHECKING:
    from tests.support.people import People

T = TypeVar("T", bound=Versioned)


class FakeStore(Generic[T]):
    """Aggregates in memory; `events` are the documents that the stream would carry."""

    def __init__(self, kind: PersonItemKind) -> None:
        self._kind = kind
        self._aggregates: dict[str, T] = {}
        self.events: list[dict[str, object]] = []
        self.reads = 0
        self.expiries: dict[str, datetime | None] = {}

    def find(self, id: str) -> T | None:
        self.reads += 1
        return self._aggregates.get(id)

    def put(
        self, aggregate: T, expires: datetime | None = None, event: StoredEvent | None = None
    ) -> bool:
        with ONE_AT_A_TIME:
            present = self._aggregates.get(aggregate.id)
            if aggregate.version != (present.version if present else 0) + 1:
                return False
            self._aggregates[aggregate.id] = aggregate
            self.expiries[aggregate.id] = expires
            if event:
                subject = f"{self._kind.value}#{aggregate.id}"
                self.events.append(event.document(subject, aggregate.version))
            return True

    def part(
        self, aggregate: T, expires: datetime | None = None, event: StoredEvent | None = None
    ) -> Part:
        def holds() -> bool:
            present = self._aggregates.get(aggregate.id)
            return aggregate.version == (present.version if present else 0) + 1

        return FakePart(holds, lambda: self.put(aggregate, expires, event))

    def put_with(
        self,
        aggregate: T,
        others: Sequence[Part],
        expires: datetime | None = None,
        event: StoredEvent | None = None,
    ) -> None:
        write_together([self.part(aggregate, expires, event), *others])

    def still(self, id: str, seen: T | None) -> Part:
        return FakePart(lambda: self._aggregates.get(id) == seen, lambda: None)

    def forget(self, id: str) -> None:
        """As the table's time to live does."""
        del self._aggregates[id]


class FakeSessions(FakeStore[Session]):
    """Sessions in memory; what is carried names the version that lies there."""

    def carried(self, session: Session) -> str:
        return f"{session.id}-{session.version}"

    def brought(self, id: str, carried: str) -> Session | None:
        return self._forms.get(carried) if carried.startswith(f"{id}-") else None

    def put(
        self, aggregate: Session, expires: datetime | None = None, event: StoredEvent | None = None
    ) -> bool:
        if not super().put(aggregate, expires, event):
            return False
        self._forms[self.carried(aggregate)] = aggregate
        return True

    def put_over(
        self, session: Session, carried: str, others: Sequence[Part], expires: datetime
    ) -> None:
        present = self.still(session.id, self._forms[carried])
        self.put_with(session, [present, *others], expires)

    @cached_property
    def _forms(self) -> dict[str, Session]:
        return {}


class FakeAccounts:
    """Accounts in memory, one per phone and personal number."""

    def __init__(self) -> None:
        self.store: FakeStore[Account] = FakeStore(PersonItemKind.ACCOUNT)
        self._phones: dict[str, str] = {}
        self.guests: dict[str, Guest] = {}
        """By id; their phones are claimed as those of accounts are."""
        self._made_as: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._lock = Lock()

    def find(self, id: str) -> Account | None:
        return self.store.find(id)

    def there(self, id: str) -> Part:
        return FakePart(lambda: self.store.find(id) is not None, lambda: None)

    def holder_of(self, phone: str) -> str | None:
        holder = self._phones.get(phone)
        return None if holder in self.guests else holder

    def create(self, account: Account, claims: Claims, event: AccountEvent) -> Account | Taken:
        with self._lock:
            made_as = account.id
            for holder in {self._phones[phone] for phone in claims.phone if phone in self._phones}:
                account = replace(account, id=holder)
                if holder not in self.guests:
                    own = made_as in (holder, self._made_as.get(holder))
                    return account if own else Taken.PHONE
            if any(number in self._numbers for number in claims.number):
                return Taken.PERSONAL_ID
            self.guests.pop(account.id, None)
            self._made_as[account.id] = made_as
            self._phones |= dict.fromkeys(claims.phone, account.id)
            self._numbers |= dict.fromkeys(claims.number, account.id)
            self.store.put(account, event=event)
            return account

    def claim(self, account: Account, claims: Claims) -> Taken | None:
        with self._lock:
            for phone in claims.phone:
                if self._phones.setdefault(phone, account.id) != account.id:
                    return Taken.PHONE
            for number in claims.number:
                if self._numbers.setdefault(number, account.id) != account.id:
                    return Taken.PERSONAL_ID
            return None

    def save(self, account: Account, event: AccountEvent | None = None) -> bool:
        return self.store.put(account, event=event)


class FakeGuests:
    """Guests in memory, beside accounts."""

    def __init__(self, accounts: FakeAccounts) -> None:
        self._accounts = accounts

    def find(self, id: str) -> Guest | None:
        return self._accounts.guests.get(id)

    def behind(self, phone: str) -> str | None:
        return self._phones.get(phone)

    def keeping(self, guest: Guest, phones: Sequence[str]) -> Part:
        def keep() -> None:
            self._accounts.guests[guest.id] = guest
            self._phones.update(dict.fromkeys(phones, guest.id))

        return FakePart(lambda: not any(phone in self._phones for phone in phones), keep)

    def claim(self, guest: Guest, phones: Sequence[str]) -> bool:
        return all(self._phones.setdefault(phone, guest.id) == guest.id for phone in phones)

    @property
    def _phones(self) -> dict[str, str]:
        found: dict[str, str] = vars(self._accounts)["_phones"]
        return found


class FakeRoster:
    """The officers of a directory; their records may be replaced."""

    def __init__(self, *officers: Officer) -> None:
        self.records = {officer.id: officer for officer in officers}
        self.events: list[dict[str, object]] = []
        self.announced = 0

    def agencies(self) -> Sequence[Agency]:
        return (Agency("so-xay-dung", "Sở Xây dựng"),)

    def officer(self, officer_id: str) -> Officer | None:
        return self.records.get(officer_id)

    def officer_by_username(self, username: str) -> Officer | None:
        return next((o for o in self.records.values() if o.username == username), None)

    def officers(self, agency: str) -> Sequence[Officer]:
        return [one for one in self.records.values() if one.agency == agency]

    def find_officer(self, officer_id: str) -> Officer | None:
        return self.records.get(officer_id)

    def save_officer(self, officer: Officer, before: Officer, event: StoredEvent) -> bool:
        others = (one for one in self.records.values() if one.id != officer.id)
        if officer.phone and officer.phone in {one.claimed_phone for one in others}:
            raise Conflict("phone_taken")
        if self.records[officer.id] != before:
            return False
        self.records[officer.id] = officer
        self.events.append(event.document(f"officer#{officer.id}", officer.version))
        return True

    def announce(self) -> None:
        self.announced += 1


class FakeCommunes:
    """Knows one commune."""

    def commune(self, code: str) -> object | None:
        return code if code == "02647" else None


class FakeStaffStore:
    """Writes both or none."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._lock = Lock()

    def look(self, guard: str, officer: str) -> tuple[SignInGuard | None, Credentials | None]:
        return self._people.guards.find(guard), self._people.credentials.find(officer)

    def write(self, parts: Sequence[Part]) -> None:
        write_together(parts)

    def put_password(
        self, credentials: Credentials, invitation: Invitation, event: StoredEvent
    ) -> bool:
        with self._lock:
            stores = self._people.credentials, self._people.invitations
            for store, one in zip(stores, (credentials, invitation), strict=True):
                present = store.find(one.id)
                if one.version != (present.version if present else 0) + 1:
                    return False
            self._people.invitations.put(invitation)
            return self._people.credentials.put(credentials, event=event)
