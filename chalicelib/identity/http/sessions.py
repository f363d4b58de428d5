"""Citizens sign in, stay signed in, and sign out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.identity.application.limits import Origin
from chalicelib.identity.application.sessions import (
    SessionDesk,
    StartSignIn,
    end_session,
    find_sign_in,
    finish_sign_in,
    refresh_session,
    session_tokens,
    start_sign_in,
)
from chalicelib.identity.application.sign_ins import CodeAnswer, TokenPair
from chalicelib.identity.domain.sessions import Session
from chalicelib.identity.http.schemas.people import RefreshBody, SignInOtpBody
from chalicelib.identity.http.schemas.sessions import SessionView, SignInBody, SignInView
from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

SIGN_IN_CODES = {
    401: ("session_ended",),
    404: ("session_not_found",),
    409: ("code_used",),
    410: ("sign_in_expired", "code_expired"),
    422: ("wrong_code",),
    429: ("code_locked", "too_many_wrong_codes"),
}
REFRESH_CODES = {401: ("bad_token", "session_ended", "session_expired")}


def tokens_view(pair: TokenPair) -> dict[str, Any]:
    """Both tokens and the device's value, as members of an answer."""
    return {
        "access_token": pair.access_token,
        "refresh_token": pair.refresh_token,
        "expires_in": pair.expires_in,
        "device": pair.device,
    }


def code_answer(call: Call, code: str, device: str | None) -> CodeAnswer:
    """The answer to a code, and where it came from."""
    return CodeAnswer(code, call.seed, Origin(call.address, device), call.correlation_id)


def session_of(body: RefreshBody) -> str:
    """The session that a refresh token names in front."""
    return body.refresh_token.partition(".")[0]


def signed_in(pair: TokenPair, fresh: Mapping[str, Any]) -> Reply:
    """An open session: its id is kept, the tokens are not."""
    return Reply(
        200, {"session_id": pair.session}, fresh=fresh, made={"generation": pair.generation}
    )


def _again(_call: Call, reply: Reply) -> Mapping[str, Any]:
    desk, session = services().get(SessionDesk), reply.body["session_id"]
    return tokens_view(session_tokens(desk, session, reply.made["generation"]))


def load_sign_in(call: Call) -> Session:
    """The sign-in of the path."""
    return find_sign_in(services().get(SessionDesk), call.path["id"])


@Endpoint(
    "POST",
    "/v1/sessions",
    access=Access.PUBLIC,
    body=SignInBody,
    reply=SignInView,
    status=202,
    idempotency="optional",
    summary="Ask for a code to sign in with",
    codes={429: ("too_many_codes",)},
)
def start(call: Call, body: SignInBody) -> Reply:
    """The answer is the same whether or not the phone has an account."""
    command = StartSignIn(body.phone, call.address, call.seed, call.correlation_id, body.device)
    sent = start_sign_in(services().get(SessionDesk), command)
    view = SignInView(
        session_id=sent.id, expires_at=wire(sent.expires_at), resend_after=sent.resend_after
    )
    return Reply(202, view.model_dump())


@Endpoint(
    "POST",
    "/v1/sessions/{id}/verify",
    access=Access.PUBLIC,
    body=SignInOtpBody,
    load=load_sign_in,
    reply=SessionView,
    idempotency="optional",
    again=_again,
    summary="Sign in with the code",
    codes=SIGN_IN_CODES,
)
def verify(call: Call, body: SignInOtpBody, session: Session) -> Reply:
    """Wrong codes are counted, then locked; the right one works once."""
    desk, given = services().get(SessionDesk), code_answer(call, body.otp, body.device)
    pair = finish_sign_in(desk, session.id, given, session)
    return signed_in(pair, tokens_view(pair))


@Endpoint(
    "POST",
    "/v1/sessions/refresh",
    access=Access.PUBLIC,
    body=RefreshBody,
    reply=SessionView,
    idempotency="optional",
    requester=session_of,
    again=_again,
    summary="Exchange the refresh token for new tokens",
    codes=REFRESH_CODES,
)
def refresh(call: Call, body: RefreshBody) -> Reply:
    """A token that was used before ends the session; a repeated request (same key) does not."""
    pair = refresh_session(services().get(SessionDesk), body.refresh_token, call.seed)
    return signed_in(pair, tokens_view(pair))


@Endpoint(
    "DELETE",
    "/v1/sessions/current",
    access=Access.CITIZEN,
    status=204,
    summary="Sign out",
)
def end(call: Call) -> Reply:
    """The access token runs out by itself, within fifteen minutes."""
    end_session(services().get(SessionDesk), call.session)
    return Reply(204)
