"""Helping somebody to an account on the spot: the code goes to their phone, and they say it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from chalicelib.kernel.keys import Sealer, Unsealable
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import RouteRequest, ask
from chalicelib.runtime.pages.session_kinds import TEAM
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults
from chalicelib.runtime.pages.sign_ins import refused_sign_in
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.services import services

ADDRESS = f"{TEAM.home}/register"
_BEGIN_AGAIN = frozenset({404, 410})
"""After these only another code leads on."""
_FIRST = frozenset({"phone", "hamlet"})
_SECOND = frozenset({"otp", "full_name", "commune_code", "consents"})


@WebPage("GET", ADDRESS)
def begin(visit: PageVisit) -> Reply:
    """Whose phone, and where."""
    return _first(visit, NO_FAULTS, 200)


@WebPage("POST", ADDRESS)
def start(visit: PageVisit) -> Reply:
    """The code is on its way to the person; the answer is the same whether or not the phone has an
    account."""
    body = {name: visit.typed(name).strip() for name in ("phone", "hamlet")}
    asked = RouteRequest({}, {}, body, key=visit.typed("_once"))
    reply = visit.ask("POST /v1/team/registrations", asked)
    if reply.status != 202:
        return _first(visit, refused_sign_in(visit, reply, _FIRST), reply.status)
    return _second(visit, NO_FAULTS, 200, registration=reply.body["registration_id"])


@WebPage("POST", f"{ADDRESS}/account")
def finish(visit: PageVisit) -> Reply:
    """The person's code, name and consents make the account; nobody is signed in by it here. A code
    works once, so what it proved goes, sealed, with the form that is shown again."""
    token = _opened(visit)
    if token is None:
        proven = _prove(visit)
        if proven.status in _BEGIN_AGAIN:
            return _first(visit, refused_sign_in(visit, proven, _FIRST), proven.status)
        if proven.status != 200:
            return _second(visit, refused_sign_in(visit, proven, _SECOND), proven.status)
        token = str(proven.body["registration_token"])
    asked = RouteRequest({}, {}, _account(visit), key=visit.typed("_once"))
    made = ask(visit.request, visit.language, token, "POST /v1/accounts", asked)
    if made.status != 201:
        faults = refused_sign_in(visit, made, _SECOND)
        return _second(visit, faults, made.status, proof=_sealed(visit, token))
    return visit.go_with(
        TEAM.home, {"made": "1", "result": "account_made", "hamlet": visit.typed("hamlet")}
    )


def _prove(visit: PageVisit) -> Reply:
    path, body = {"id": visit.typed("registration")}, {"otp": visit.typed("otp").replace(" ", "")}
    asked = RouteRequest(path, {}, body, key=visit.typed("_once"))
    return visit.ask("POST /v1/registrations/{id}/verify", asked)


def _account(visit: PageVisit) -> dict[str, Any]:
    ticked = visit.fields.get("consents", ())
    given = [one for one in _consents(visit) if one["purpose"] in ticked]
    return {
        "full_name": visit.typed("full_name").strip(),
        "commune_code": visit.typed("commune_code"),
        "consents": [{"purpose": one["purpose"], "version": one["version"]} for one in given],
    }


def _consents(visit: PageVisit) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = visit.read("GET /v1/consents")["items"]
    return found


def _first(visit: PageVisit, faults: ShownFaults, status: int) -> Reply:
    team = visit.read("GET /v1/team")
    chosen = visit.typed("hamlet") or visit.query.get("hamlet", "") or team["hamlet"]
    return visit.show(
        "campaign/register.html",
        status,
        team=team,
        phone=visit.typed("phone"),
        hamlet=chosen,
        faults=faults,
    )


def _second(
    visit: PageVisit, faults: ShownFaults, status: int, *, registration: str = "", proof: str = ""
) -> Reply:
    communes = visit.read("GET /v1/communes")["items"]
    return visit.show(
        "campaign/register_account.html",
        status,
        registration=registration or visit.typed("registration"),
        proof=proof,
        phone=visit.typed("phone"),
        hamlet=visit.typed("hamlet"),
        full_name=visit.typed("full_name"),
        commune=visit.typed("commune_code") or visit.read("GET /v1/team")["commune"]["code"],
        communes=[(one["code"], one["name"]) for one in communes],
        consents=_consents(visit),
        ticked=visit.fields.get("consents", ()),
        faults=faults,
    )


def _sealed(visit: PageVisit, token: str) -> str:
    blob = services().get(Sealer).seal(token.encode(), _context(visit))
    return base64.urlsafe_b64encode(blob).decode()


def _opened(visit: PageVisit) -> str | None:
    """None for none, and for one of another session or person."""
    try:
        blob = base64.b64decode(visit.typed("proof"), altchars=b"-_", validate=True)
        return services().get(Sealer).unseal(blob, _context(visit)).decode() if blob else None
    except (ValueError, Unsealable):
        return None


def _context(visit: PageVisit) -> str:
    session = visit.session.id if visit.session else ""
    return f"team-proof:{session}:{visit.typed('registration')}"
