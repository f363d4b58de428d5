"""The files of a case, for those who may see it."""

from __future__ import annotations

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.http.cases import NO_CASE, load_case, read_by
from chalicelib.kernel.actors import Role
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.uploads.application.uploads import UploadDesk, fetch_attachment
from chalicelib.uploads.http.schemas import AttachmentQuery


@Endpoint(
    "GET",
    "/v1/cases/{code}/attachments/{id}",
    access=Access.ANYBODY,
    query=AttachmentQuery,
    load=load_case,
    status=303,
    summary="Fetch a checked file, or its small picture, by a short-lived signed address",
    codes={
        404: (*NO_CASE, "attachment_not_found", "no_thumbnail"),
        409: ("not_checked",),
        410: ("upload_refused",),
    },
)
def fetch(call: Call, case: Case) -> Reply:
    """See Other: the address is good for five minutes."""
    inside = call.actor.role is not Role.CITIZEN
    files = case.all_files() if inside else case.files()
    address = fetch_attachment(
        services().get(UploadDesk),
        files,
        call.path["id"],
        thumbnail=call.query.get("size") == "thumbnail",
        own_origin=call.query.get("origin") == "pages",
    )
    if inside:
        read_by(call, AuditKind.ATTACHMENT_READ, case, attachment=call.path["id"])
    return Reply(303, headers={"Location": address})
