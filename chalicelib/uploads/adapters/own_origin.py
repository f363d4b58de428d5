"""Addresses of files below the pages' own origin: the distribution hands them on to the bucket as
they are, so that what is signed is a request for the bucket.

Signed without a client of S3, which is slow to make: a page may show a dozen small pictures.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest

from chalicelib.uploads.application.ports import INCOMING, UploadForm
from chalicelib.uploads.domain.uploads import Upload

_SHOWN_SECONDS = 300
_FORM_SECONDS = 3600


class OwnOrigin:
    """`host` is the name by which the distribution asks the bucket: its own on AWS; elsewhere the
    bucket stands in the path."""

    def __init__(self, host: str, bucket: str) -> None:
        self._host = host
        self._before = "" if host.startswith(f"{bucket}.") else f"/{bucket}"

    @cached_property
    def _session(self) -> boto3.Session:
        """That of the process's clients, if there is one: another costs 15 ms."""
        return boto3.DEFAULT_SESSION or boto3.Session()

    def shown(self, key: str, says: Mapping[str, str]) -> str:
        """Where it is read, good for five minutes; `says` is what the answer's headers are."""
        return self._signed("GET", key, _SHOWN_SECONDS, params=dict(says))

    def form(self, upload: Upload) -> UploadForm:
        """Where it is put, good for an hour, with headers that say exactly this file."""
        digest = base64.b64encode(bytes.fromhex(upload.sha256)).decode()
        headers = {"Content-Type": upload.media_type.value, "x-amz-checksum-sha256": digest}
        measured = {**headers, "Content-Length": str(upload.size)}
        url = self._signed("PUT", INCOMING + upload.id, _FORM_SECONDS, headers=measured)
        return UploadForm(url, headers)

    def _signed(self, method: str, key: str, seconds: int, **more: Any) -> str:
        url = f"https://{self._host}{self._before}/{key}"
        request = AWSRequest(method, url, **more)
        keys = self._session.get_credentials().get_frozen_credentials()
        S3SigV4QueryAuth(keys, "s3", self._session.region_name, seconds).add_auth(request)
        return f"/{key}?{urlsplit(request.url).query}"
