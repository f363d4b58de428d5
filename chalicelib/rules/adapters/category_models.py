"""Models of categories as files of the bucket: `models/categories/`, each version and the present
one once more."""

from __future__ import annotations

import json
import time
from typing import Any

import boto3
from botocore.exceptions import ClientError

from chalicelib.rules.domain.category_models import (
    LARGEST_FILE,
    CategoryModel,
    model_from_document,
    model_to_document,
)

_FOLDER = "models/categories"
_PRESENT = f"{_FOLDER}/present.json"
_REMEMBERED = 600.0
"""Seconds for which a process asks no more."""
_NOT_THERE = ("NoSuchKey", "AccessDenied", "404", "403")
"""Who may not list the bucket is refused what is not there."""


class S3CategoryModels:
    """In one bucket, which belongs to the account `owner`."""

    def __init__(self, bucket: str, owner: str) -> None:
        self._ours = {"Bucket": bucket, "ExpectedBucketOwner": owner}
        self._present: CategoryModel | None = None
        self._until = 0.0

    def present(self) -> CategoryModel | None:
        """The one in use; one call in ten minutes."""
        if time.monotonic() >= self._until:
            self._present = self._load()
            self._until = time.monotonic() + _REMEMBERED
        return self._present

    def put(self, model: CategoryModel) -> None:
        """One more version, in use from now on; raises ValueError for one that is too large."""
        body = json.dumps(model_to_document(model), ensure_ascii=False).encode()
        if len(body) > LARGEST_FILE:
            raise ValueError(f"the model takes {len(body)} bytes")
        client = boto3.client("s3")
        for key in (f"{_FOLDER}/{model.version:06d}.json", _PRESENT):
            client.put_object(**self._ours, Key=key, Body=body, ContentType="application/json")
        self._until = 0.0

    def _load(self) -> CategoryModel | None:
        try:
            found: Any = boto3.client("s3").get_object(**self._ours, Key=_PRESENT)
        except ClientError as error:
            if error.response["Error"]["Code"] in _NOT_THERE:
                return None
            raise
        return model_from_document(json.loads(found["Body"].read(LARGEST_FILE)))
