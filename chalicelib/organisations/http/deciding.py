"""Organisations that wait: the intake desk looks at their documents and decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.audit.application.reading import ReadersDesk, record_read
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.errors import Fault, Invalid, NotFound
from chalicelib.organisations.application.organisations import (
    DecideOnOrganisation,
    OrganisationDesk,
    decide_on_organisation,
    organisation_to_decide,
    organisations_of_state,
)
from chalicelib.organisations.domain.organisations import Organisation, OrganisationState
from chalicelib.organisations.http.views import told_of
from chalicelib.runtime.http.auth import known_to
from chalicelib.runtime.http.calls import Access, Call, Reply, versioned
from chalicelib.runtime.http.paging import listed
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.uploads.application.uploads import fetch_attachment

if TYPE_CHECKING:
    from chalicelib.organisations.http.schemas import OrganisationDecisionBody

_SCHEMAS = "chalicelib.organisations.http.schemas"
_VIEW = f"{_SCHEMAS}:OrganisationView"
_NOT_ALLOWED = ("organisations_not_allowed",)
_NONE = ("organisation_not_found",)


@known_to(Access.OFFICER)
def _load(call: Call) -> Organisation:
    return organisation_to_decide(services().get(OrganisationDesk), call.actor, call.path["id"])


@Endpoint(
    "GET",
    "/v1/admin/organisations",
    access=Access.OFFICER,
    query=f"{_SCHEMAS}:OrganisationsQuery",
    reply=f"{_SCHEMAS}:OrganisationsView",
    codes={403: _NOT_ALLOWED},
    summary="Organisations: those that wait, were confirmed, were refused",
)
def every(call: Call) -> Reply:
    """For the province's intake desk and administrators; nobody is named."""
    asked, desk = call.query, services().get(OrganisationDesk)
    state = OrganisationState(asked["state"]) if asked.get("state") else None
    found = organisations_of_state(desk, call.actor, state, asked["limit"], call.position)
    return Reply(200, listed(call, found.of(_view)))


@Endpoint(
    "GET",
    "/v1/admin/organisations/{id}",
    access=Access.OFFICER,
    load=_load,
    reply=_VIEW,
    codes={403: _NOT_ALLOWED, 404: _NONE},
    headers=("ETag",),
    summary="An organisation",
)
def one(_call: Call, organisation: Organisation) -> Reply:
    """As it stands now, with the version that a decision is made on."""
    return versioned(_view(organisation))


@Endpoint(
    "GET",
    "/v1/admin/organisations/{id}/evidence/{number}",
    access=Access.OFFICER,
    load=_load,
    query="chalicelib.uploads.http.schemas:FileQuery",
    status=303,
    codes={
        403: _NOT_ALLOWED,
        404: (*_NONE, "attachment_not_found"),
        409: ("not_checked",),
        410: ("upload_refused",),
    },
    summary="Fetch a document of an organisation",
)
def evidence(call: Call, organisation: Organisation) -> Reply:
    """See Other: the address is good for five minutes. It is written down."""
    files = {str(number): file for number, file in enumerate(organisation.evidence, 1)}
    file = files.get(call.path["number"])
    if file is None:
        raise NotFound("attachment_not_found")
    uploads, own = services().get(OrganisationDesk).uploads, call.query.get("origin") == "pages"
    address = fetch_attachment(uploads, [file], file.id, own_origin=own)
    desk, kind, about = services().get(ReadersDesk), AuditKind.ORGANISATION_READ, organisation.id
    what = {"attachment": file.id}
    record_read(desk, call.actor, kind, f"organisations#{about}", call.correlation_id, what)
    return Reply(303, headers={"Location": address})


@Endpoint(
    "POST",
    "/v1/admin/organisations/{id}/decision",
    access=Access.OFFICER,
    body=f"{_SCHEMAS}:OrganisationDecisionBody",
    load=_load,
    reply=_VIEW,
    idempotency="optional",
    if_match="optional",
    codes={403: _NOT_ALLOWED, 404: _NONE, 409: ("organisation_decided",)},
    summary="Confirm an organisation, or refuse it",
)
def settle(call: Call, body: OrganisationDecisionBody, organisation: Organisation) -> Reply:
    """Once; whoever asked finds it on their list. Who is refused may ask again."""
    if not body.confirm and body.reason is None:
        raise Invalid([Fault(("reason",), "missing")])
    command = DecideOnOrganisation(
        actor=call.actor,
        before=organisation,
        confirm=body.confirm,
        reason=body.reason,
        expected_version=call.if_match,
        correlation_id=call.correlation_id,
    )
    return versioned(_view(decide_on_organisation(services().get(OrganisationDesk), command)))


def _view(one: Organisation) -> dict[str, Any]:
    return {
        **told_of(one),
        "phone_end": next(
            (p.phone_end for p in one.representatives if p.account == one.asked_by), None
        ),
        "decided_by": one.decided_by,
        "representatives": len(one.representatives),
        "evidence": [
            {"number": number, "kind": file.kind} for number, file in enumerate(one.evidence, 1)
        ],
    }
