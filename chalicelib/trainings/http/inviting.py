"""Invitations to a training session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.trainings.application.inviting import InvitingDesk, invite_officers
from chalicelib.trainings.domain.trainings import Training
from chalicelib.trainings.http.trainings import NO_TRAINING, load_training, said_by

if TYPE_CHECKING:
    from chalicelib.trainings.http.schemas import InvitationsBody

_SCHEMAS = "chalicelib.trainings.http.schemas"


@Endpoint(
    "POST",
    "/v1/admin/trainings/{id}/invitations",
    access=Access.OFFICER,
    load=load_training,
    body=f"{_SCHEMAS}:InvitationsBody",
    reply=f"{_SCHEMAS}:InvitedView",
    codes={403: ("not_yours_to_change",), 404: NO_TRAINING, 409: ("training_over",)},
    summary="Invite whom a training session is for, by mail with a calendar file",
)
def invite(call: Call, body: InvitationsBody, training: Training) -> Reply:
    """Each version of a session is told once to each; so a call may be sent again, and after a
    change or a cancellation everybody is told anew."""
    told = invite_officers(services().get(InvitingDesk), training, body.since, said_by(call))
    counts = {"invited": told.invited, "already": told.already, "refused": list(told.refused)}
    return Reply(200, {**counts, "next_agency": told.next_agency})
