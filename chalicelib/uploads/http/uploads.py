"""Forms for photos and documents: citizens for their cases, officers for their evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.kernel.actors import Role
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.uploads.application.ports import UploadForm
from chalicelib.uploads.application.uploads import (
    CreateUpload,
    UploadDesk,
    create_upload,
    form_again,
)
from chalicelib.uploads.domain.uploads import MediaType
from chalicelib.uploads.http.schemas import UploadBody, UploadView


def _fresh(form: UploadForm) -> Mapping[str, Any]:
    return {"url": form.url, "fields": dict(form.fields)}


def _again(call: Call, reply: Reply) -> Mapping[str, Any]:
    return _fresh(form_again(services().get(UploadDesk), call.actor.id, reply.body["upload_id"]))


def _form_route(path: str, access: Access, summary: str) -> Any:
    return Endpoint(
        "POST",
        path,
        access=access,
        body=UploadBody,
        reply=UploadView,
        status=201,
        idempotency="optional",
        again=_again,
        summary=summary,
        codes={429: ("too_many_uploads", "too_many_open_uploads", "too_busy")},
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
        of_officer=call.actor.role is not Role.CITIZEN,
        seed=call.seed,
        media_type=MediaType(body.content_type),
        size=body.size,
        sha256=body.sha256.lower(),
    )
    issued = create_upload(services().get(UploadDesk), command)
    return Reply(201, {"upload_id": issued.upload_id}, fresh=_fresh(issued.form))
