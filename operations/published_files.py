"""Put what pages are dressed in where the stack's distribution reads it.

Files never change (`infra/static_files.py`), so that what is there stays as it is. Nothing is taken
away: a page that is open goes on asking for the files of its own release.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from chalicelib.runtime.pages.static import PREFIX
from infra.edge import STATIC_BUCKET
from infra.static_files import TYPES, served

FOR_A_YEAR = "public, max-age=31536000, immutable"


def publish(s3: Any, outputs: Mapping[str, str], account: str) -> None:
    """Upload what is not there yet; nothing where the stack has no such bucket yet."""
    if STATIC_BUCKET not in outputs:
        return
    ours = {"Bucket": outputs[STATIC_BUCKET], "ExpectedBucketOwner": account}
    present = set(_present(s3, ours))
    for path, content in served().items():
        if (key := path.lstrip("/")) not in present:
            described = {"ContentType": TYPES[PurePath(path).suffix], "CacheControl": FOR_A_YEAR}
            s3.put_object(**ours, **described, Key=key, Body=content)


def _present(s3: Any, ours: Mapping[str, str]) -> list[str]:
    pages = s3.get_paginator("list_objects_v2").paginate(**ours, Prefix=PREFIX.lstrip("/") + "/")
    return [one["Key"] for page in pages for one in page.get("Contents", ())]
