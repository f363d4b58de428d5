"""Files that forms send: by script one by one to the bucket, or with the form itself.

Either way the same route gives out the upload, and the form then names it in a field of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import RouteRequest
from chalicelib.runtime.pages.sent_files import SentFile
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.services import services
from chalicelib.uploads.application.uploads import UploadDesk
from chalicelib.uploads.domain.uploads import MediaType, Upload

ISSUE = "POST /v1/officer/uploads"
_JSON = "application/json; charset=utf-8"
_NAMED = 200
"""Letters of a file's name that are shown."""


@dataclass(frozen=True)
class TakenFile:
    """A file that came: the upload, and the name that it had."""

    upload_id: str
    name: str


@WebPage("POST", "/officer/uploads")
def announce(visit: PageVisit) -> Reply:
    """For the script of a form: where to put a file that it has measured, or why not."""
    size, kind = visit.typed("size"), visit.typed("content_type")
    body = {
        "content_type": kind,
        "size": int(size) if size.isascii() and size.isdigit() and len(size) < 12 else size,
        "sha256": visit.typed("sha256"),
    }
    reply = visit.ask(ISSUE, RouteRequest({}, {}, body))
    if reply.status != 201:
        return _told(reply.status, {"message": _why(reply)})
    upload = Upload(
        reply.body["upload_id"],
        visit.session.officer["id"] if visit.session else "",
        MediaType(kind),
        int(body["size"]),
        str(body["sha256"]),
        visit.now,
    )
    form = services().get(UploadDesk).files.own_form(upload)
    told = {"upload_id": upload.id, "url": form.url, "headers": dict(form.fields)}
    return _told(201, told)


def take_in(visit: PageVisit, field: str) -> tuple[Sequence[TakenFile], Sequence[str]]:
    """The files that came with the form itself, each as an upload; and what is wrong with those
    that were not taken."""
    taken: list[TakenFile] = []
    wrong: list[str] = []
    for sent in visit.files.get(field, ()):
        name = sent.name[:_NAMED]
        reply = visit.ask(ISSUE, RouteRequest({}, {}, _measured(sent)))
        if reply.status == 201:
            upload_id = reply.body["upload_id"]
            kind = MediaType(sent.media_type)
            services().get(UploadDesk).files.bring(upload_id, kind, sent.content)
            taken.append(TakenFile(upload_id, name))
        else:
            wrong.append(visit.words("upload.not_taken", name=name, why=_why(reply)))
    return taken, wrong


def _measured(sent: SentFile) -> dict[str, Any]:
    return {
        "content_type": sent.media_type,
        "size": len(sent.content),
        "sha256": hashlib.sha256(sent.content).hexdigest(),
    }


def _why(reply: Reply) -> str:
    """In the words of the first field that is wrong, else of the problem."""
    errors = reply.body.get("errors") or ({"message": reply.body["detail"]},)
    return str(errors[0]["message"])


def _told(status: int, body: dict[str, Any]) -> Reply:
    return Reply(status, json.dumps(body, ensure_ascii=False), {"Content-Type": _JSON})
