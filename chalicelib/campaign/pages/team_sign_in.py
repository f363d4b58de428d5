"""A member of a community team signs in as everybody does: phone, then the code that it gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.form_guard import form_token
from chalicelib.runtime.pages.office_sessions import (
    OfficeSession,
    PendingSignIn,
    forget_session,
    keep_device,
    keep_session,
    keep_sign_in,
    sign_in_in,
)
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import PLAIN_REQUEST, RouteRequest, ask, session_of_reply
from chalicelib.runtime.pages.session_kinds import TEAM
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults
from chalicelib.runtime.pages.sign_ins import BEGIN_AGAIN, known_device, refused_sign_in
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit

SIGN_IN = TEAM.sign_in
_CODE = f"{SIGN_IN}/code"
_FIELDS = frozenset({"phone", "otp"})


@WebPage("GET", SIGN_IN, open=True)
def show(visit: PageVisit) -> Reply:
    """The form; who is signed in already goes on."""
    if visit.session is not None:
        return visit.go(TEAM.home)
    return _form(visit, NO_FAULTS, 200)


@WebPage("POST", SIGN_IN, open=True)
def start(visit: PageVisit) -> Reply:
    """The code is on its way, whether or not the phone has an account."""
    body = {"phone": visit.typed("phone").strip(), **known_device(visit)}
    reply = visit.ask("POST /v1/sessions", RouteRequest({}, {}, body))
    if reply.status != 202:
        return _form(visit, refused_sign_in(visit, reply, _FIELDS), reply.status)
    told = reply.body
    pending = PendingSignIn(told["session_id"], "sms", told["expires_at"], TEAM.home)
    visit.cookies.append(keep_sign_in(pending, TEAM))
    return visit.go(_CODE)


@WebPage("GET", _CODE, open=True)
def show_code(visit: PageVisit) -> Reply:
    """The form for the code."""
    pending = sign_in_in(visit.brought, TEAM)
    if pending is None:
        return visit.go(SIGN_IN)
    return _code_form(visit, pending, NO_FAULTS, 200)


@WebPage("POST", _CODE, open=True)
def verify(visit: PageVisit) -> Reply:
    """Signed in, and on to the team."""
    pending = sign_in_in(visit.brought, TEAM)
    if pending is None:
        return visit.go(SIGN_IN)
    body = {"otp": visit.typed("otp").replace(" ", ""), **known_device(visit)}
    reply = visit.ask("POST /v1/sessions/{id}/verify", RouteRequest({"id": pending.id}, {}, body))
    if reply.status in BEGIN_AGAIN:
        visit.cookies.append(forget_session(TEAM))
        return _form(visit, refused_sign_in(visit, reply, _FIELDS), reply.status)
    if reply.status != 200:
        return _code_form(visit, pending, refused_sign_in(visit, reply, _FIELDS), reply.status)
    visit.cookies.append(keep_session(_session(visit, reply.body), TEAM))
    if reply.body["device"]:
        visit.cookies.append(keep_device(reply.body["device"], TEAM))
    return visit.go(TEAM.home)


@WebPage("POST", "/team/sign-out")
def sign_out(visit: PageVisit) -> Reply:
    """Here and at the server. What was not sent yet stays on the phone."""
    visit.ask("DELETE /v1/sessions/current")
    visit.cookies.append(forget_session(TEAM))
    return visit.go(f"{SIGN_IN}?out=1")


def _session(visit: PageVisit, body: Mapping[str, Any]) -> OfficeSession:
    """`me` is a keyed hash of the account: by it the phone knows whose visits are whose."""
    session = session_of_reply(body, {})
    account = ask(visit.request, visit.language, session.access_token, "GET /v1/me", PLAIN_REQUEST)
    me = form_token(f"team:{account.body['account_id']}")[:16] if account.status == 200 else ""
    return replace(session, officer={"role": "team_member", "me": me})


def _form(visit: PageVisit, faults: ShownFaults, status: int) -> Reply:
    return visit.show(
        "campaign/team_sign_in.html",
        status,
        phone=visit.typed("phone"),
        faults=faults,
        told=next((name for name in ("over", "out") if visit.query.get(name)), ""),
    )


def _code_form(visit: PageVisit, pending: PendingSignIn, faults: ShownFaults, status: int) -> Reply:
    times = TimeWords(visit.words, visit.now)
    until = f"{times.local(pending.expires_at):%H:%M}"
    return visit.show("campaign/team_code.html", status, until=until, faults=faults)
