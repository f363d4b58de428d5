"""Forms for photos and documents: citizens for their cases, officers for their evidence."""

from __future__ import annotations

from typing import Any

from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.uploads.application.uploads import CreateUpload, UploadDesk, create_upload
from chalicelib.uploads.domain.uploads import MediaType
from chalicelib.uploads.http.schemas import UploadBody, UploadView


def _form_route(path: str, access: Access, summary: str) -> Any:
    return Endpoint(
        "POST",
        path,
        access=access,
        body=UploadBody,
        reply=UploadView,
        status=201,
        idempotency="optional",
        summary=summary,
    )


@_form_route("/v1/uploads", Access.CITIZEN, "A form to send one file with")
def create(call: Call, body: UploadBody) -> Reply:
    """For a case or a supplement; good for an hour."""
    return _issue(call, body)


@_form_route("/v1/officer/uploads", Access.OFFICER, "A form to send one file of evidence with")
def create_evidence(call: Call, body: UploadBody) -> Reply:
    """For an answer; good for an hour."""
    return _issue(call, body)


def _issue(call: Call, body: UploadBody) -> Reply:
    command = CreateUpload(
        owner=call.actor.id,
        media_type=MediaType(body.content_type),
        size=body.size,
        sha256=body.sha256.lower(),
    )
    issued = create_upload(services().get(UploadDesk), command)
    view = {
        "upload_id": issued.upload_id,
        "url": issued.form.url,
        "fields": dict(issued.form.fields),
    }
    return Reply(201, view)
