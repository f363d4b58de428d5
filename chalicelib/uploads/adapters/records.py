"""Uploads in DynamoDB: beside the cases, without an `event`, so that the relay passes them by.

Receipt and verdict are attributes of their own that are only ever added, so that attaching and
examining may happen in any order, or at once. Access patterns: docs/access-patterns.md.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import UpdateError

from chalicelib.kernel.instants import load, store
from chalicelib.kernel.together import Part, Refused
from chalicelib.runtime.dynamodb.schemas import UPLOAD
from chalicelib.runtime.dynamodb.stored_items import StoredItem, not_newer, present_item
from chalicelib.runtime.dynamodb.together import joined, putting, updating, write_together
from chalicelib.uploads.domain.uploads import ExaminationResult, MediaType, Purpose, Refusal, Upload

_PREFIX = "U#"


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
        free &= not_newer(model, UPLOAD)
        actions = [model.attached_to.set(case_code), model.purpose.set(purpose.value)]
        return joined(
            [
                updating(model(_PREFIX + one.id), actions, (model.owner == one.owner) & free)
                for one in uploads
            ]
        )

    def write(self, parts: Sequence[Part]) -> bool:
        """All of these, or, if one refuses, nothing."""
        try:
            write_together(self._connection, parts)
        except Refused:
            return False
        return True

    def conclude(self, upload_id: str, verdict: ExaminationResult) -> None:
        """Record the verdict; the first one stays."""
        model = self._items
        actions = [
            model.verdict_at.set(store(verdict.at)),
            model.thumbnail.set(verdict.thumbnail),
        ]
        if verdict.refusal:
            actions.append(model.refusal.set(verdict.refusal.value))
        open_still = model.owner.exists() & model.verdict_at.does_not_exist()
        open_still &= not_newer(model, UPLOAD)
        try:
            model(_PREFIX + upload_id).update(actions, condition=open_still)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise


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
    )


def _verdict(item: Any) -> ExaminationResult | None:
    if not item.verdict_at:
        return None
    refusal = Refusal(item.refusal) if item.refusal else None
    return ExaminationResult(load(item.verdict_at), refusal, bool(item.thumbnail))
