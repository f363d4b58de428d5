"""Administrators add passkeys to their own account, and take them away."""

from __future__ import annotations

from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.staff.application.own_passkeys import (
    PasskeyDesk,
    begin_passkey,
    confirm_passkey,
    remove_passkey,
)
from chalicelib.staff.application.ports import MadePasskey
from chalicelib.staff.http.own_passkey_schemas import (
    MadePasskeyBody,
    NewPasskeyView,
    OwnPasswordProof,
    PasskeyView,
)
from chalicelib.staff.http.owners import owner

_PASSWORD = ("too_many_wrong_passwords", "too_busy")


@Endpoint(
    "POST",
    "/v1/officer/me/passkeys",
    access=Access.ADMINISTRATOR,
    body=OwnPasswordProof,
    reply=NewPasskeyView,
    status=201,
    codes={404: ("officer_not_found",), 409: ("too_many_passkeys",), 429: _PASSWORD},
    summary="Begin with a passkey (WebAuthn)",
)
def begin(call: Call, body: OwnPasswordProof) -> Reply:
    """With the password again. Nothing changes at the sign-in before a device has made it."""
    desk, who = services().get(PasskeyDesk), owner(call)
    begun = begin_passkey(desk, who, body.password, call.correlation_id)
    view = NewPasskeyView(
        challenge=begun.challenge,
        rp_id=desk.checks.rp_id,
        rp_name=desk.app_name,
        user=who.id,
        username=begun.username,
        name=begun.name,
        known=list(begun.known),
    )
    return Reply(201, view.model_dump())


@Endpoint(
    "POST",
    "/v1/officer/me/passkeys/confirm",
    access=Access.ADMINISTRATOR,
    body=MadePasskeyBody,
    reply=PasskeyView,
    status=201,
    idempotency="optional",
    codes={
        404: ("officer_not_found",),
        409: ("no_passkey_begun", "too_many_passkeys"),
        422: ("wrong_passkey",),
        429: ("too_many_wrong_codes", "too_busy"),
    },
    summary="Give what the device made",
)
def confirm(call: Call, body: MadePasskeyBody) -> Reply:
    """From then on each sign-in asks for one of the passkeys, and for no code."""
    made = MadePasskey(body.client_data, body.attestation)
    desk = services().get(PasskeyDesk)
    one = confirm_passkey(desk, owner(call), made, body.name, call.correlation_id)
    view = PasskeyView(id=one.id, name=one.name, since=wire(one.since), last_used_at=None)
    return Reply(201, view.model_dump())


@Endpoint(
    "POST",
    "/v1/officer/me/passkeys/{id}/removal",
    access=Access.OFFICER,
    body=OwnPasswordProof,
    status=204,
    codes={404: ("passkey_not_found", "officer_not_found"), 429: _PASSWORD},
    summary="Take a passkey of one's own away",
)
def remove(call: Call, body: OwnPasswordProof) -> Reply:
    """With the password again; also for who is an administrator no more. All other sessions end."""
    given = (call.path["id"], body.password, call.session, call.correlation_id)
    remove_passkey(services().get(PasskeyDesk), owner(call), *given)
    return Reply(204)
