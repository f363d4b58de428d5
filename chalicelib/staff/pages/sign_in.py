"""Officers sign in: password, then code; and sign out."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages import office_sessions
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import RouteRequest, session_of_reply
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults
from chalicelib.runtime.pages.sign_ins import BEGIN_AGAIN, known_device, refused_sign_in
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit

_HOME = "/officer/inbox"
_CODE = "/officer/sign-in/code"
_SIGNED = ("credential", "client_data", "authenticator_data", "signature")
_FIELDS = frozenset({"username", "password", "otp"})
_LONGEST_NEXT = 1_000
"""Of the address to go on to, which is kept in the cookie of the sign-in: browsers keep 4 KB."""
_OF_ADDRESSES = "/?&=%:+,;@!$'()*~#[]"


@WebPage("GET", "/", open=True)
def front(visit: PageVisit) -> Reply:
    """Whoever types the name alone comes to the office."""
    return visit.go(_HOME)


@WebPage("GET", "/officer/sign-in", open=True)
def show(visit: PageVisit) -> Reply:
    """The form; who is signed in already goes on."""
    following = _own_address(visit.query.get("next", ""))
    if visit.session is not None:
        return visit.go(following)
    return _form(visit, following, NO_FAULTS, 200)


@WebPage("POST", "/officer/sign-in", open=True)
def start(visit: PageVisit) -> Reply:
    """The first factor. What went wrong is said as the API says it, with the time to wait."""
    following = _own_address(visit.typed("next"))
    body = {"username": visit.typed("username").strip(), "password": visit.typed("password")}
    reply = visit.ask("POST /v1/officer/sessions", RouteRequest({}, {}, body | known_device(visit)))
    if reply.status != 202:
        return _form(visit, following, refused_sign_in(visit, reply, _FIELDS), reply.status)
    told = reply.body
    pending = office_sessions.PendingSignIn(
        told["session_id"], told["channel"], told["expires_at"], following, told["passkey"]
    )
    visit.cookies.append(office_sessions.keep_sign_in(pending))
    return visit.go(_CODE)


@WebPage("GET", "/officer/sign-in/code", open=True)
def show_code(visit: PageVisit) -> Reply:
    """The form for the second factor."""
    pending = office_sessions.sign_in_in(visit.brought)
    if pending is None:
        return visit.go("/officer/sign-in")
    return _code_form(visit, pending, NO_FAULTS, 200)


@WebPage("POST", "/officer/sign-in/code", open=True)
def verify(visit: PageVisit) -> Reply:
    """The second factor: then on to where the officer wanted to go."""
    pending = office_sessions.sign_in_in(visit.brought)
    if pending is None:
        return visit.go("/officer/sign-in")
    reply = _second_factor(visit, pending)
    if reply.status in BEGIN_AGAIN:
        visit.cookies.append(office_sessions.forget_session())
        return _form(visit, pending.next, refused_sign_in(visit, reply, _FIELDS), reply.status)
    if reply.status != 200:
        return _code_form(visit, pending, refused_sign_in(visit, reply, _FIELDS), reply.status)
    visit.cookies.append(office_sessions.keep_session(session_of_reply(reply.body, {})))
    if reply.body["device"]:
        visit.cookies.append(office_sessions.keep_device(reply.body["device"]))
    return visit.go(pending.next)


def _second_factor(visit: PageVisit, pending: office_sessions.PendingSignIn) -> Reply:
    """A passkey where one was asked for, else the code that was typed."""
    if pending.passkey is None:
        route, body = "verify", {"otp": visit.typed("otp").replace(" ", "")}
    else:
        route, body = "passkey", {name: visit.typed(name) for name in _SIGNED}
    asked = RouteRequest({"id": pending.id}, {}, body | known_device(visit))
    return visit.ask(f"POST /v1/officer/sessions/{{id}}/{route}", asked)


@WebPage("POST", "/officer/sign-out")
def sign_out(visit: PageVisit) -> Reply:
    """Ends the session here and at the server."""
    visit.ask("DELETE /v1/officer/sessions/current")
    visit.cookies.append(office_sessions.forget_session())
    return visit.go("/officer/sign-in?out=1")


def _form(visit: PageVisit, following: str, faults: ShownFaults, status: int) -> Reply:
    return visit.show(
        "staff/sign_in.html",
        status,
        next=following,
        username=visit.typed("username"),
        faults=faults,
        told=next((name for name in ("over", "out") if visit.query.get(name)), ""),
    )


def _code_form(
    visit: PageVisit, pending: office_sessions.PendingSignIn, faults: ShownFaults, status: int
) -> Reply:
    times = TimeWords(visit.words, visit.now)
    until = f"{times.local(pending.expires_at):%H:%M}"
    asked = {"way": pending.channel, "passkey": pending.passkey, "until": until}
    return visit.show("staff/code.html", status, **asked, faults=faults)


def _own_address(wanted: str) -> str:
    """Where to go on: an address of the office and of nobody else."""
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return _HOME
    own = not parts.scheme and not parts.netloc and "\\" not in wanted and wanted.isprintable()
    inside = parts.path.startswith("/officer/") or parts.path == "/dashboard"
    if not own or not inside or parts.path.startswith("/officer/sign-"):
        return _HOME
    address = quote(wanted, safe=_OF_ADDRESSES)
    return address if len(address) <= _LONGEST_NEXT else _HOME
