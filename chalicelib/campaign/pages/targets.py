"""What each commune is to have by which day: one text of lines, as they come from a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.kernel.actors import Role
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import RouteRequest
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.services import services

ADDRESS = "/officer/campaign/targets"
_ROUTE = "/v1/admin/targets"
_LINE = re.compile(r"(\d{5})[\s;,]+(\d{4}-\d\d-\d\d|\d\d?/\d\d?/\d{4})[\s;,]+(\d[\d.]*)")
_SHOWN = 5
"""Of lines that are none, so many are named."""
Days = list[dict[str, Any]]


@WebPage("GET", ADDRESS)
def targets(visit: PageVisit) -> Reply:
    """Everybody's, and for an administrator the form."""
    found = visit.read(f"GET {_ROUTE}")
    return _shown(visit, found, "\n".join(_lines(found["items"])), NO_FAULTS, 200)


@WebPage("POST", ADDRESS, large=True)
def put(visit: PageVisit) -> Reply:
    """All of them at once, or shown again with what was typed."""
    typed, items, wrong = visit.typed("lines"), dict[str, Days](), list[str]()
    for number, line in enumerate(typed.splitlines(), 1):
        match = _LINE.fullmatch(line.strip())
        if match:
            code, day, accounts = match.groups()
            one = {"day": _iso(day), "accounts": int(accounts.replace(".", ""))}
            items.setdefault(code, []).append(one)
        elif line.strip():
            wrong.append(visit.words("campaign.targets.wrong", line=number))
    if wrong:
        return _refused(visit, wrong[:_SHOWN], 422)
    body = {"items": [{"commune_code": code, "days": days} for code, days in items.items()]}
    asked = RouteRequest({}, {}, body, version=visit.typed("version"))
    reply = visit.ask(f"PUT {_ROUTE}", asked)
    if reply.status == 200:
        return visit.go(f"{ADDRESS}?saved=1")
    told = [_where(list(items), one) for one in reply.body.get("errors", ())]
    return _refused(visit, told[:_SHOWN] or [reply.body["detail"]], reply.status)


def _refused(visit: PageVisit, told: Sequence[str], status: int) -> Reply:
    """With the version that stands there now: whoever sends again has seen it."""
    faults = ShownFaults({"lines": " ".join(told)})
    return _shown(visit, visit.read(f"GET {_ROUTE}"), visit.typed("lines"), faults, status)


def _shown(
    visit: PageVisit, found: Mapping[str, Any], lines: str, faults: ShownFaults, status: int
) -> Reply:
    names = {one.code: one.name for one in services().get(Gazetteer).communes()}
    having = {one["commune_code"] for one in found["items"]}
    return visit.show(
        "campaign/targets.html",
        status,
        version=found["version"],
        targets=[(names.get(one["commune_code"], ""), one) for one in found["items"]],
        without=[name for code, name in names.items() if code not in having],
        lines=lines,
        faults=faults,
        edits=visit.role == Role.ADMINISTRATOR,
        saved=bool(visit.query.get("saved")),
        times=TimeWords(visit.words, visit.now),
    )


def _lines(items: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for item in items:
        for one in item["days"]:
            yield f"{item['commune_code']} {one['day']} {one['accounts']}"


def _iso(day: str) -> str:
    """`2026-08-30`, also of `30/8/2026`."""
    if "/" not in day:
        return day
    number, month, year = day.split("/")
    return f"{year}-{int(month):02}-{int(number):02}"


def _where(codes: Sequence[str], fault: Mapping[str, Any]) -> str:
    """With the commune that it is about."""
    found = re.match(r"/items/(\d+)", fault["pointer"])
    code = codes[int(found[1])] if found and int(found[1]) < len(codes) else ""
    return f"{code}: {fault['message']}" if code else str(fault["message"])
