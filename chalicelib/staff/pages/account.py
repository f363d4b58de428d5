"""One's own account: who one is here, where one is signed in, and another password."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import urlencode

from chalicelib.agencies.pages.agency_names import agency_names
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages import office_sessions
from chalicelib.runtime.pages.form_guard import ONCE_FIELD
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import RouteRequest, session_of_reply
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults, faults_of
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit

ADDRESS = "/officer/account"
_OUT = "/officer/sign-in?out=1"
_DONE = ("password", "session", "contact", "post", "passkey", "passkey_removed")
_CODES = "/officer/account/contact"


@WebPage("GET", ADDRESS)
def show(visit: PageVisit) -> Reply:
    """All of it on one page."""
    return account_page(visit, NO_FAULTS, 200)


@WebPage("POST", "/officer/account/password")
def change_password(visit: PageVisit) -> Reply:
    """All other sessions end with the old one."""
    body = {"present": visit.typed("present"), "wanted": visit.typed("wanted")}
    reply = visit.ask("PUT /v1/officer/me/password", RouteRequest({}, {}, body))
    if reply.status >= 400:
        return account_page(visit, faults_of(reply, frozenset(body)), reply.status)
    return visit.go(f"{ADDRESS}?done=password")


@WebPage("POST", _CODES)
def change_contact(visit: PageVisit) -> Reply:
    """A code goes to the present address and to the new one, which are asked for next."""
    name = "phone" if visit.typed("phone") else "email"
    body = {name: visit.typed(name)}
    asked = RouteRequest({}, {}, body, key=visit.typed(ONCE_FIELD))
    reply = visit.ask("POST /v1/officer/me/contact", asked)
    if reply.status >= 400:
        return account_page(visit, faults_of(reply, frozenset(body)), reply.status)
    sent = {"change": reply.body["change_id"]}
    return visit.go(f"{_CODES}?{urlencode(sent)}")


@WebPage("GET", _CODES)
def ask_codes(visit: PageVisit) -> Reply:
    """Both codes on one form."""
    return _codes(visit, visit.query.get("change", ""), NO_FAULTS, 200)


@WebPage("POST", f"{_CODES}/codes")
def confirm_contact(visit: PageVisit) -> Reply:
    """Back to the account, where the new address stands."""
    body = {name: visit.typed(name).strip() for name in ("otp_old", "otp_new")}
    change = visit.typed("change")
    asked = RouteRequest({"id": change}, {}, body)
    reply = visit.ask("POST /v1/officer/me/contact/{id}/verify", asked)
    if reply.status >= 400:
        return _codes(visit, change, faults_of(reply, frozenset(body)), reply.status)
    return visit.go(f"{ADDRESS}?done=contact")


@WebPage("POST", "/officer/account/post")
def change_post(visit: PageVisit) -> Reply:
    """From now on in another of one's posts, by new tokens."""
    session, post = visit.session, visit.typed("post")
    token = session.refresh_token if session else ""
    key = sha256(f"{token}|{post}".encode()).hexdigest()
    asked = RouteRequest({}, {}, {"refresh_token": token, "post": post}, key=key)
    reply = visit.ask(visit.kind.refresh, asked)
    if reply.status >= 400:
        return account_page(visit, faults_of(reply, frozenset()), reply.status)
    visit.cookies.append(office_sessions.keep_session(session_of_reply(reply.body, {})))
    return visit.go(f"{ADDRESS}?done=post")


@WebPage("POST", "/officer/account/end")
def end_session(visit: PageVisit) -> Reply:
    """Sign out at one place; here too, if it is this one."""
    id = visit.typed("session")
    reply = visit.ask("DELETE /v1/officer/me/sessions/{id}", RouteRequest({"id": id}, {}))
    if reply.status >= 400:
        return account_page(visit, faults_of(reply, frozenset()), reply.status)
    if visit.session is not None and visit.session.id == id:
        return _out(visit)
    return visit.go(f"{ADDRESS}?done=session")


@WebPage("POST", "/officer/account/end-all")
def end_all(visit: PageVisit) -> Reply:
    """Sign out everywhere."""
    reply = visit.ask("DELETE /v1/officer/me/sessions")
    if reply.status >= 400:
        return account_page(visit, faults_of(reply, frozenset()), reply.status)
    return _out(visit)


def _out(visit: PageVisit) -> Reply:
    visit.cookies.append(office_sessions.forget_session())
    return visit.go(_OUT)


def _codes(visit: PageVisit, change: str, faults: ShownFaults, status: int) -> Reply:
    return visit.show("staff/contact_codes.html", status, change=change, faults=faults)


def account_page(visit: PageVisit, faults: ShownFaults, status: int) -> Reply:
    """All of it, and what went wrong."""
    return visit.show(
        "staff/account.html",
        status,
        own=visit.read("GET /v1/officer/me"),
        sessions=visit.read("GET /v1/officer/me/sessions")["items"],
        agencies=agency_names(),
        done=next((one for one in _DONE if visit.query.get("done") == one), ""),
        faults=faults,
        times=TimeWords(visit.words, visit.now),
    )
