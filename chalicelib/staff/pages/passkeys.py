"""Passkeys of one's own account: they need a script, since no form asks a device to sign."""

from __future__ import annotations

from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.form_guard import ONCE_FIELD
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import RouteRequest
from chalicelib.runtime.pages.shown_faults import faults_of
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.staff.pages.account import ADDRESS, account_page

_KEYS = "/officer/account/passkeys"
_TYPED = frozenset({"name", "password"})


@WebPage("POST", _KEYS)
def begin(visit: PageVisit) -> Reply:
    """With the password; then a page on which the device makes it."""
    asked = RouteRequest({}, {}, {"password": visit.typed("password")})
    reply = visit.ask("POST /v1/officer/me/passkeys", asked)
    if reply.status >= 400:
        return account_page(visit, faults_of(reply, _TYPED), reply.status)
    return visit.show("staff/passkey.html", 200, asked=reply.body, name=visit.typed("name"))


@WebPage("POST", f"{_KEYS}/made")
def confirm(visit: PageVisit) -> Reply:
    """What the device made; back to the account, where it stands."""
    body = {name: visit.typed(name) for name in ("name", "client_data", "attestation")}
    asked = RouteRequest({}, {}, body, key=visit.typed(ONCE_FIELD))
    reply = visit.ask("POST /v1/officer/me/passkeys/confirm", asked)
    if reply.status >= 400:
        return account_page(visit, faults_of(reply, _TYPED), reply.status)
    return visit.go(f"{ADDRESS}?done=passkey")


@WebPage("POST", f"{_KEYS}/remove")
def remove(visit: PageVisit) -> Reply:
    """One of them, with the password."""
    asked = RouteRequest({"id": visit.typed("id")}, {}, {"password": visit.typed("password")})
    reply = visit.ask("POST /v1/officer/me/passkeys/{id}/removal", asked)
    if reply.status >= 400:
        return account_page(visit, faults_of(reply, _TYPED), reply.status)
    return visit.go(f"{ADDRESS}?done=passkey_removed")
