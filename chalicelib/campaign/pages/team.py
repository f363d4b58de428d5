"""My team and its visits: a page that also works where there is no network.

Without script it is a form for one visit. With script every visit is first kept on the phone and
sent as soon as there is a network: `/team/state` says who is signed in, `/team/upload` answers each
entry, `/team/worker.js` answers for the page while there is none, by the form of `/team/shell`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from chalicelib.campaign.domain.visits import VisitResult
from chalicelib.kernel.errors import Invalid, Unreadable
from chalicelib.kernel.instants import local_date, wire
from chalicelib.kernel.time_forms import parse_day
from chalicelib.runtime.http.bodies import read_json
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.form_guard import form_token
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import RouteRequest
from chalicelib.runtime.pages.session_kinds import TEAM
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults, faults_of
from chalicelib.runtime.pages.static import static_url
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit

_DAY = timedelta(days=1)
RESULTS = tuple(result.value for result in VisitResult)
_FIELDS = ("hamlet", "result", "phone")
_SHELL = f"{TEAM.home}/shell"
_JSON = {"Content-Type": "application/json"}
_SCRIPT = {
    "Content-Type": "text/javascript; charset=utf-8",
    "Service-Worker-Allowed": TEAM.home,
}
_STATIC = (
    *("fonts/app-figures-400.woff2", "fonts/app-figures-600.woff2"),
    *("office.css", "office.js", "govuk.js", "team.js", "img/mark.svg"),
    *(f"fonts/be-vietnam-pro-{part}-normal.woff2" for part in ("latin-400", "latin-600")),
    *(f"fonts/be-vietnam-pro-{part}-normal.woff2" for part in ("vietnamese-400", "vietnamese-600")),
)
"""What the page is dressed in, kept on the phone with the form."""


@WebPage("GET", TEAM.home)
def team(visit: PageVisit) -> Reply:
    """The form for a visit, and the team's visits of today, or of an earlier day."""
    return _shown(visit, NO_FAULTS, 200)


@WebPage("POST", f"{TEAM.home}/visits")
def note(visit: PageVisit) -> Reply:
    """One visit, now: what browsers without script send."""
    entry = {name: visit.typed(name).strip() for name in _FIELDS}
    entry |= {"client_id": visit.typed("_once"), "at": wire(visit.now)}
    body = {"entries": [{name: value for name, value in entry.items() if value}]}
    missing = {name: visit.words(f"team.missing.{name}") for name in _FIELDS[:2] if not entry[name]}
    if missing:
        return _shown(visit, ShownFaults(missing), 422)
    reply = visit.ask("POST /v1/team/visits", RouteRequest({}, {}, body))
    if reply.status != 200:
        return _shown(visit, faults_of(reply, frozenset(_FIELDS)), reply.status)
    (answer,) = reply.body["results"]
    refused = answer["status"] == "refused"
    if refused and not (answer["code"] == "client_id_used" and _is_noted(visit, entry)):
        return _shown(visit, ShownFaults({}, (_why(visit, answer),)), 422)
    told = {"code": answer["code"]} if answer["code"] and not refused else {}
    return visit.go_with(TEAM.home, {"noted": entry["result"], **told})


def _is_noted(visit: PageVisit, entry: Mapping[str, str]) -> bool:
    """Whether the form came before, a little earlier: its visit is the member's newest today."""
    asked = {"limit": "100", "day": local_date(visit.now).isoformat()}
    found = visit.read("GET /v1/team/visits", query=asked)["items"]
    own = [(one["hamlet"], one["result"]) for one in found if one["mine"]]
    return own[-1:] == [(entry["hamlet"], entry["result"])]


@WebPage("GET", f"{TEAM.home}/state")
def state(visit: PageVisit) -> Reply:
    """Whose phone this is at the moment: `me` is a keyed hash, the same at each sign-in."""
    team = visit.read("GET /v1/team")
    said = {
        "me": visit.session.officer["me"] if visit.session else "",
        "token": form_token(visit.session.id) if visit.session else "",
        "hamlet": team["hamlet"],
        "hamlets": team["hamlets"],
        "commune": team["commune"]["name"],
    }
    return Reply(200, json.dumps(said), _JSON)


@WebPage("POST", f"{TEAM.home}/upload")
def upload(visit: PageVisit) -> Reply:
    """Entries of the phone; each is answered by itself, in words."""
    entries = _entries(visit.typed("entries"))
    reply = visit.ask("POST /v1/team/visits", RouteRequest({}, {}, {"entries": entries}))
    if reply.status != 200:
        told = {"code": reply.body["code"], "text": reply.body["detail"]}
        return Reply(reply.status, json.dumps(told), _JSON)
    results = [
        {**answer, "text": _why(visit, answer) if answer["code"] else None}
        for answer in reply.body["results"]
    ]
    return Reply(200, json.dumps({"results": results}), _JSON)


@WebPage("GET", _SHELL, open=True)
def shell(visit: PageVisit) -> Reply:
    """The form without anybody's data: the phone fills in the hamlets that it knows."""
    return _shell(visit)


@WebPage("GET", f"{TEAM.home}/worker.js", open=True)
def worker(visit: PageVisit) -> Reply:
    """Another version whenever the form or anything of its dress is another."""
    kept = [_SHELL, *map(static_url, _STATIC)]
    version = hashlib.sha256(f"{_shell(visit).body}{kept}".encode()).hexdigest()[:12]
    reply = visit.show("campaign/team_worker.js", kept=kept, version=version, shell=_SHELL)
    return Reply(reply.status, reply.body, _SCRIPT)


def _shell(visit: PageVisit) -> Reply:
    nobody = replace(visit, session=None, address=_SHELL)
    return nobody.show("campaign/team.html", once="", **_form(nobody, NO_FAULTS), team=None)


def _shown(visit: PageVisit, faults: ShownFaults, status: int) -> Reply:
    team = visit.read("GET /v1/team")
    day, today = _day(visit), local_date(visit.now)
    asked = {"limit": "100", "day": day.isoformat()}
    if cursor := visit.query.get("cursor", ""):
        asked["cursor"] = cursor
    return visit.show(
        "campaign/team.html",
        status,
        team=team,
        found=visit.read("GET /v1/team/visits", query=asked),
        day=day,
        is_today=day == today,
        before=day - _DAY,
        after=day + _DAY if day < today else None,
        **_form(visit, faults),
    )


def _day(visit: PageVisit) -> date:
    """The day that is asked for; today, where none is, or none that was."""
    today = local_date(visit.now)
    try:
        return min(parse_day(visit.query.get("day", "")), today)
    except Invalid:
        return today


def _form(visit: PageVisit, faults: ShownFaults) -> dict[str, Any]:
    asked = {name: visit.typed(name) or visit.query.get(name, "") for name in _FIELDS[:2]}
    noted = visit.query.get("noted", "")
    code = visit.query.get("code", "")
    return {
        "faults": faults,
        "results": RESULTS,
        "typed": {**asked, "phone": visit.typed("phone")},
        "noted": noted if noted in RESULTS else "",
        "sent": bool(visit.query.get("sent")),
        "made": bool(visit.query.get("made")),
        "noted_code": code if f"team.code.{code}" in visit.words.texts else "",
        "times": TimeWords(visit.words, visit.now),
    }


def _entries(typed: str) -> Any:
    """What the script sends; what is no JSON is left to the route to refuse."""
    try:
        return read_json(typed.encode("utf-8", "surrogatepass"))
    except Unreadable:
        return typed


def _why(visit: PageVisit, answer: Mapping[str, Any]) -> str:
    return visit.words.of("team.code", answer["code"])
