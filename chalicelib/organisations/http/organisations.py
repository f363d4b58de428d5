"""Organisations: persons ask for them and represent them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.kernel.instants import wire
from chalicelib.organisations.application.organisations import (
    AskForOrganisation,
    InviteRepresentative,
    OrganisationDesk,
    ask_for_organisation,
    invite_representative,
    own_organisation,
    own_organisations,
    remove_representative,
)
from chalicelib.organisations.domain.organisations import Organisation
from chalicelib.organisations.http.views import told_of
from chalicelib.runtime.http.auth import known_to
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.paging import listed
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.organisations.http.schemas import OrganisationBody, RepresentativeBody

_SCHEMAS = "chalicelib.organisations.http.schemas"
_VIEW = f"{_SCHEMAS}:OwnOrganisationView"
_NONE = ("organisation_not_found",)


@known_to(Access.CITIZEN)
def _load(call: Call) -> Organisation:
    return own_organisation(services().get(OrganisationDesk), call.actor.id, call.path["id"])


@Endpoint(
    "POST",
    "/v1/organisations",
    access=Access.CITIZEN,
    body=f"{_SCHEMAS}:OrganisationBody",
    reply=_VIEW,
    status=201,
    idempotency="optional",
    codes={
        404: ("account_not_found",),
        409: ("organisation_taken",),
        429: ("too_many_organisations", "too_busy"),
    },
    summary="Ask for an organisation that I represent",
)
def ask(call: Call, body: OrganisationBody) -> Reply:
    """It waits until the intake desk has seen its document. One a number; a number that was refused
    may be asked for again."""
    command = AskForOrganisation(
        actor=call.actor,
        number=body.number,
        name=body.name,
        evidence=body.evidence,
        seed=call.seed,
        correlation_id=call.correlation_id,
    )
    done = ask_for_organisation(services().get(OrganisationDesk), command)
    return Reply(201, _view(done, call.actor.id))


@Endpoint(
    "GET",
    "/v1/me/organisations",
    access=Access.CITIZEN,
    query="chalicelib.runtime.http.schemas.queries:Paging",
    reply=f"{_SCHEMAS}:OwnOrganisationsView",
    summary="Organisations that I represent, or asked for",
)
def mine(call: Call) -> Reply:
    """With what the desk said, and who else represents them."""
    desk, reader = services().get(OrganisationDesk), call.actor.id
    found = own_organisations(desk, reader, call.query["limit"], call.position)
    return Reply(200, listed(call, found.of(lambda one: _view(one, reader))))


@Endpoint(
    "POST",
    "/v1/organisations/{id}/representatives",
    access=Access.CITIZEN,
    body=f"{_SCHEMAS}:RepresentativeBody",
    load=_load,
    reply=_VIEW,
    status=201,
    idempotency="optional",
    codes={
        404: _NONE,
        409: ("organisation_not_confirmed", "too_many_representatives"),
        429: ("too_many_invitations", "too_busy"),
    },
    summary="Let somebody represent an organisation of mine too",
)
def invite(call: Call, body: RepresentativeBody, organisation: Organisation) -> Reply:
    """By the phone, whether or not it has an account by now: the answer is the same."""
    command = InviteRepresentative(
        actor=call.actor,
        organisation=organisation.id,
        phone=body.phone,
        seed=call.seed,
        correlation_id=call.correlation_id,
    )
    done = invite_representative(services().get(OrganisationDesk), command)
    return Reply(201, _view(done, call.actor.id))


@Endpoint(
    "DELETE",
    "/v1/organisations/{id}/representatives/{account}",
    access=Access.CITIZEN,
    load=_load,
    status=204,
    codes={
        404: (*_NONE, "representative_not_found"),
        409: ("last_representative",),
        429: ("too_busy",),
    },
    summary="Let somebody represent an organisation no more, myself too",
)
def remove(call: Call, organisation: Organisation) -> Reply:
    """Whoever was invited last may remove who was first. The last one stays."""
    remove_representative(
        services().get(OrganisationDesk),
        call.actor,
        organisation.id,
        call.path["account"],
        call.correlation_id,
    )
    return Reply(204)


def _view(one: Organisation, reader: str) -> dict[str, Any]:
    return {
        **told_of(one),
        "representatives": [
            {
                "account": person.account,
                "phone_end": person.phone_end,
                "since": wire(person.since),
                "me": person.account == reader,
            }
            for person in one.representatives
        ],
    }
