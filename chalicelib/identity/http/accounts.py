"""The new account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.identity.application.accounts import AccountDesk, CreateAccount, create_account
from chalicelib.identity.application.sessions import SessionDesk, another_session, open_session
from chalicelib.identity.domain.consents import ConsentGiven
from chalicelib.identity.domain.personal_ids import Sex
from chalicelib.identity.http.schemas.accounts import AccountBody, AccountView
from chalicelib.identity.http.sessions import tokens_view
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services


def _again(_call: Call, reply: Reply) -> Mapping[str, Any]:
    return tokens_view(another_session(services().get(SessionDesk), reply.made["session"]))


@Endpoint(
    "POST",
    "/v1/accounts",
    access=Access.REGISTRATION,
    body=AccountBody,
    reply=AccountView,
    headers=("Location",),
    status=201,
    idempotency="optional",
    again=_again,
    summary="Open an account with a proven phone",
    codes={
        409: ("phone_taken", "personal_id_taken"),
        429: ("personal_id_asked_too_often",),
    },
)
def create(call: Call, body: AccountBody) -> Reply:
    """One account per phone and per personal number."""
    command = CreateAccount(
        registration=call.session,
        full_name=body.full_name,
        commune=body.commune_code,
        consents=[ConsentGiven(given.purpose, given.version) for given in body.consents],
        seed=call.seed,
        correlation_id=call.correlation_id,
        personal_id=body.personal_id,
        date_of_birth=body.date_of_birth,
        sex=Sex(body.sex) if body.sex else None,
        email=body.email,
    )
    account = create_account(services().get(AccountDesk), command)
    pair = open_session(services().get(SessionDesk), account.id)
    return Reply(
        201,
        {"account_id": account.id},
        {"Location": "/v1/me"},
        fresh=tokens_view(pair),
        made={"session": pair.session},
    )
