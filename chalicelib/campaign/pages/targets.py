"""What each commune is to have by which day: one text of lines, as they come from a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.figures.pages.numbers import NumberWords
from chalicelib.kernel.actors import Role
from chalicelib.kernel.words import bare
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
_LINE = re.compile(
    r"(\d{5})(?=[\s;,])(\D*)(?<=[\s;,])(\d{4}-\d\d-\d\d|\d\d?/\d\d?/\d{4})[\s;,]+(\d[\d.]{0,14})"
)
"""A code, between separators the name of its commune if it is said, a day, a number."""
_STALE = 412
_SHOWN = 5
"""Of lines that are none, so many are named."""
Days = list[dict[str, Any]]


@WebPage("GET", ADDRESS)
def targets(visit: PageVisit) -> Reply:
    """Everybody's, and for an administrator the form."""
    found = visit.read(f"GET {_ROUTE}")
    return _shown(visit, found, "\n".join(_lines(found["items"], _names())), NO_FAULTS, 200)


@WebPage("POST", ADDRESS, large=True)
def put(visit: PageVisit) -> Reply:
    """All of them at once, or shown again with what was typed."""
    items, wrong = _read(visit, _names())
    if wrong:
        return _refused(visit, wrong[:_SHOWN], 422)
    body = {"items": [{"commune_code": code, "days": days} for code, days in items.items()]}
    asked = RouteRequest({}, {}, body, version=visit.typed("version"))
    reply = visit.ask(f"PUT {_ROUTE}", asked)
    if reply.status == 200:
        return visit.go(f"{ADDRESS}?saved=1")
    if reply.status == _STALE and _days(visit.read(f"GET {_ROUTE}")["items"]) == _days(
        body["items"]
    ):
        return visit.go(f"{ADDRESS}?saved=1")
    told = [_where(list(items), _names(), one) for one in reply.body.get("errors", ())]
    return _refused(visit, told[:_SHOWN] or [reply.body["detail"]], reply.status)


def _days(items: Sequence[Mapping[str, Any]]) -> set[tuple[str, str, int]]:
    """What they say, in whatever order: for a form that came again after its answer got lost."""
    return {(one["commune_code"], d["day"], d["accounts"]) for one in items for d in one["days"]}


def _read(visit: PageVisit, names: Mapping[str, str]) -> tuple[Mapping[str, Days], list[str]]:
    """The days of each commune by its code, and what is wrong with which line."""
    items, wrong = dict[str, Days](), list[str]()
    for number, line in enumerate(visit.typed("lines").splitlines(), 1):
        match = _LINE.fullmatch(line.strip())
        if not match:
            if line.strip():
                wrong.append(visit.words("campaign.targets.wrong", line=number))
            continue
        code, between, day, accounts = match.groups()
        name = between.strip(" \t;,")
        if name and code in names and not _is_name(name, names[code]):
            told = {"line": number, "code": code, "name": names[code]}
            wrong.append(visit.words("campaign.targets.other_name", **told))
        one = {"day": _iso(day), "accounts": int(accounts.replace(".", ""))}
        items.setdefault(code, []).append(one)
    return items, wrong


def _is_name(typed: str, name: str) -> bool:
    """Also in other letters, and without the kind of commune before it."""
    known = bare(name).casefold()
    return " ".join(bare(typed).casefold().split()) in (known, known.partition(" ")[2])


def _names() -> Mapping[str, str]:
    return {one.code: one.name for one in services().get(Gazetteer).communes()}


def _refused(visit: PageVisit, told: Sequence[str], status: int) -> Reply:
    """With the version that stands there now: whoever sends again has seen it."""
    faults = ShownFaults({"lines": " ".join(told)})
    return _shown(visit, visit.read(f"GET {_ROUTE}"), visit.typed("lines"), faults, status)


def _shown(
    visit: PageVisit, found: Mapping[str, Any], lines: str, faults: ShownFaults, status: int
) -> Reply:
    names = _names()
    having = {one["commune_code"] for one in found["items"]}
    return visit.show(
        "campaign/targets.html",
        status,
        version=found["version"],
        targets=[(names.get(one["commune_code"], ""), one) for one in found["items"]],
        without=[name for code, name in names.items() if code not in having],
        lines=lines,
        example=_called(next(iter(names)), names),
        faults=faults,
        edits=visit.role == Role.ADMINISTRATOR,
        saved=bool(visit.query.get("saved")),
        numbers=NumberWords(visit.words),
        times=TimeWords(visit.words, visit.now),
    )


def _lines(items: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Iterator[str]:
    for item in items:
        for one in item["days"]:
            yield f"{_called(item['commune_code'], names)} {one['day']} {one['accounts']}"


def _called(code: str, names: Mapping[str, str]) -> str:
    """With its name, if it has one."""
    return f"{code} {names.get(code, '')}".strip()


def _iso(day: str) -> str:
    """`2026-08-30`, also of `30/8/2026`."""
    if "/" not in day:
        return day
    number, month, year = day.split("/")
    return f"{year}-{int(month):02}-{int(number):02}"


def _where(codes: Sequence[str], names: Mapping[str, str], fault: Mapping[str, Any]) -> str:
    """With the commune that it is about."""
    found = re.match(r"/items/(\d+)", fault["pointer"])
    code = codes[int(found[1])] if found and int(found[1]) < len(codes) else ""
    return f"{_called(code, names)}: {fault['message']}" if code else str(fault["message"])
