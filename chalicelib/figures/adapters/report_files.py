"""Spreadsheets, kept for a day behind a signed address."""

from __future__ import annotations

import boto3
from botocore.config import Config

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_GOOD_FOR_SECONDS = 300


class S3ReportFiles:
    """Files under `reports/` in one bucket, which belongs to the account `owner`; its lifecycle
    deletes them after a day."""

    def __init__(self, bucket: str, owner: str) -> None:
        self._bucket = bucket
        self._owner = owner

    def publish(self, name: str, content: bytes) -> str:
        """Store the file; the signed address is good for five minutes."""
        client = boto3.client("s3", config=Config(signature_version="s3v4"))
        key = f"reports/{name}"
        ours = {"Bucket": self._bucket, "ExpectedBucketOwner": self._owner}
        client.put_object(**ours, Key=key, Body=content, ContentType=_TYPE)
        disposition = f'attachment; filename="{name.rpartition("/")[2]}"'
        wanted = {
            "Bucket": self._bucket,
            "Key": key,
            "ResponseContentDisposition": disposition,
        }
        address: str = client.generate_presigned_url(
            "get_object", Params=wanted, ExpiresIn=_GOOD_FOR_SECONDS
        )
        return address
