"""Administrators and leaders invite officers, and take invitations back."""

from __future__ import annotations

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.auth import known_to
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.staff.application.invitations import (
    InvitationDesk,
    invite_officer,
    invited_officer,
    take_back_invitation,
)
from chalicelib.staff.http.invitation_schemas import InvitationView


@known_to(Access.LISTS)
def _invited(call: Call) -> Officer:
    return invited_officer(services().get(InvitationDesk), call.path["id"], call.actor)


@Endpoint(
    "POST",
    "/v1/admin/officers/{id}/invitation",
    access=Access.LISTS,
    load=_invited,
    reply=InvitationView,
    status=202,
    idempotency="optional",
    codes={
        403: ("not_yours_to_change",),
        404: ("officer_not_found",),
        409: ("officer_left", "post_of_another"),
        429: ("invited_just_now", "too_busy"),
    },
    summary="Let an officer set a password by a link that goes out by mail",
)
def invite(call: Call, officer: Officer) -> Reply:
    """Also again: a link that was sent before works no more. The password that the officer has is
    good until another is set. A leader invites officers and leaders of their own agency."""
    desk = services().get(InvitationDesk)
    made = invite_officer(desk, officer, call.actor, call.correlation_id)
    view = InvitationView(officer=made.id, expires_at=wire(made.expires_at))
    return Reply(202, view.model_dump())


@Endpoint(
    "DELETE",
    "/v1/admin/officers/{id}/invitation",
    access=Access.LISTS,
    load=_invited,
    status=204,
    codes={
        403: ("not_yours_to_change",),
        404: ("officer_not_found", "invitation_not_found"),
        409: ("officer_left", "post_of_another", "invitation_over"),
        429: ("too_busy",),
    },
    summary="Take back the invitation of an officer",
)
def take_back(call: Call, officer: Officer) -> Reply:
    """Its link works no more."""
    take_back_invitation(services().get(InvitationDesk), officer, call.actor, call.correlation_id)
    return Reply(204, None)
