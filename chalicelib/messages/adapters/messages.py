"""Messages in DynamoDB: one item each, claimed and version-checked by conditional writes.

Access patterns and indexes: docs/access-patterns.md.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from pynamodb.exceptions import PutError, UpdateError

from chalicelib.kernel import backoff
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.due_work import Lane
from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.instants import load, store
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.pages import Page, Position
from chalicelib.messages.adapters.message_documents import ATTENTION, to_attributes, to_message
from chalicelib.messages.adapters.message_items import message_item_class, read_mark_class
from chalicelib.messages.application.messages import DueMessage
from chalicelib.messages.domain.lanes import LANES
from chalicelib.messages.domain.message_policy import MessagePolicy
from chalicelib.messages.domain.messages import (
    BROKEN,
    Message,
    MessageStatus,
    tells_of,
    waits_for_more,
)
from chalicelib.runtime.dynamodb.pages import read_page
from chalicelib.runtime.dynamodb.refusals import REFUSED
from chalicelib.runtime.dynamodb.schemas import MESSAGE
from chalicelib.runtime.dynamodb.stored_items import not_newer
from chalicelib.runtime.faults import MetricFaults

_BELL = f"{Channel.BELL}#"
_READ_MARK = "read"


class DynamoMessageStore:
    """The message store on one table."""

    def __init__(
        self, table: str, sealer: Sealer, policy: MessagePolicy, faults: Faults | None = None
    ) -> None:
        self._policy = policy
        self._faults = faults or MetricFaults()
        self._items = message_item_class(table)
        self._marks = read_mark_class(table)
        self._sealer = sealer

    def claim(self, message: Message) -> bool:
        """Write its first version; False if the key is there already."""
        return self._put(message, self._items.id.does_not_exist())

    def save(self, message: Message) -> bool:
        """Write over exactly the version before; False if somebody else was first."""
        return self._put(message, self._items.version == message.version - 1)

    def _put(self, message: Message, condition: Any) -> bool:
        attributes = to_attributes(message, self._sealer, self._policy)
        item = self._items(message.recipient, message.id, **attributes)
        try:
            item.save(condition=condition)
        except PutError as error:
            if error.cause_response_code == REFUSED:
                return False
            raise
        return True

    def find(self, recipient: str, message_id: str) -> Message | None:
        """The present version, read consistently."""
        try:
            item = self._items.get(recipient, message_id, consistent_read=True)
        except self._items.DoesNotExist:
            return None
        return to_message(item, self._sealer, Isolation(self._faults, Work.READ))

    def put_off(self, due: DueMessage, fault: str, now: datetime) -> bool:
        """Due again later; reads nothing of the message but how often it failed."""
        items, key = self._items, (due.recipient, due.id)
        try:
            found = items.get(*key, consistent_read=True, attributes_to_get=["id", "failures"])
        except items.DoesNotExist:
            return False
        failures = int(found.failures or 0) + 1
        later = store(now + backoff.wait_after(failures))
        actions = [items.next_at.set(later), items.failures.set(failures)]
        if backoff.needs_attention(failures):
            actions += [items.attention.set(ATTENTION), items.at.set(store(now))]
            actions.append(items.reason.set(f"{BROKEN}: {fault}"))
        try:
            items(*key).update(actions, condition=items.next_at == store(due.at))
        except UpdateError as error:
            if error.cause_response_code != REFUSED:
                raise
            return False
        return True

    def gather(self, digest: Message) -> bool:
        """Add a line to the digest while it is held, or begin it; one write, whoever races."""
        model = self._items
        attributes = to_attributes(digest, self._sealer, self._policy)
        lines = attributes.pop("lines")
        at = attributes.pop("next_at")
        actions = [
            getattr(model, name).set(getattr(model, name) | value)
            for name, value in attributes.items()
            if name != "version"
        ]
        actions += [
            model.version.add(1),
            model.next_at.set(at if waits_for_more(digest) else model.next_at | at),
            model.lines.add(lines),
        ]
        held = (model.status == MessageStatus.HELD.value) & not_newer(model, MESSAGE)
        open_to_more = model.id.does_not_exist() | held
        try:
            model(digest.recipient, digest.id).update(actions, condition=open_to_more)
        except UpdateError as error:
            if error.cause_response_code != REFUSED:
                raise
            return self._stands_in(digest)
        return True

    def _stands_in(self, digest: Message) -> bool:
        stored = self.find(digest.recipient, digest.id)
        return stored is not None and tells_of(stored, digest.lines)

    def due(self, now: datetime, limit: int, lanes: Sequence[Lane] = LANES) -> Sequence[DueMessage]:
        """At most `limit` of these lanes, oldest first."""
        index, until = self._items.by_due, self._items.next_at <= store(now)
        asked = (index.query(lane.shard, until, limit=limit, page_size=limit) for lane in lanes)
        found = heapq.merge(*asked, key=lambda item: item.next_at)
        return [
            DueMessage(item.recipient, item.id, load(item.next_at)) for item in islice(found, limit)
        ]

    def attention(self, limit: int, position: Position | None) -> Page[Message]:
        """Newest first, without texts."""
        found = read_page(
            self._items.by_attention.query,
            ("attention", ATTENTION),
            ("at", "recipient", "id"),
            limit,
            position,
            scan_index_forward=False,
        )
        return self._opened(found, None)

    def bell(self, account: str, limit: int, position: Position | None) -> Page[Message]:
        """Newest first: the ids of bell messages begin with their instants."""
        found = read_page(
            self._items.query,
            ("recipient", account),
            ("id",),
            limit,
            position,
            range_key_condition=self._items.id.startswith(_BELL),
            scan_index_forward=False,
        )
        return self._opened(found, self._sealer)

    def read_mark(self, account: str) -> str | None:
        """How far the account has read; None before the first time."""
        try:
            return str(self._marks.get(account, _READ_MARK).up_to)
        except self._marks.DoesNotExist:
            return None

    def mark_read(self, account: str, up_to: str) -> None:
        """Move the mark forward, never back."""
        mark = self._marks(account, _READ_MARK, up_to=up_to)
        behind = self._marks.id.does_not_exist() | (self._marks.up_to < up_to)
        try:
            mark.save(condition=behind)
        except PutError as error:
            if error.cause_response_code != REFUSED:
                raise

    def _opened(self, found: Page[Any], sealer: Sealer | None) -> Page[Message]:
        lines = Isolation(self._faults, Work.READ)
        return Isolation(self._faults, Work.SHOW).page(
            found, lambda item: item.id, lambda item: to_message(item, sealer, lines)
        )
