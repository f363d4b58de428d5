"""Writing the directory. Each item is written whole, so that loading it again changes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pynamodb.exceptions import PutError

from chalicelib.agencies.domain.agencies import (
    Agency,
    Officer,
    agencies_to_document,
    officer_to_document,
)
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.keys import Hasher, KeyPurpose, Sealer
from chalicelib.rules.domain.policies import Policy
from chalicelib.rules.domain.policy_documents import policy_to_document
from chalicelib.rules.domain.routing import RoutingRules, routing_to_document
from chalicelib.runtime.dynamodb.directory_items import (
    SCHEMAS,
    DirectoryKind,
    directory_item_class,
    roster_of,
)
from chalicelib.runtime.dynamodb.schemas import OFFICER
from chalicelib.runtime.dynamodb.stored_items import save_over
from chalicelib.worktime.domain.calendar_documents import calendar_to_document
from chalicelib.worktime.domain.calendars import Calendar


class DynamoDirectoryStore:
    """The directory of one table, to write to."""

    def __init__(self, table: str, sealer: Sealer, hasher: Hasher) -> None:
        self._items = directory_item_class(table)
        self._sealer = sealer
        self._hasher = hasher

    def put_agencies(self, agencies: Sequence[Agency]) -> None:
        """All agencies, in place of those before."""
        self._put_document(DirectoryKind.AGENCIES, "all", agencies_to_document(agencies))

    def put_routing_rules(self, rules: RoutingRules) -> None:
        """One version."""
        self._put_version(DirectoryKind.ROUTING, rules.version, routing_to_document(rules))

    def put_policy(self, policy: Policy) -> None:
        """One version."""
        self._put_version(DirectoryKind.POLICY, policy.version, policy_to_document(policy))

    def put_calendar(self, calendar: Calendar) -> None:
        """One version."""
        self._put_version(DirectoryKind.CALENDAR, calendar.version, calendar_to_document(calendar))

    def put_officer(self, officer: Officer) -> None:
        """One officer, in place of the same one before; Conflict (`username_taken`).

        The username is claimed first and what is outdated goes last: an officer can be found at
        every moment, and whoever was stopped half way repeats the whole.
        """
        before = self._place(officer.id)
        username = self._claim(officer)
        self._put_sealed(officer)
        self._items(
            f"{DirectoryKind.OFFICER}#{officer.id}",
            "place",
            agency=officer.agency,
            username=username,
        ).save()
        if before is not None and before.agency != officer.agency:
            self._items(roster_of(before.agency), officer.id).delete()
        if before is not None and before.username != username:
            self._items(before.username, "officer").delete()

    def announce(self) -> None:
        """Let every process know that something has changed."""
        self._items(DirectoryKind.REVISION, "revision", token=new_seed()).save()

    def _claim(self, officer: Officer) -> str:
        """The key of the username, which is now this officer's."""
        key = f"{DirectoryKind.USERNAME}#{self._hasher.hash(KeyPurpose.USERNAME, officer.username)}"
        free = self._items.pk.does_not_exist() | (self._items.officer == officer.id)
        try:
            self._items(key, "officer", officer=officer.id).save(condition=free)
        except PutError as error:
            if error.cause_response_code == "ConditionalCheckFailedException":
                raise Conflict("username_taken") from None
            raise
        return key

    def _put_sealed(self, officer: Officer) -> None:
        roster = roster_of(officer.agency)
        document = json.dumps(officer_to_document(officer), ensure_ascii=False).encode()
        body = self._sealer.seal(document, f"{roster}/{officer.id}")
        save_over(self._items(roster, officer.id, body=body), OFFICER)

    def _place(self, officer: str) -> Any:
        """Where the officer is now, or None."""
        try:
            return self._items.get(
                f"{DirectoryKind.OFFICER}#{officer}", "place", consistent_read=True
            )
        except self._items.DoesNotExist:
            return None

    def _put_version(
        self, kind: DirectoryKind, version: int, document: Mapping[str, object]
    ) -> None:
        self._put_document(kind, f"{version:06d}", document)

    def _put_document(self, kind: DirectoryKind, sk: str, document: Mapping[str, object]) -> None:
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        save_over(self._items(kind, sk, document=text), SCHEMAS[kind])
