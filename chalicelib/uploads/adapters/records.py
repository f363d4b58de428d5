"""Uploads in DynamoDB: beside the cases, without an `event`, so that the relay passes them by.

Receipt and verdict are attributes of their own that are only ever added, so that attaching and
examining may happen in any order, or at once. Access patterns: docs/access-patterns.md.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import UpdateError

from chalicelib.kernel.backoff import LONGEST_WAIT
from chalicelib.kernel.instants import load, store
from chalicelib.kernel.together import Part, Refused
from chalicelib.runtime.dynamodb.due_index import ByDue
from chalicelib.runtime.dynamodb.refusals import REFUSED
from chalicelib.runtime.dynamodb.schemas import UPLOAD
from chalicelib.runtime.dynamodb.stored_items import StoredItem, not_newer, present_item
from chalicelib.runtime.dynamodb.together import joined, putting, updating, write_together
from chalicelib.uploads.application.ports import DueUpload
from chalicelib.uploads.domain.uploads import ExaminationResult, MediaType, Purpose, Refusal, Upload

_PREFIX = "U#"
_SHARD = "uploads"
"""Of the due index, whose other shards are the cases'."""


@lru_cache
def _item_class(table: str) -> Any:
    class UploadItem(StoredItem):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        owner = UnicodeAttribute()
        media_type = UnicodeAttribute()
        size = NumberAttribute()
        sha256 = UnicodeAttribute()
        issued_at = UnicodeAttribute()
        attached_to = UnicodeAttribute(null=True)
        purpose = UnicodeAttribute(null=True)
        verdict_at = UnicodeAttribute(null=True)
        refusal = UnicodeAttribute(null=True)
        thumbnail = BooleanAttribute(null=True)
        expired_at = UnicodeAttribute(null=True)
        due_shard = UnicodeAttribute(null=True)
        next_at = UnicodeAttribute(null=True)

        by_due = ByDue()

    return UploadItem


class DynamoUploadStore:
    """The record of uploads in the table of cases."""

    def __init__(self, table: str) -> None:
        self._items = _item_class(table)
        self._connection = Connection()

    def add(self, upload: Upload, together_with: Sequence[Part] = ()) -> None:
        """Record a new upload, and these parts; the same one again changes nothing at all."""
        item = self._items(
            _PREFIX + upload.id,
            schema=UPLOAD.number,
            owner=upload.owner,
            media_type=upload.media_type.value,
            size=upload.size,
            sha256=upload.sha256,
            issued_at=store(upload.issued_at),
        )
        if upload.open_until is not None:
            item.due_shard, item.next_at = _SHARD, store(upload.open_until)
        own = putting(item, self._items.id.does_not_exist())
        try:
            write_together(self._connection, [own, *together_with])
        except Refused as refused:
            if refused.part is not own:
                raise

    def find(self, ids: Collection[str], *, fresh: bool = False) -> Mapping[str, Upload]:
        """Those that exist, by id, in one call (at most 100); `fresh`: read consistently."""
        keys = [_PREFIX + one for one in ids]
        found = map(_upload, self._items.batch_get(keys, consistent_read=fresh))
        return {upload.id: upload for upload in found}

    def attaching(self, uploads: Sequence[Upload], case_code: str, purpose: Purpose) -> Part:
        """Tie all of them to the case, or none; refuses if one is not its owner's or not free."""
        model = self._items
        free = model.attached_to.does_not_exist() | (model.attached_to == case_code)
        free &= not_newer(model, UPLOAD) & model.expired_at.does_not_exist()
        actions = [
            model.attached_to.set(case_code),
            model.purpose.set(purpose.value),
            model.due_shard.remove(),
            model.next_at.remove(),
        ]

        def condition(one: Upload) -> Any:
            waits = model.next_at.exists() if one.open_until else model.next_at.does_not_exist()
            return (model.owner == one.owner) & free & waits

        return joined(
            [updating(model(_PREFIX + one.id), actions, condition(one)) for one in uploads]
        )

    def expiring(self, upload: Upload) -> Part:
        """Say that it is gone, as of when it was due; refuses if it was attached, or said so."""
        model = self._items
        waits = model.next_at.exists() & model.attached_to.does_not_exist()
        waits &= model.expired_at.does_not_exist() & not_newer(model, UPLOAD)
        due = store(upload.open_until or upload.issued_at)
        return updating(model(_PREFIX + upload.id), [model.expired_at.set(due)], waits)

    def leave_index(self, upload_id: str) -> bool:
        """Nothing is left to be done about what is gone."""
        model = self._items
        actions = [model.due_shard.remove(), model.next_at.remove()]
        gone = model.expired_at.exists() & model.next_at.exists()
        return self._update(upload_id, actions, gone)

    def put_off(self, due: DueUpload, now: datetime) -> None:
        """Let what could not be removed be due again in an hour."""
        later = self._items.next_at.set(store(now + LONGEST_WAIT))
        self._update(due.id, [later], self._items.next_at == store(due.at))

    def due(self, now: datetime, limit: int) -> Sequence[DueUpload]:
        """One query of the due index, in a shard of their own: cases do not see them."""
        until = self._items.next_at <= store(now)
        found = self._items.by_due.query(_SHARD, until, limit=limit, page_size=limit)
        return [DueUpload(item.id.removeprefix(_PREFIX), load(item.next_at)) for item in found]

    def write(self, parts: Sequence[Part]) -> bool:
        """All of these, or, if one refuses, nothing."""
        try:
            write_together(self._connection, parts)
        except Refused:
            return False
        return True

    def conclude(self, upload_id: str, verdict: ExaminationResult) -> bool:
        """Record the verdict; the first one stays, and what is gone has none."""
        model = self._items
        actions = [
            model.verdict_at.set(store(verdict.at)),
            model.thumbnail.set(verdict.thumbnail),
        ]
        if verdict.refusal:
            actions.append(model.refusal.set(verdict.refusal.value))
        open_still = model.owner.exists() & model.verdict_at.does_not_exist()
        open_still &= not_newer(model, UPLOAD) & model.expired_at.does_not_exist()
        return self._update(upload_id, actions, open_still)

    def _update(self, upload_id: str, actions: list[Any], condition: Any) -> bool:
        try:
            self._items(_PREFIX + upload_id).update(actions, condition=condition)
        except UpdateError as error:
            if error.cause_response_code != REFUSED:
                raise
            return False
        return True


def _upload(stored: Any) -> Upload:
    item = present_item(stored, UPLOAD)
    return Upload(
        id=item.id.removeprefix(_PREFIX),
        owner=item.owner,
        media_type=MediaType(item.media_type),
        size=int(item.size),
        sha256=item.sha256,
        issued_at=load(item.issued_at),
        verdict=_verdict(item),
        attached_to=item.attached_to,
        purpose=Purpose(item.purpose) if item.purpose else None,
        open_until=load(item.next_at) if item.next_at else None,
        expired_at=load(item.expired_at) if item.expired_at else None,
    )


def _verdict(item: Any) -> ExaminationResult | None:
    if not item.verdict_at:
        return None
    refusal = Refusal(item.refusal) if item.refusal else None
    return ExaminationResult(load(item.verdict_at), refusal, bool(item.thumbnail))
