"""Officers sign in with password and code, stay signed in, and sign out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.identity.domain.sessions import Session
from chalicelib.identity.http.sessions import (
    REFRESH_CODES,
    SIGN_IN_CODES,
    code_answer,
    session_of,
    signed_in,
    tokens_view,
)
from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.staff.application.officer_sessions import (
    OfficerDesk,
    SignedInOfficer,
    StartOfficerSignIn,
    end_officer_session,
    find_officer_sign_in,
    finish_officer_sign_in,
    officer_tokens,
    refresh_officer_session,
    start_officer_sign_in,
)
from chalicelib.staff.application.ports import ShownPasskey
from chalicelib.staff.http.session_schemas import (
    OfficerRefreshBody,
    OfficerSessionView,
    OfficerSignInBody,
    OfficerSignInView,
    OfficerView,
    PasskeyAskedView,
    SecondFactorBody,
    ShownPasskeyBody,
)


def _fresh(told: SignedInOfficer) -> Mapping[str, Any]:
    officer = told.officer
    view = OfficerView(
        id=officer.id,
        username=officer.username,
        name=officer.name,
        role=officer.role.value,
        agency=officer.agency,
    )
    return {**tokens_view(told.tokens), "officer": view.model_dump()}


def _again(_call: Call, reply: Reply) -> Mapping[str, Any]:
    desk, session = services().get(OfficerDesk), reply.body["session_id"]
    return _fresh(officer_tokens(desk, session, reply.made["generation"]))


def load_sign_in(call: Call) -> Session:
    """The sign-in of the path."""
    return find_officer_sign_in(services().get(OfficerDesk), call.path["id"])


@Endpoint(
    "POST",
    "/v1/officer/sessions",
    access=Access.PUBLIC,
    body=OfficerSignInBody,
    reply=OfficerSignInView,
    status=202,
    idempotency="optional",
    summary="First factor: username and password",
    codes={
        401: ("wrong_credentials",),
        429: ("signing_in_locked", "too_many_codes"),
    },
)
def start(call: Call, body: OfficerSignInBody) -> Reply:
    """A code goes out by SMS or email, unless the officer's app shows it or a passkey is asked for
    instead. Failed tries lock the
    username for a while."""
    command = StartOfficerSignIn(
        body.username, body.password, call.address, call.seed, call.correlation_id, body.device
    )
    sent = start_officer_sign_in(services().get(OfficerDesk), command)
    way = sent.channel.value if sent.channel else "passkey" if sent.passkey else "app"
    view = OfficerSignInView(session_id=sent.id, expires_at=wire(sent.expires_at), channel=way)
    if sent.passkey:
        rp_id = services().get(OfficerDesk).passkeys.rp_id
        view.passkey = PasskeyAskedView(challenge=sent.passkey, rp_id=rp_id)
    return Reply(202, view.model_dump())


@Endpoint(
    "POST",
    "/v1/officer/sessions/{id}/verify",
    access=Access.PUBLIC,
    body=SecondFactorBody,
    load=load_sign_in,
    reply=OfficerSessionView,
    idempotency="optional",
    again=_again,
    summary="Second factor: the code",
    codes=SIGN_IN_CODES,
)
def verify(call: Call, body: SecondFactorBody, session: Session) -> Reply:
    """Wrong codes are counted, then locked; the right one works once."""
    desk, given = services().get(OfficerDesk), code_answer(call, body.otp, body.device)
    told = finish_officer_sign_in(desk, session.id, given, session)
    return signed_in(told.tokens, _fresh(told))


@Endpoint(
    "POST",
    "/v1/officer/sessions/{id}/passkey",
    access=Access.PUBLIC,
    body=ShownPasskeyBody,
    load=load_sign_in,
    reply=OfficerSessionView,
    idempotency="optional",
    again=_again,
    summary="Second factor: a passkey",
    codes={**SIGN_IN_CODES, 422: ("wrong_passkey",)},
)
def show_passkey(call: Call, body: ShownPasskeyBody, session: Session) -> Reply:
    """What it signed works once, for this sign-in alone. Wrong answers are counted like codes."""
    desk, given = services().get(OfficerDesk), code_answer(call, "", body.device)
    shown = ShownPasskey(body.credential, body.client_data, body.authenticator_data, body.signature)
    told = finish_officer_sign_in(desk, session.id, given, session, shown)
    return signed_in(told.tokens, _fresh(told))


@Endpoint(
    "POST",
    "/v1/officer/sessions/refresh",
    access=Access.PUBLIC,
    body=OfficerRefreshBody,
    reply=OfficerSessionView,
    idempotency="optional",
    requester=session_of,
    again=_again,
    summary="Exchange the refresh token for new tokens",
    codes={**REFRESH_CODES, 404: ("post_not_found",)},
)
def refresh(call: Call, body: OfficerRefreshBody) -> Reply:
    """Idle limit, revocation, a new role and another post act here."""
    desk = services().get(OfficerDesk)
    told = refresh_officer_session(desk, body.refresh_token, call.seed, body.post)
    return signed_in(told.tokens, _fresh(told))


@Endpoint(
    "DELETE",
    "/v1/officer/sessions/current",
    access=Access.OFFICER,
    status=204,
    summary="Sign out",
)
def end(call: Call) -> Reply:
    """The access token runs out by itself, within fifteen minutes."""
    end_officer_session(services().get(OfficerDesk), call.session)
    return Reply(204)
