"""The small pictures of a case, shown where the case is: whoever may read it sees them, so that
each has its signed address in the page, and no call is made for it. The large one is a read of its
own (`case.file`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.runtime.services import services
from chalicelib.uploads.application.ports import UploadBytes
from chalicelib.uploads.application.uploads import UploadDesk
from chalicelib.uploads.domain.uploads import MediaType


def small_pictures(case: Mapping[str, Any]) -> Mapping[str, str]:
    """Where to find each, by the id of its file; what is no photo, or not checked, has none."""
    shown = [one["id"] for one in _files(case) if one["state"] == "checked" and one["thumbnail"]]
    if not shown:
        return {}
    files: UploadBytes = services().get(UploadDesk).files
    return {one: files.own_address(one, MediaType.JPEG, thumbnail=True) for one in shown}


def _files(case: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from case["attachments"]
    for said in (case["answer"], case["proposal"], *case["parts"], *case["reinspections"]):
        yield from said["evidence"] if said else ()
