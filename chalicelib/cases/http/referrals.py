"""What a body outside the office does by its link. The link's token comes in the body of each
request: it stands in no address and no log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.audit.application.reading import ReadersDesk
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.referring import Linked, read_by_link, reply_by_link
from chalicelib.cases.domain.publication import photos_of
from chalicelib.cases.domain.redaction import redact
from chalicelib.cases.domain.referrals import MOST_ASKED
from chalicelib.cases.http.office_views import referral_view
from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.uploads.application.uploads import read_attachments
from chalicelib.uploads.domain.uploads import UploadState

if TYPE_CHECKING:
    from chalicelib.cases.http.schemas.referrals import LinkBody, LinkReplyBody

_SCHEMAS = "chalicelib.cases.http.schemas.referrals:"
_NO_LINK = ("link_not_found",)
_OVER = ("link_used", "link_revoked", "link_over")


@Endpoint(
    "POST",
    "/v1/external/case",
    access=Access.PUBLIC,
    body=f"{_SCHEMAS}LinkBody",
    reply=f"{_SCHEMAS}LinkedCaseView",
    codes={404: _NO_LINK, 410: _OVER},
    summary="Read the case that my link is about, without its reporter",
)
def read(call: Call, body: LinkBody) -> Reply:
    """For a body that has no accounts; the read is written down first."""
    desk, readers = services().get(CaseDesk), services().get(ReadersDesk)
    return Reply(200, _case(read_by_link(desk, readers, body.token, call.correlation_id)))


@Endpoint(
    "POST",
    "/v1/external/replies",
    access=Access.PUBLIC,
    body=f"{_SCHEMAS}LinkReplyBody",
    reply=f"{_SCHEMAS}ReferralView",
    status=201,
    codes={
        404: _NO_LINK,
        409: ("asked_too_often", "illegal_transition", "busy"),
        410: _OVER,
    },
    summary="Take note, ask back, answer, or say that it is not ours",
)
def reply(call: Call, body: LinkReplyBody) -> Reply:
    """An answer, and that it is not theirs, end the link. The case's clock runs on."""
    desk = services().get(CaseDesk)
    linked = reply_by_link(desk, body.token, body.kind, body.text, call.correlation_id)
    return Reply(201, referral_view(linked.referral, desk.clock.now()))


def _case(linked: Linked) -> dict[str, Any]:
    desk, case = services().get(CaseDesk), linked.case
    commune, agency = desk.gazetteer.commune(case.commune), desk.directory.agency(case.agency or "")
    names, place = _names(linked), case.location
    return {
        "code": case.code,
        "category": case.category,
        "description": redact(case.description, names).text,
        "location": {"lat": place[0], "lon": place[1]} if place else None,
        "address": redact(case.address, names).text if case.address else None,
        "commune": commune.name if commune else case.commune,
        "agency": agency.name if agency else None,
        "due_at": wire(case.due.at) if case.due else None,
        "photos": _photos(linked),
        "referral": referral_view(linked.referral, desk.clock.now()),
        "may_ask": MOST_ASKED - len(linked.referral.asked),
    }


def _names(linked: Linked) -> tuple[str, ...]:
    """Of the reporter; where there is no public form, which would hold them, by a read more."""
    publication = linked.case.publication
    if publication is not None:
        return publication.names
    return services().get(CaseDesk).reporters.names_of(linked.case.reporter) or ()


def _photos(linked: Linked) -> list[dict[str, str]]:
    uploads = services().get(CaseDesk).uploads
    found = read_attachments(uploads, [file for _, file in photos_of(linked.case)])
    return [
        {
            "kind": one.media_type.value,
            "address": uploads.files.address(one.id, one.media_type, thumbnail=False),
        }
        for one in found
        if one.state is UploadState.CHECKED
    ]
