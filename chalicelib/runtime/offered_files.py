"""Files under `reports/` in one bucket, whose lifecycle deletes them after a day."""

from __future__ import annotations

import secrets

import boto3
from botocore.config import Config

_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
}
GOOD_FOR_SECONDS = 300


class S3OfferedFiles:
    """`owner` is the account that the bucket belongs to."""

    def __init__(self, bucket: str, owner: str) -> None:
        self._bucket = bucket
        self._owner = owner

    def offer(self, name: str, content: bytes) -> str:
        """The address cannot be guessed, whatever the name."""
        client = boto3.client("s3", config=Config(signature_version="s3v4"))
        stored = {"Bucket": self._bucket, "Key": f"reports/{secrets.token_hex(16)}/{name}"}
        media = _TYPES[name.rpartition(".")[2]]
        client.put_object(
            **stored, ExpectedBucketOwner=self._owner, Body=content, ContentType=media
        )
        saved = {**stored, "ResponseContentDisposition": f'attachment; filename="{name}"'}
        address: str = client.generate_presigned_url(
            "get_object", Params=saved, ExpiresIn=GOOD_FOR_SECONDS
        )
        return address
