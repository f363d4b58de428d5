"""Pages of the office, each beside the routes that it reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bench.gateway import BenchRequest, request, token_of
from bench.people import SUPERVISOR
from bench.population import INBOX_OFFICER
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.instants import epoch_seconds
from chalicelib.runtime.services import services

_GOOD_FOR = 900
"""Seconds: as an access token, so that no page refreshes one."""
_OF_INBOX = {"queue": "mine", "limit": "100"}


@dataclass(frozen=True)
class PageBesideRoutes:
    """A page, and what asks the API for the same."""

    page: BenchRequest
    routes: Sequence[BenchRequest]


def inbox_beside_routes() -> PageBesideRoutes:
    """A hundred lines, and how many cases each queue has."""
    officer = Actor(Role.OFFICER, INBOX_OFFICER, "so-xay-dung")
    token = token_of(officer)
    routes = (
        request("GET", "/v1/officer/inbox", token=token, query=_OF_INBOX),
        request("GET", "/v1/officer/inbox/counts", token=token),
    )
    page = request("GET", "/officer/inbox", query={"queue": "mine"})
    return PageBesideRoutes(_signed_in(page, officer), routes)


def case_beside_route(code: str) -> PageBesideRoutes:
    """A case as the province's supervisor opens it."""
    route = request("GET", "/v1/officer/cases/{code}", token=token_of(SUPERVISOR), code=code)
    page = request("GET", "/officer/cases/{code}", code=code)
    return PageBesideRoutes(_signed_in(page, SUPERVISOR), (route,))


def _signed_in(asked: BenchRequest, actor: Actor) -> BenchRequest:
    """With the cookie of an open session, as signing in leaves it."""
    from chalicelib.runtime.pages.office_sessions import OfficeSession, keep_session

    until = epoch_seconds(services().get(Clock).now()) + _GOOD_FOR
    named = {"id": actor.id, "username": "bench", "name": "Lù Thị Mây", "role": actor.role.value}
    officer = {**named, "agency": actor.agency or ""}
    session = OfficeSession("bench", token_of(actor), "bench", until, officer)
    cookie = keep_session(session).partition(";")[0]
    return replace(asked, headers={**asked.headers, "Accept": "text/html", "Cookie": cookie})
