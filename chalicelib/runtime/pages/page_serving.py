"""From a request for a page to its HTML: session, guard of forms, the page itself, and the pages of
what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from chalice import Response

from chalicelib.kernel.languages import Language
from chalicelib.page_routes import PAGES
from chalicelib.runtime.http import bodies
from chalicelib.runtime.http.calls import Call, Reply, decoded
from chalicelib.runtime.http.problems import HttpError
from chalicelib.runtime.http.security_headers import OWN_ORIGIN, SECURITY_HEADERS
from chalicelib.runtime.http.serving import AccessLine, correlation_id, logged
from chalicelib.runtime.pages import form_guard, office_sessions, sent_files
from chalicelib.runtime.pages.page import WebPage, find_page
from chalicelib.runtime.pages.page_calls import PageRefused, refreshed
from chalicelib.runtime.pages.page_clock import now
from chalicelib.runtime.pages.session_kinds import SessionKind, kind_of
from chalicelib.runtime.pages.visits import HTML, PageVisit
from chalicelib.runtime.pages.words import words_in

_ALL = frozenset(route for routes in PAGES.values() for route in routes)
SENT_BY = "x-sent-by"
"""The header by which a form that a script sends says so (`static/js/send.js`)."""


def serve_page(module: str, route: str, request: Any, path: Mapping[str, str]) -> Response:
    """The page, whatever comes: problems become pages too."""
    line, cookies = AccessLine(route), list[str]()
    known: list[office_sessions.OfficeSession] = []

    def work(call: Call) -> Reply:
        page = find_page(module, route)
        visit = _visit(page, request, call, decoded(path), cookies)
        return _page(page, request, visit, known)

    reply = logged(request, line, work)
    if not isinstance(reply.body, str):
        reply = _problem_page(request, reply, kind_of(route.partition(" ")[2]), known)
    reply = _told_to_script(request, reply)
    headers: dict[str, str | list[str]] = {
        **SECURITY_HEADERS,
        "Content-Security-Policy": OWN_ORIGIN,
        "X-Correlation-Id": correlation_id(request),
        **{name: value for name, value in reply.headers.items() if name != "WWW-Authenticate"},
        **({"Set-Cookie": cookies} if cookies else {}),
    }
    return Response(reply.body, headers=headers, status_code=reply.status)


def _told_to_script(request: Any, reply: Reply) -> Reply:
    """Where a form leads on, for the script that sent it: browsers keep redirects from scripts."""
    sent = request.method == "POST" and request.headers.get(SENT_BY) == "script"
    if reply.status != 303 or not sent:
        return reply
    return Reply(204, "", reply.headers)


def _page(
    page: WebPage, request: Any, visit: PageVisit, known: list[office_sessions.OfficeSession]
) -> Reply:
    try:
        session = _session(request, visit)
        known += [session] if session else []
        if session is None and not page.open:
            return _signed_out(page, visit)
        visit = replace(visit, session=session)
        if page.method == "POST" and not page.open and not form_guard.is_of(visit.fields, session):
            return _send_again(visit)
        reply: Reply = page.work(visit)
    except PageRefused as refused:
        return _ended(page, visit) if refused.reply.status == 401 else refused.reply
    return reply


def _visit(
    page: WebPage, request: Any, call: Call, path: Mapping[str, str], cookies: list[str]
) -> PageVisit:
    fields, files = _form(page, request, call) if page.method == "POST" else ({}, {})
    brought = {} if page.shared else office_sessions.cookies_in(call.headers.get("cookie", ""))
    query = _query(request)
    language = _language(query, brought)
    if query.get("lang") == language.value and not page.shared:
        cookies.append(office_sessions.keep_language(language.value))
    return PageVisit(
        request=request,
        address=_address(page, path, query),
        headers=call.headers,
        words=words_in(language),
        now=now(),
        kind=kind_of(page.path),
        path=path,
        query=query,
        fields=fields,
        files=files,
        brought=brought,
        cookies=cookies,
        reopened=_reopened(page, path) if page.method == "POST" else "",
    )


def _form(page: WebPage, request: Any, call: Call) -> sent_files.Parts:
    raw = bodies.raw_body(request.to_original_event())
    with_files = page.files and sent_files.is_with_files(call.headers)
    most = form_guard.MOST_SENT_LARGE if page.large else bodies.MOST_BYTES
    if len(raw) > (sent_files.MOST_SENT if with_files else most):
        raise HttpError(413, "too_large")
    form_guard.check_origin(call.headers)
    if with_files:
        return sent_files.read_parts(call.headers, raw)
    return form_guard.read_fields(call.headers, raw, large=page.large), {}


def _session(request: Any, visit: PageVisit) -> office_sessions.OfficeSession | None:
    """With tokens that are good; a session that is over is taken away."""
    kept = office_sessions.session_in(visit.brought, visit.kind)
    if kept is None:
        return None
    session = refreshed(request, visit.language, kept, visit.kind)
    if isinstance(session, Reply):
        if session.status >= 500 or session.status in (409, 429):
            raise PageRefused(session)
        visit.cookies.append(office_sessions.forget_session(visit.kind))
        return None
    if session is not kept:
        visit.cookies.append(office_sessions.keep_session(session, visit.kind))
    return session


def _ended(page: WebPage, visit: PageVisit) -> Reply:
    """A token that is no longer taken ends its session here too: with it the sign-in would lead
    straight back."""
    visit.cookies.append(office_sessions.forget_session(visit.kind))
    return _signed_out(page, replace(visit, session=None))


def _signed_out(page: WebPage, visit: PageVisit) -> Reply:
    """To the sign-in and back; what was typed into a form is shown and can be sent again."""
    if page.method == "POST":
        return _send_again(visit)
    over = {"over": "1"} if visit.kind.cookie in visit.brought else {}
    return visit.go(f"{visit.kind.sign_in}?{urlencode({'next': visit.address, **over})}")


def _send_again(visit: PageVisit) -> Reply:
    kept = [
        (name, value)
        for name, values in visit.fields.items()
        if name not in (form_guard.TOKEN_FIELD, form_guard.ONCE_FIELD)
        for value in values
    ]
    lost = any(visit.files.values())
    way = visit.kind.sign_in
    return visit.show("runtime/send_again.html", 403, kept=kept, sign_in=way, lost=lost)


def _problem_page(
    request: Any, reply: Reply, kind: SessionKind, known: list[office_sessions.OfficeSession]
) -> Reply:
    """What a route or the base said no with, as a page. After a fault of ours no cookie is opened
    again, which may be what broke."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    brought = office_sessions.cookies_in(headers.get("cookie", ""))
    opened = office_sessions.session_in(brought, kind) if reply.status < 500 and not known else None
    visit = PageVisit(
        request=request,
        address="",
        headers=headers,
        words=words_in(_language(_query(request), brought)),
        now=now(),
        query=_query(request),
        session=known[0] if known else opened,
        kind=kind,
        reopened=kind.home if request.method == "POST" else "",
    )
    shown = visit.show(
        "runtime/problem.html",
        reply.status,
        problem=reply.body,
        reference=correlation_id(request) if reply.status >= 500 else "",
    )
    kept = {name: value for name, value in reply.headers.items() if name == "Retry-After"}
    return Reply(shown.status, shown.body, {"Content-Type": HTML, **kept})


def _query(request: Any) -> dict[str, str]:
    given = request.query_params
    return {name: given.getlist(name)[0] for name in dict(given or {})}


def _language(query: Mapping[str, str], brought: Mapping[str, str]) -> Language:
    """By the address, else as chosen before: browsers here often ask for English unasked."""
    for wanted in (query.get("lang"), brought.get(office_sessions.LANGUAGE_COOKIE)):
        if wanted in (Language.VI.value, Language.EN.value):
            return Language(wanted)
    return Language.VI


def _address(page: WebPage, path: Mapping[str, str], query: Mapping[str, str]) -> str:
    """Where this page is, as a link to it."""
    address = _with_values(page.path, path)
    return f"{address}?{urlencode(query)}" if query else address


def _reopened(page: WebPage, path: Mapping[str, str]) -> str:
    """What a form's target belongs to and can be opened: itself, or the nearest address above."""
    wanted = page.path
    while wanted and f"GET {wanted}" not in _ALL:
        wanted = wanted.rpartition("/")[0]
    return _with_values(wanted, path) if wanted else kind_of(page.path).home


def _with_values(address: str, path: Mapping[str, str]) -> str:
    for name, value in path.items():
        address = address.replace(f"{{{name}}}", quote(value, safe=""))
    return address
