"""The reader's own account."""

from __future__ import annotations

from chalicelib.identity.application.accounts import AccountDesk, change_account, read_account
from chalicelib.identity.domain.accounts import Account, Particulars
from chalicelib.identity.http.schemas.accounts import ConsentView, HelpView, MeBody, MeView
from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services


def me_view(account: Account) -> MeView:
    """Everything that the person gave, as it is kept."""
    identity = account.identity
    return MeView(
        account_id=account.id,
        phone=account.phone,
        full_name=account.full_name,
        commune_code=account.commune,
        email=account.email,
        personal_id=identity.personal_id,
        date_of_birth=identity.date_of_birth.isoformat() if identity.date_of_birth else None,
        sex=identity.sex.value if identity.sex else None,
        identity_level=int(account.level),
        consents=[
            ConsentView(
                purpose=given.purpose,
                version=given.version,
                at=wire(given.at),
                channel=given.channel,
            )
            for given in account.consents
        ],
        helped_by=_helped_by(account),
        created_at=wire(account.created_at),
        updated_at=wire(account.updated_at),
    )


def _helped_by(account: Account) -> HelpView | None:
    given = account.assistance
    if given is None:
        return None
    return HelpView(
        name=given.helper_name,
        commune_code=given.commune,
        hamlet=given.hamlet,
        at=wire(given.at),
    )


@Endpoint(
    "GET",
    "/v1/me",
    access=Access.CITIZEN,
    reply=MeView,
    summary="My account",
    codes={404: ("account_not_found",)},
)
def read(call: Call) -> Reply:
    """What is known about the reader."""
    account = read_account(services().get(AccountDesk), call.actor.id)
    return Reply(200, me_view(account).model_dump())


@Endpoint(
    "PATCH",
    "/v1/me",
    access=Access.CITIZEN,
    body=MeBody,
    reply=MeView,
    summary="Change my account",
    codes={404: ("account_not_found",), 429: ("too_busy",)},
)
def change(call: Call, body: MeBody) -> Reply:
    """Name, commune and email."""
    wanted = Particulars(
        full_name=body.full_name,
        commune=body.commune_code,
        email=body.email,
        drop_email="email" in body.model_fields_set and body.email is None,
    )
    account = change_account(
        services().get(AccountDesk), call.actor.id, wanted, call.correlation_id
    )
    return Reply(200, me_view(account).model_dump())
