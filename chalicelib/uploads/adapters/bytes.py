"""The bytes of uploads in S3: `incoming/` as they came, `checked/` as they may be shown.

The bucket encrypts everything by default and lets nobody in but the stack's functions and the
addresses signed here. They need `s3:ListBucket`: without it S3 answers 403 for what is not there.

Each call names the bucket's owner, so that a bucket of that name in another account is refused.
Forms and addresses cannot: POST policies know no such condition, and a signed header is nothing
that a link carries. They are held by the function's own policy (`s3:ResourceAccount`).
"""

from __future__ import annotations

import base64
from collections.abc import Collection
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from chalicelib.uploads.adapters.own_origin import OwnOrigin
from chalicelib.uploads.application.ports import INCOMING, CleanFile, Unfit, UploadForm
from chalicelib.uploads.domain.uploads import SHOWN_IN_PLACE, MediaType, Refusal, Upload

_CHECKED = "checked/"
_FORM_SECONDS = 3600
_ADDRESS_SECONDS = 300
_EXTENSIONS = {
    MediaType.JPEG: "jpg",
    MediaType.PNG: "png",
    MediaType.HEIC: "heic",
    MediaType.PDF: "pdf",
    MediaType.MP4: "mp4",
}
_ABSENT = frozenset({"404", "NoSuchKey"})


class S3UploadBytes:
    """The bytes in one bucket; `owner` is the account that it belongs to, `host` the name by which
    the distribution asks it."""

    def __init__(self, bucket: str, owner: str, host: str) -> None:
        self._bucket = bucket
        self._own = OwnOrigin(host, bucket)
        self._ours = {"Bucket": bucket, "ExpectedBucketOwner": owner}

    @cached_property
    def _client(self) -> Any:
        """Made at its first use: most requests have no files, and S3's client is slow to make."""
        # Addresses name the bucket and its region, so that no client is sent on to another host.
        config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
        return boto3.client("s3", config=config)

    def form(self, upload: Upload) -> UploadForm:
        """A form for exactly this key, type, length and SHA-256, good for an hour."""
        fields = {
            "Content-Type": upload.media_type.value,
            "x-amz-checksum-algorithm": "SHA256",
            "x-amz-checksum-sha256": base64.b64encode(bytes.fromhex(upload.sha256)).decode(),
        }
        conditions: list[Any] = [{name: value} for name, value in fields.items()]
        form = self._client.generate_presigned_post(
            self._bucket,
            INCOMING + upload.id,
            Fields=fields,
            Conditions=[*conditions, ["content-length-range", upload.size, upload.size]],
            ExpiresIn=_FORM_SECONDS,
        )
        return UploadForm(form["url"], form["fields"])

    def has_incoming(self, upload_id: str) -> bool:
        """Whether the file has come and has not been examined yet."""
        try:
            self._client.head_object(**self._ours, Key=INCOMING + upload_id)
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return False
            raise
        return True

    def have_incoming(self, upload_ids: Collection[str]) -> frozenset[str]:
        """Those of them whose files have come and were not examined yet: in one call, unless
        more than a page of a thousand waits between them; then the rest is looked at one by one."""
        wanted = {INCOMING + one: one for one in upload_ids}
        if len(wanted) < 2:
            return frozenset(filter(self.has_incoming, wanted.values()))
        before = min(wanted)[:-1]
        page = self._client.list_objects_v2(**self._ours, Prefix=INCOMING, StartAfter=before)
        listed = [file["Key"] for file in page.get("Contents", ())]
        beyond = [one for key, one in wanted.items() if page["IsTruncated"] and key > listed[-1]]
        there = {wanted[key] for key in listed if key in wanted}
        return frozenset(there | set(filter(self.has_incoming, beyond)))

    def read_incoming(self, upload_id: str, most: int) -> bytes | None:
        """The file as it came; `None`: not there; raises `Unfit` when longer than `most` bytes."""
        try:
            answer = self._client.get_object(**self._ours, Key=INCOMING + upload_id)
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return None
            raise
        with answer["Body"] as body:
            if answer["ContentLength"] > most:
                raise Unfit(Refusal.WRONG_SIZE)
            data: bytes = body.read()
        return data

    def bring(self, upload_id: str, media_type: MediaType, content: bytes) -> None:
        """Put a file that came with a form where sent files wait to be examined."""
        self._put(INCOMING + upload_id, content, media_type)

    def keep(self, upload_id: str, media_type: MediaType, file: CleanFile) -> None:
        """Store what may be shown; the same again is the same."""
        if file.thumbnail is not None:
            self._put(_thumbnail_key(upload_id), file.thumbnail, MediaType.JPEG)
        self._put(_CHECKED + upload_id, file.content, media_type)

    def read_checked(self, upload_id: str) -> bytes | None:
        """What may be shown of it; `None`: not there."""
        try:
            answer = self._client.get_object(**self._ours, Key=_CHECKED + upload_id)
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return None
            raise
        with answer["Body"] as body:
            data: bytes = body.read()
        return data

    def _put(self, key: str, content: bytes, media_type: MediaType) -> None:
        self._client.put_object(**self._ours, Key=key, Body=content, ContentType=media_type.value)

    def drop_incoming(self, upload_id: str) -> None:
        """Delete the file as it came; not being there is fine."""
        self._client.delete_object(**self._ours, Key=INCOMING + upload_id)

    def remove(self, upload_id: str) -> None:
        """Delete whatever there is of it; nothing being there is fine."""
        for key in (INCOMING + upload_id, _CHECKED + upload_id, _thumbnail_key(upload_id)):
            self._client.delete_object(**self._ours, Key=key)

    def address(self, upload_id: str, media_type: MediaType, *, thumbnail: bool) -> str:
        """A signed address of what may be shown, good for five minutes.

        Documents are offered for saving: a PDF may hold active content, which must not run in a
        page of ours.
        """
        kind = MediaType.JPEG if thumbnail else media_type
        place = "attachment" if kind is MediaType.PDF else "inline"
        address: str = self._client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": _key(upload_id, thumbnail),
                "ResponseContentType": kind.value,
                "ResponseContentDisposition": _disposition(place, upload_id, kind),
                "ResponseCacheControl": f"private, max-age={_ADDRESS_SECONDS}",
            },
            ExpiresIn=_ADDRESS_SECONDS,
        )
        return address

    def own_form(self, upload: Upload) -> UploadForm:
        """Where pages put the file, and the headers that they send with it."""
        return self._own.form(upload)

    def own_address(self, upload_id: str, media_type: MediaType, *, thumbnail: bool) -> str:
        """The same below the pages' own origin, where pictures alone are shown in place."""
        kind = MediaType.JPEG if thumbnail else media_type
        place = "inline" if kind in SHOWN_IN_PLACE else "attachment"
        says = {
            "response-content-type": kind.value,
            "response-content-disposition": _disposition(place, upload_id, kind),
            "response-cache-control": f"private, max-age={_ADDRESS_SECONDS}",
        }
        return self._own.shown(_key(upload_id, thumbnail), says)


def _disposition(place: str, upload_id: str, kind: MediaType) -> str:
    return f'{place}; filename="{upload_id}.{_EXTENSIONS[kind]}"'


def _key(upload_id: str, thumbnail: bool) -> str:
    return _thumbnail_key(upload_id) if thumbnail else _CHECKED + upload_id


def _thumbnail_key(upload_id: str) -> str:
    return f"{_CHECKED}{upload_id}.thumbnail"
