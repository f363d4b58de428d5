"""From a phone number to a registration token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.identity.application.codes import CodeSent
from chalicelib.identity.application.registrations import (
    RegistrationDesk,
    StartRegistration,
    find_registration,
    registration_token,
    resend_code,
    start_registration,
    verify_registration,
)
from chalicelib.identity.domain.registrations import Registration
from chalicelib.identity.http.schemas.people import OtpBody
from chalicelib.identity.http.schemas.registrations import (
    RegistrationBody,
    RegistrationTokenView,
    RegistrationView,
)
from chalicelib.kernel.instants import wire
from chalicelib.kernel.keys import IssuedToken
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services


def load_registration(call: Call) -> Registration:
    """The registration of the path."""
    return find_registration(services().get(RegistrationDesk), call.path["id"])


def _sent(sent: CodeSent) -> Reply:
    view = RegistrationView(
        registration_id=sent.id,
        expires_at=wire(sent.expires_at),
        resend_after=sent.resend_after,
    )
    return Reply(202, view.model_dump())


@Endpoint(
    "POST",
    "/v1/registrations",
    access=Access.PUBLIC,
    body=RegistrationBody,
    reply=RegistrationView,
    status=202,
    idempotency="optional",
    summary="Ask for a code to register with",
    codes={429: ("too_many_codes",)},
)
def start(call: Call, body: RegistrationBody) -> Reply:
    """The answer is the same whether or not the phone has an account."""
    command = StartRegistration(body.phone, call.address, call.seed, call.correlation_id)
    return _sent(start_registration(services().get(RegistrationDesk), command))


@Endpoint(
    "POST",
    "/v1/registrations/{id}/otp",
    access=Access.PUBLIC,
    load=load_registration,
    reply=RegistrationView,
    status=202,
    idempotency="optional",
    summary="Ask for another code",
    codes={
        404: ("registration_not_found",),
        409: ("already_verified",),
        410: ("registration_expired",),
        429: ("resend_too_early", "too_many_codes", "code_locked"),
    },
)
def resend(call: Call, registration: Registration) -> Reply:
    """The code before it is good no more; wrong answers go on counting."""
    desk, id = services().get(RegistrationDesk), registration.id
    return _sent(resend_code(desk, id, call.address, call.correlation_id, registration))


def _view(issued: IssuedToken) -> Mapping[str, Any]:
    return {"registration_token": issued.token, "expires_in": issued.expires_in}


def _again(call: Call, _reply: Reply) -> Mapping[str, Any]:
    return _view(registration_token(services().get(RegistrationDesk), call.path["id"]))


@Endpoint(
    "POST",
    "/v1/registrations/{id}/verify",
    access=Access.PUBLIC,
    body=OtpBody,
    load=load_registration,
    reply=RegistrationTokenView,
    idempotency="optional",
    again=_again,
    summary="Prove the phone with the code",
    codes={
        404: ("registration_not_found",),
        409: ("code_used",),
        410: ("registration_expired", "code_expired"),
        422: ("wrong_code",),
        429: ("code_locked", "too_many_wrong_codes"),
    },
)
def verify(call: Call, body: OtpBody, registration: Registration) -> Reply:
    """Wrong codes are counted, then locked; the right one works once."""
    desk = services().get(RegistrationDesk)
    return Reply(
        200,
        {},
        fresh=_view(
            verify_registration(
                desk,
                registration.id,
                body.otp,
                call.seed,
                call.address,
                registration,
                call.correlation_id,
            )
        ),
    )
