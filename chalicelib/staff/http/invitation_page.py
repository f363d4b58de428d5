"""The page that an invitation's link leads to: a form for the password, without any script.

The link's secret is in the query once; the form sends it as a field. The gateway's log holds
neither (`infra/gateway.py`), nor does ours, and no other site is told where somebody came from.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.kernel.errors import DomainError, Fault, Gone, Invalid, NotFound
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.catalogue import fault_text, title_of
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.staff.application.invitations import (
    InvitationDesk,
    Invited,
    accept_invitation,
    read_invitation,
)
from chalicelib.staff.http.invitation_html import PAGE_POLICY, done, form, over
from chalicelib.staff.http.invitation_schemas import LinkQuery, PasswordForm

_HTML = "text/html; charset=utf-8"
_ENDS = {NotFound: 404, Gone: 410}


@dataclass(frozen=True)
class _Link:
    """What somebody came with."""

    token: str
    lang: str


@Endpoint(
    "GET",
    "/officer/invitation",
    access=Access.PUBLIC,
    query=LinkQuery,
    media_type=_HTML,
    also=(404, 410),
    summary="The page of an invitation's link: a form for the password",
)
def show(call: Call) -> Reply:
    """Looking at it changes nothing, so that a mail's scanner uses nothing up. Links that are
    over or wrong are told so on a page too."""
    link = _Link(call.query["token"], call.query["lang"])
    try:
        return _form(link, read_invitation(services().get(InvitationDesk), link.token), ())
    except (NotFound, Gone) as end:
        return _over(end, link)


@Endpoint(
    "POST",
    "/officer/invitation",
    access=Access.PUBLIC,
    form=PasswordForm,
    media_type=_HTML,
    also=(404, 410, 422),
    codes={429: ("too_busy",)},
    summary="Set the password, by the form of that page",
)
def accept(call: Call, given: PasswordForm) -> Reply:
    """Works once. A password that is not acceptable brings the form again, and says why."""
    desk, link = services().get(InvitationDesk), _Link(given.token, given.lang)
    try:
        invited = read_invitation(desk, link.token)
        try:
            if given.password != given.again:
                raise Invalid([Fault(("again",), "passwords_differ")])
            officer = accept_invitation(desk, link.token, given.password, call.correlation_id)
        except Invalid as invalid:
            return _form(link, invited, invalid.faults)
    except (NotFound, Gone) as end:
        return _over(end, link)
    return _page(200, done(officer.username, link.lang))


def _form(link: _Link, invited: Invited, faults: tuple[Fault, ...]) -> Reply:
    told = [fault_text(fault.code, fault.params, link.lang) for fault in faults]
    shown = form(link.token, invited.officer.username, told, link.lang)
    return _page(422 if faults else 200, shown)


def _over(end: DomainError, link: _Link) -> Reply:
    return _page(_ENDS[type(end)], over(*title_of(end.code, link.lang), link.lang))


def _page(status: int, html: str) -> Reply:
    return Reply(status, html, {"Content-Type": _HTML, "Content-Security-Policy": PAGE_POLICY})
