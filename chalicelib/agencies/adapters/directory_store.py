"""Writing the directory.

Agencies and rules are written whole, so that loading them again changes nothing. An officer is
written over exactly the version that was read here, never over one that somebody remembers. Phones
are claimed by KMS's hashes (docs/adr/0027); a change that leaves the phone as it is asks for none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.agencies.adapters.officer_items import is_still, item_of, officer_of
from chalicelib.agencies.adapters.officer_writes import (
    OfficerWrite,
    free_or_of,
    in_transactions,
    telling,
)
from chalicelib.agencies.application.ports import OfficerChange
from chalicelib.agencies.domain.agencies import (
    Agency,
    Officer,
    agencies_from_document,
    agencies_to_document,
)
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.keys import Fingerprints, Hasher, KeyPurpose, Sealer
from chalicelib.kernel.origins import with_network
from chalicelib.kernel.store import StoredEvent
from chalicelib.rules.domain.abuse import AbuseWords, abuse_to_document
from chalicelib.rules.domain.policies import Policy
from chalicelib.rules.domain.policy_documents import policy_to_document
from chalicelib.rules.domain.questions import CategoryQuestions, questions_to_document
from chalicelib.rules.domain.routing import RoutingRules, routing_to_document
from chalicelib.runtime.dynamodb.directory_items import (
    SCHEMAS,
    DirectoryKind,
    directory_item_class,
    document_of,
    roster_of,
    saved,
)
from chalicelib.runtime.dynamodb.refusals import CANCELLED
from chalicelib.runtime.dynamodb.stored_items import save_over
from chalicelib.worktime.domain.calendar_documents import calendar_to_document
from chalicelib.worktime.domain.calendars import Calendar

if TYPE_CHECKING:
    from chalicelib.rules.domain.roll_out import RollOutPlan

READ_AT_ONCE = 100
"""Items, of one call."""


class DynamoDirectoryStore:
    """The directory of one table, to write to."""

    def __init__(
        self, table: str, sealer: Sealer, hasher: Hasher, fingerprints: Fingerprints
    ) -> None:
        self._items = directory_item_class(table)
        self._sealer = sealer
        self._hasher = hasher
        self._fingerprints = fingerprints
        self._connection = Connection()

    def put_agencies(self, agencies: Sequence[Agency], event: AuditEvent, change: str) -> None:
        """All agencies, in place of those before, with what the audit is told of this change."""
        document, told = agencies_to_document(agencies), event.document("directory", change)
        self._put_document(DirectoryKind.AGENCIES, "all", document, told)

    def put_routing_rules(self, rules: RoutingRules) -> None:
        """One version."""
        self._put_version(DirectoryKind.ROUTING, rules.version, routing_to_document(rules))

    def put_policy(self, policy: Policy) -> None:
        """One version."""
        self._put_version(DirectoryKind.POLICY, policy.version, policy_to_document(policy))

    def put_calendar(self, calendar: Calendar) -> None:
        """One version."""
        self._put_version(DirectoryKind.CALENDAR, calendar.version, calendar_to_document(calendar))

    def find_agencies(self) -> Sequence[Agency]:
        """As the table has them now: one consistent read."""
        item = self._find(DirectoryKind.AGENCIES, "all")
        kind = SCHEMAS[DirectoryKind.AGENCIES]
        return agencies_from_document(document_of(item, kind)) if item else ()

    def find_officer(self, id: str) -> Officer | None:
        """As the table has it now: two consistent reads."""
        place = self._find(f"{DirectoryKind.OFFICER}#{id}", "place")
        item = self._find(roster_of(place.agency), id) if place else None
        return officer_of(item, self._sealer) if item else None

    def save_officer(
        self,
        officer: Officer,
        before: Officer | None,
        event: StoredEvent | None = None,
        beside: Officer | None = None,
    ) -> bool:
        """Write over exactly `before`, which was read here; None: over nothing.

        One conditional write; a transaction where agency, username or phone are others, or somebody
        is `beside`, and a call of KMS for each phone.

        Raises Conflict (`username_taken`, `phone_taken`).
        """
        if before and not beside and _place_and_names(before) == _place_and_names(officer):
            item = telling(item_of(self._items, officer, self._sealer), officer, event)
            return saved(item, is_still(self._items, before))
        write = self._write(OfficerChange(officer, before, event))
        try:
            self._together([write], beside)
        except TransactWriteError as error:
            self._check_claims(officer, write.claims, error)
            return False
        return True

    def find_by_usernames(self, usernames: Sequence[str]) -> Mapping[str, Officer]:
        """Three reads of a hundred items each: whose the names are, where, and who they are."""
        keys = {self._username_key(name): name for name in usernames}
        holders = {
            item.officer: keys[item.pk] for item in self._all((key, "officer") for key in keys)
        }
        places = self._all((f"{DirectoryKind.OFFICER}#{id}", "place") for id in holders)
        rosters = [(roster_of(item.agency), item.pk.partition("#")[2]) for item in places]
        return {holders[item.sk]: officer_of(item, self._sealer) for item in self._all(rosters)}

    def save_officers(self, changes: Sequence[OfficerChange]) -> Sequence[OfficerChange]:
        """In transactions of several people; what one of them refuses is given back."""
        by_officer = {change.officer.id: change for change in changes}
        refused: list[OfficerChange] = []
        for writes in in_transactions([self._write(change) for change in by_officer.values()]):
            try:
                self._together(writes)
            except TransactWriteError as error:
                if error.cause_response_code != CANCELLED:
                    raise
                refused += [by_officer[write.officer.id] for write in writes]
        return refused

    def claim_phone(self, officer: Officer, hashed: str) -> bool:
        """Also this claim on the phone of exactly the version that was found: a transaction, so
        that nobody who leaves meanwhile keeps it. Raises Conflict (`phone_taken`)."""
        items, key = self._items, _phone_key(hashed)
        roster, still = roster_of(officer.agency), is_still(self._items, officer)
        try:
            with TransactWrite(connection=self._connection) as transaction:
                transaction.condition_check(items, roster, officer.id, condition=still)
                claim = items(key, "officer", officer=officer.id)
                transaction.save(claim, condition=free_or_of(items, officer))
        except TransactWriteError as error:
            self._check_claims(officer, {key: "phone_taken"}, error)
            return False
        return True

    def put_questions(self, questions: CategoryQuestions) -> None:
        """One version."""
        document = questions_to_document(questions)
        self._put_version(DirectoryKind.QUESTIONS, questions.version, document)

    def put_roll_out(self, plan: RollOutPlan) -> None:
        """One version."""
        from chalicelib.rules.domain.roll_out import roll_out_to_document

        self._put_version(DirectoryKind.ROLL_OUT, plan.version, roll_out_to_document(plan))

    def put_abuse_words(self, words: AbuseWords) -> None:
        """One version."""
        self._put_version(DirectoryKind.ABUSE_WORDS, words.version, abuse_to_document(words))

    def announce(self) -> None:
        """Let every process know that something has changed."""
        self._items(DirectoryKind.REVISION, "revision", token=new_seed()).save()

    def _write(self, change: OfficerChange) -> OfficerWrite:
        """Whose place and names stay claims nothing anew."""
        officer, before = change.officer, change.before
        if before and _place_and_names(before) == _place_and_names(officer):
            return OfficerWrite(officer, before, change.event, {}, ())
        hashes = self._phone_hashes(officer, before)
        claims = self._claims(officer, hashes)
        outdated = set(self._claims(before, hashes)) - set(claims) if before else set()
        return OfficerWrite(officer, before, change.event, claims, outdated)

    def _together(self, writes: Sequence[OfficerWrite], beside: Officer | None = None) -> None:
        with TransactWrite(connection=self._connection) as transaction:
            if beside:
                roster, still = roster_of(beside.agency), is_still(self._items, beside)
                transaction.condition_check(self._items, roster, beside.id, condition=still)
            for write in writes:
                write.add_to(transaction, self._items, self._sealer)

    def _all(self, keys: Iterable[tuple[str, str]]) -> Sequence[Any]:
        """Read consistently, a hundred in a call."""
        wanted = list(keys)
        parts = [wanted[at : at + READ_AT_ONCE] for at in range(0, len(wanted), READ_AT_ONCE)]
        return [one for part in parts for one in self._items.batch_get(part, consistent_read=True)]

    def _phone_hashes(self, *officers: Officer | None) -> dict[str, tuple[str, ...]]:
        """The hashes of their phones, by phone: each is asked for once."""
        phones = {one.claimed_phone for one in officers if one and one.claimed_phone}
        return {one: self._fingerprints.of(KeyPurpose.STAFF_PHONE, one) for one in phones}

    def _claims(
        self, officer: Officer, phone_hashes: Mapping[str, Sequence[str]]
    ) -> dict[str, str]:
        """What is this officer's alone, by key."""
        claims = {self._username_key(officer.username): "username_taken"}
        for hashed in phone_hashes.get(officer.claimed_phone or "", ()):
            claims[_phone_key(hashed)] = "phone_taken"
        return claims

    def _username_key(self, username: str) -> str:
        return f"{DirectoryKind.USERNAME}#{self._hasher.hash(KeyPurpose.USERNAME, username)}"

    def _check_claims(
        self, officer: Officer, claims: Mapping[str, str], error: TransactWriteError
    ) -> None:
        """Why a transaction was refused. The claims themselves answer, since stores differ in how
        they put their reasons; any other error is raised again."""
        if error.cause_response_code != CANCELLED:
            raise error
        for key, taken in claims.items():
            claim = self._find(key, "officer")
            if claim is not None and claim.officer != officer.id:
                raise Conflict(taken)

    def _find(self, pk: str, sk: str) -> Any:
        """The item, or None."""
        try:
            return self._items.get(pk, sk, consistent_read=True)
        except self._items.DoesNotExist:
            return None

    def _put_version(
        self, kind: DirectoryKind, version: int, document: Mapping[str, object]
    ) -> None:
        self._put_document(kind, f"{version:06d}", document)

    def _put_document(
        self,
        kind: DirectoryKind,
        sk: str,
        document: Mapping[str, object],
        told: dict[str, object] | None = None,
    ) -> None:
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        event = json.dumps(with_network(told), ensure_ascii=False) if told else None
        save_over(self._items(kind, sk, document=text, event=event), SCHEMAS[kind])


def _phone_key(hashed: str) -> str:
    return f"{DirectoryKind.STAFF_PHONE}#{hashed}"


def _place_and_names(officer: Officer) -> tuple[str, str, str | None]:
    """What stands elsewhere than in the officer's own item too, as it is and not hashed."""
    return officer.agency, officer.username, officer.claimed_phone
