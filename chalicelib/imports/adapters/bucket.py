"""The files of imports in S3, all under `lists/`, which its lifecycle empties after a week:
`lists/files/` as they came, `lists/pieces/` cut and sealed, `lists/sheets/` what goes out.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from msgspec import json

from chalicelib.imports.application.ports import ListForm, Piece
from chalicelib.imports.domain.list_imports import ImportMode, ListImport
from chalicelib.kernel.keys import Sealer

PREFIX = "lists/"
_FORM_SECONDS, _ADDRESS_SECONDS = 3600, 300
_ABSENT = frozenset({"404", "NoSuchKey"})
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OWNER, _DIGEST = "owner", "sha256"


class S3ListFiles:
    """The files in one bucket, which belongs to the account `owner`."""

    def __init__(self, bucket: str, owner: str, sealer: Sealer) -> None:
        self._bucket = bucket
        self._ours = {"Bucket": bucket, "ExpectedBucketOwner": owner}
        self._sealer = sealer
        self._pieces = json.Decoder(Piece)

    @cached_property
    def _client(self) -> Any:
        """Made at its first use: S3's client is slow to make."""
        config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
        return boto3.client("s3", config=config)

    def form(
        self, upload_id: str, owner: str, content_type: str, size: int, sha256: str
    ) -> ListForm:
        """For exactly this key, owner, type, length and SHA-256, good for an hour."""
        fields = {
            "Content-Type": content_type,
            "x-amz-checksum-algorithm": "SHA256",
            "x-amz-checksum-sha256": base64.b64encode(bytes.fromhex(sha256)).decode(),
            f"x-amz-meta-{_OWNER}": owner,
            f"x-amz-meta-{_DIGEST}": sha256,
        }
        conditions: list[Any] = [{name: value} for name, value in fields.items()]
        form = self._client.generate_presigned_post(
            self._bucket,
            _file(upload_id),
            Fields=fields,
            Conditions=[*conditions, ["content-length-range", size, size]],
            ExpiresIn=_FORM_SECONDS,
        )
        return ListForm(form["url"], form["fields"])

    def put(self, upload_id: str, owner: str, data: bytes) -> None:
        """One call."""
        said = {_OWNER: owner, _DIGEST: hashlib.sha256(data).hexdigest()}
        self._client.put_object(**self._ours, Key=_file(upload_id), Body=data, Metadata=said)

    def owner_of(self, upload_id: str) -> str | None:
        """As the form said that the file came by."""
        try:
            head = self._client.head_object(**self._ours, Key=_file(upload_id))
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return None
            raise
        owner: str | None = head["Metadata"].get(_OWNER)
        return owner

    def read(self, upload_id: str, most: int) -> bytes | None:
        """Held against its length before it is read, and against its digest afterwards."""
        try:
            answer = self._client.get_object(**self._ours, Key=_file(upload_id))
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return None
            raise
        with answer["Body"] as body:
            if answer["ContentLength"] > most:
                return None
            data: bytes = body.read()
        declared = answer["Metadata"].get(_DIGEST)
        return data if hashlib.sha256(data).hexdigest() == declared else None

    def put_piece(self, import_id: str, number: int, piece: Piece) -> None:
        """Sealed: phones and numbers stand in it."""
        key = _piece(import_id, number)
        self._put(key, self._sealer.seal(json.encode(piece), key), "application/octet-stream")

    def piece(self, import_id: str, number: int) -> Piece:
        """Raises ClientError for one that is gone."""
        key = _piece(import_id, number)
        answer = self._client.get_object(**self._ours, Key=key)
        return self._pieces.decode(self._sealer.unseal(answer["Body"].read(), key))

    def drop(self, imported: ListImport) -> None:
        """What a kill leaves behind, the lifecycle takes away."""
        keys = [_piece(imported.id, number) for number in range(imported.pieces)]
        if imported.mode is not ImportMode.CHECK:
            keys.append(_file(imported.upload_id))
        for key in keys:
            self._client.delete_object(**self._ours, Key=key)

    def publish(self, name: str, content: bytes) -> None:
        """The same again is the same."""
        self._put(_sheet(name), content, _SHEET)

    def sheet(self, name: str) -> bytes:
        """Raises ClientError for one that is gone."""
        answer = self._client.get_object(**self._ours, Key=_sheet(name))
        content: bytes = answer["Body"].read()
        return content

    def address(self, name: str) -> str:
        """Good for five minutes; it is offered for saving."""
        disposition = f'attachment; filename="{name.rpartition("/")[2]}"'
        wanted = {
            "Bucket": self._bucket,
            "Key": _sheet(name),
            "ResponseContentDisposition": disposition,
        }
        address: str = self._client.generate_presigned_url(
            "get_object", Params=wanted, ExpiresIn=_ADDRESS_SECONDS
        )
        return address

    def _put(self, key: str, content: bytes, content_type: str) -> None:
        self._client.put_object(**self._ours, Key=key, Body=content, ContentType=content_type)


def _file(upload_id: str) -> str:
    return f"{PREFIX}files/{upload_id}"


def _piece(import_id: str, number: int) -> str:
    return f"{PREFIX}pieces/{import_id}/{number:04d}"


def _sheet(name: str) -> str:
    return f"{PREFIX}sheets/{name}"
