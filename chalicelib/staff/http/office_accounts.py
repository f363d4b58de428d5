"""Officers' accounts: the administrators' list, and one's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.paging import page
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.staff.application.office_accounts import (
    OfficeAccount,
    OfficeAccountDesk,
    change_own_password,
    list_accounts,
    own_account,
    own_posts,
)
from chalicelib.staff.domain.passkeys import Passkey
from chalicelib.staff.http.office_account_schemas import (
    OfficersQuery,
    OwnAccountView,
    OwnPasswordBody,
)
from chalicelib.staff.http.owners import owner

_STATES = {None: None, "active": True, "revoked": False}


@Endpoint(
    "GET",
    "/v1/admin/officers",
    access=Access.LISTS,
    query=OfficersQuery,
    reply="chalicelib.staff.http.office_account_schemas:OfficeAccountsView",
    codes={404: ("agency_not_found",)},
    summary="Officers with role, scope, account and last sign-in",
)
def list_officers(call: Call) -> Reply:
    """Of one agency or all, for a leader of their own; as the directory knows them, up to a minute
    old."""
    desk, query = services().get(OfficeAccountDesk), call.query
    active = _STATES[query.get("state")]
    asked = (query.get("agency"), active, query["limit"], call.position)
    found = list_accounts(desk, call.actor, *asked)
    return Reply(200, page(call, found.of(_line)))


@Endpoint(
    "GET",
    "/v1/officer/me",
    access=Access.OFFICER,
    reply=OwnAccountView,
    codes={404: ("officer_not_found",)},
    summary="One's own account, and when it was last signed in to",
)
def read_own(call: Call) -> Reply:
    """For the owner to see whether somebody else was here."""
    desk, who = services().get(OfficeAccountDesk), owner(call)
    own, posts = own_account(desk, who), own_posts(desk, who)
    shown = next((post for post in posts if post.id == call.actor.id), own.officer)
    more = {
        "phone": own.officer.phone,
        "email": own.officer.email,
        "previous_sign_in_at": _instant(own.signed_in_before),
        "recovery_codes_left": own.recovery_codes,
        "passkeys": [_passkey(one) for one in own.passkeys],
        "passkeys_missing": own.passkeys_missing,
        "only_administrator": own.is_only_administrator,
        "posts": [_post(post, call.actor.id) for post in posts],
        "agency": shown.agency,
        "roles": [shown.role.value],
    }
    return Reply(200, {**_line(own), **more})


@Endpoint(
    "PUT",
    "/v1/officer/me/password",
    access=Access.OFFICER,
    body=OwnPasswordBody,
    status=204,
    codes={404: ("officer_not_found",), 429: ("too_many_wrong_passwords", "too_busy")},
    summary="Change one's own password",
)
def change_password(call: Call, body: OwnPasswordBody) -> Reply:
    """With the present one. Factors stay; all other sessions end, and this one goes on."""
    desk = services().get(OfficeAccountDesk)
    given = (body.present, body.wanted, call.correlation_id, call.session)
    change_own_password(desk, owner(call), *given)
    return Reply(204, None)


def _line(account: OfficeAccount) -> dict[str, Any]:
    officer = account.officer
    sent = "sms" if officer.phone else "email"
    return {
        "id": officer.id,
        "username": officer.username,
        "name": officer.name,
        "agency": officer.agency,
        "roles": [officer.role.value],
        "scope": account.scope.value,
        "state": "active" if officer.active else "revoked",
        "last_day": officer.last_day.isoformat() if officer.last_day else None,
        "person": officer.person,
        "account": account.stage.value,
        "second_factor": "passkey" if account.passkeys else "app" if account.has_app else sent,
        "last_sign_in_at": _instant(account.signed_in_at),
        "factor_reset_asked_at": _instant(account.reset_asked_at),
    }


def _post(post: Officer, acting: str) -> dict[str, Any]:
    return {
        "id": post.id,
        "agency": post.agency,
        "role": post.role.value,
        "last_day": post.last_day.isoformat() if post.last_day else None,
        "current": post.id == acting,
    }


def _passkey(one: Passkey) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "since": wire(one.since),
        "last_used_at": _instant(one.used_at),
    }


def _instant(at: datetime | None) -> str | None:
    return wire(at) if at else None
