"""The audit's book in DynamoDB, to add to.

Every write is conditional on nothing being there, so that what stands is never written over.
Access patterns: docs/access-patterns.md.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from pynamodb.connection import Connection
from pynamodb.exceptions import PutError, TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.audit.adapters.audit_items import (
    DAYS,
    PLACE,
    READ,
    audit_item_class,
    day_key,
    line_key,
    number_key,
)
from chalicelib.audit.domain.audit_policy import AuditPolicy
from chalicelib.audit.domain.chain import AuditHead, AuditLink
from chalicelib.audit.domain.kinds import OF_THE_BOOK
from chalicelib.kernel.instants import epoch_seconds, load, local_date, local_midnight, store
from chalicelib.runtime.dynamodb.refusals import CANCELLED, REFUSED
from chalicelib.runtime.dynamodb.schemas import AUDIT_LINE


class DynamoAuditTrail:
    """The book of one table."""

    def __init__(self, table: str, policy: AuditPolicy) -> None:
        self._items = audit_item_class(table)
        self._policy = policy
        self._connection = Connection()

    def write_down(self, event: dict[str, object]) -> None:
        """One put; the same read again changes nothing."""
        item = self._items(
            line_key(str(event["id"])),
            READ,
            event=json.dumps(event, ensure_ascii=False, separators=(",", ":")),
            expires=self._expires(local_date(load(str(event["at"])))),
        )
        try:
            item.save(condition=self._items.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != REFUSED:
                raise

    def head(self) -> AuditHead | None:
        """Two queries of one item each: the newest day, and its last link."""
        day = self._last(DAYS)
        link = self._last(day_key(day.sk)) if day else None
        if link is None:
            return None
        return AuditHead(date.fromisoformat(day.sk), int(link.sk), link.hash)

    def entered(self, ids: Collection[str]) -> frozenset[str]:
        """One batch read."""
        keys = [(line_key(id), PLACE) for id in dict.fromkeys(ids)]
        found = self._items.batch_get(keys, consistent_read=True)
        return frozenset(item.pk.removeprefix("line#") for item in found)

    def add(self, links: Sequence[AuditLink]) -> bool:
        """One transaction: links, places of their lines, and the day where it is a new one."""
        nothing = self._items.pk.does_not_exist()
        try:
            with TransactWrite(connection=self._connection) as transaction:
                for link in links:
                    for item in self._made_of(link):
                        transaction.save(item, condition=nothing)
        except TransactWriteError as error:
            if error.cause_response_code != CANCELLED:
                raise
            return False
        return True

    def _made_of(self, link: AuditLink) -> list[Any]:
        expires, said = self._expires(link.day), json.loads(link.line)
        kept = self._items(
            day_key(link.day),
            number_key(link.number),
            schema=AUDIT_LINE.number,
            line=link.line,
            entered=store(link.entered),
            previous=link.previous,
            hash=link.hash,
            place=f"{link.day}#{number_key(link.number)}",
            subject=said["subject"],
            actor=said["actor"]["id"],
            kind=said["kind"],
            actor_kind=f"{said['actor']['id']}#{said['kind']}",
            expires=expires,
        )
        if said["kind"] not in OF_THE_BOOK:
            return [
                kept,
                self._items(line_key(said["id"]), PLACE, place=kept.place, expires=expires),
            ]
        if link.number == 1:
            return [kept, self._items(DAYS, link.day.isoformat(), expires=expires)]
        return [kept]

    def _last(self, pk: str) -> Any:
        newest = self._items.query(pk, scan_index_forward=False, limit=1, consistent_read=True)
        return next(iter(newest), None)

    def _expires(self, day: date) -> int:
        return epoch_seconds(local_midnight(self._policy.kept_until(day)))
