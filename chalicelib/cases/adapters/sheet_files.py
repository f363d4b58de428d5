"""Documents under `reports/` in one bucket, whose lifecycle deletes them after a day."""

from __future__ import annotations

import secrets

import boto3
from botocore.config import Config

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_GOOD_FOR_SECONDS = 300


class S3SheetFiles:
    """`owner` is the account that the bucket belongs to."""

    def __init__(self, bucket: str, owner: str) -> None:
        self._ours = {"Bucket": bucket, "ExpectedBucketOwner": owner}
        self._bucket = bucket

    def offer(self, name: str, content: bytes) -> str:
        """Store it; a signed address, good for a few minutes, under which it is saved."""
        client = boto3.client("s3", config=Config(signature_version="s3v4"))
        key = f"reports/{secrets.token_hex(16)}/{name}"
        client.put_object(**self._ours, Key=key, Body=content, ContentType=_TYPE)
        disposition = f'attachment; filename="{name}"'
        wanted = {
            "Bucket": self._bucket,
            "Key": key,
            "ResponseContentDisposition": disposition,
        }
        address: str = client.generate_presigned_url(
            "get_object", Params=wanted, ExpiresIn=_GOOD_FOR_SECONDS
        )
        return address
