"""The inbox: what is next first, then the queue, grouped by the day on which work is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from chalicelib.cases.application.inbox import READERS, InboxQueue
from chalicelib.cases.domain.workflow import OPEN_STATES, State
from chalicelib.cases.pages.reference import agencies, categories, communes
from chalicelib.cases.pages.saved_filters import FILTERS, saved_filters
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.words import bare
from chalicelib.places.domain.provinces import Province
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import PageRefused, RouteRequest
from chalicelib.runtime.pages.time_words import ShownDue, TimeWords
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.services import services

ADDRESS = "/officer/inbox"
_MOST = 100
_PAGES_LOOKED_AT = 5
"""Of a queue, for those that the filters leave; further ones by the link below them."""
_OF_SEVERAL = frozenset({"intake", "supervisor", "administrator"})
"""Roles whose queues have cases of several agencies."""
_OWN_DAYS = 2
"""So many days after today have a group of their own; what is due later stands in one."""
_OPEN = tuple(state.value for state in State if state in OPEN_STATES)
JOBS: Mapping[str, frozenset[str]] = {
    "answer": frozenset({"officer"}),
    "approve": frozenset({"leader"}),
    "assign": frozenset({"intake", "supervisor", "leader"}),
}
"""What may be done to several cases at once, and whose it mostly is: the routes decide."""
_LATE, _TODAY = "late", "today"


@frozen
class WorkLine:
    """One case of the queue as it is shown: codes, by which it is filtered (empty: none),
    and their words."""

    code: str
    version: int
    state: str
    category: str
    commune: str
    excerpt: str
    returns: int
    category_name: str
    commune_name: str
    agency: str
    agency_name: str
    urgency: str
    due: ShownDue | None


@frozen
class WorkGroup:
    """Lines that are due together. `kind` is over, day, later, wait or none."""

    kind: str
    title: str
    lines: Sequence[WorkLine]


@dataclass
class QueueRead:
    """What was read of a queue, what the filters leave of it, and where it goes on."""

    next_cursor: str | None
    lines: list[WorkLine] = field(default_factory=list)
    fit: list[WorkLine] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


@WebPage("GET", ADDRESS)
def inbox(visit: PageVisit) -> Reply:
    """A queue, soonest due first; filters stand in the address."""
    queues = _queues(visit)
    if not queues:
        return visit.show("cases/no_inbox.html")
    queue = _queue(visit, queues)
    times = TimeWords(visit.words, visit.now)
    chosen, offered = _chosen(visit), categories(visit)
    filtered, found = any(chosen.values()), _read(visit, queue, times, visit.query.get("cursor"))
    lines, fit = found.lines, found.fit
    return visit.show(
        "cases/inbox.html",
        queue=queue.value,
        queues=[one.value for one in queues],
        counts=visit.read("GET /v1/officer/inbox/counts")["queues"],
        jobs=[job for job, roles in JOBS.items() if visit.role in roles],
        groups=_groups(fit, times),
        shown=fit,
        read=len(lines),
        late=sum(_is(line, "over") for line in lines),
        today=sum(_is_today(line, visit.now.date()) for line in lines),
        first=fit[0] if fit else None,
        more=_further(found.next_cursor, queue, chosen),
        sheet=_at(f"{ADDRESS}/sheet", queue, chosen),
        here=_at(ADDRESS, queue, chosen),
        unreadable=found.unreadable,
        chosen=chosen,
        filtered=filtered,
        saved=saved_filters(visit),
        categories=offered,
        communes=communes(visit),
        agencies=agencies(visit, own_only=False) if visit.role in _OF_SEVERAL else (),
        states=_OPEN,
        times=times,
        done="return" if visit.query.get("done") == "return" else "",
    )


@WebPage("GET", f"{ADDRESS}/sheet")
def sheet(visit: PageVisit) -> Reply:
    """On to what the first page of the queue shows, as a spreadsheet."""
    queue = _queue(visit, _queues(visit) or [InboxQueue.MINE])
    shown = _read(visit, queue, TimeWords(visit.words, visit.now), None).fit
    if not shown:
        return visit.go_with(ADDRESS, {"queue": queue.value, **_chosen(visit)})
    query = {"queue": queue.value, "cases": ",".join(line.code for line in shown[:_MOST])}
    reply = visit.ask("GET /v1/officer/inbox/sheet", RouteRequest({}, query))
    if reply.status != 303:
        raise PageRefused(reply)
    return visit.go(reply.headers["Location"])


@WebPage("GET", "/officer/approvals")
def approvals(visit: PageVisit) -> Reply:
    """The answers of an agency that wait for its leader."""
    waiting = {"queue": InboxQueue.AGENCY.value, "state": State.PENDING_APPROVAL.value}
    return visit.go_with(ADDRESS, waiting)


def _queues(visit: PageVisit) -> list[InboxQueue]:
    """Those of the role; what is to be published is looked at by the centre alone."""
    officer = visit.session.officer if visit.session else {}
    central = officer.get("agency") == services().get(Province).central_agency
    queues = (queue for queue in InboxQueue if visit.role in READERS[queue])
    return [one for one in queues if central or one is not InboxQueue.PUBLICATION]


def _queue(visit: PageVisit, queues: Sequence[InboxQueue]) -> InboxQueue:
    """The one that the address names, else where this role's work begins."""
    wanted = visit.query.get("queue")
    begins = InboxQueue.INTAKE if visit.role == "intake" else InboxQueue.MINE
    return next((one for one in queues if one.value == wanted), begins)


def _chosen(visit: PageVisit) -> dict[str, str]:
    return {name: visit.query.get(name, "").strip() for name in FILTERS}


def _lines(
    visit: PageVisit, items: Iterable[Mapping[str, Any]], times: TimeWords
) -> list[WorkLine]:
    """Those of the route, in words."""
    words, named = visit.words, dict(categories(visit))
    return [
        WorkLine(
            code=item["code"],
            version=item["version"],
            state=item["state"],
            category=item["category"],
            commune=item["commune"]["code"],
            excerpt=item["excerpt"],
            returns=item["returns"],
            category_name=named.get(item["category"], item["category"]),
            commune_name=item["commune"]["name"],
            agency=(item["agency"] or {}).get("id", ""),
            agency_name=item["agency"]["name"] if item["agency"] else words("inbox.no_agency"),
            urgency=words.of("urgency", item["urgency"]),
            due=times.due(item),
        )
        for item in items
    ]


def _read(visit: PageVisit, queue: InboxQueue, times: TimeWords, cursor: str | None) -> QueueRead:
    """A page of the queue; with filters as much of it as fills one with what they leave."""
    chosen, today = _chosen(visit), visit.now.date()
    found, filtered = QueueRead(next_cursor=cursor), any(chosen.values())
    for _ in range(_PAGES_LOOKED_AT if filtered else 1):
        asked = {"queue": queue.value, "limit": str(_MOST)}
        asked |= {"cursor": found.next_cursor} if found.next_cursor else {}
        page = visit.read("GET /v1/officer/inbox", query=asked)
        lines = _lines(visit, page["items"], times)
        found.lines += lines
        found.fit += [line for line in lines if not filtered or _fits(line, chosen, today)]
        found.unreadable += page["unreadable"]
        found.next_cursor = page["next_cursor"]
        if found.next_cursor is None or len(found.fit) >= _MOST:
            break
    return found


def _fits(line: WorkLine, chosen: Mapping[str, str], today: date) -> bool:
    alike = {
        "category": line.category,
        "commune": line.commune,
        "agency": line.agency,
        "state": line.state,
    }
    if any(chosen[name] and chosen[name] != value for name, value in alike.items()):
        return False
    if chosen["due"] == _LATE and not _is(line, "over"):
        return False
    if chosen["due"] == _TODAY and not _is_today(line, today):
        return False
    text = bare(f"{line.code} {line.excerpt}").casefold()
    return all(word in text for word in bare(chosen["q"]).casefold().split())


def _is(line: WorkLine, kind: str) -> bool:
    return line.due is not None and line.due.kind == kind


def _is_today(line: WorkLine, today: date) -> bool:
    return line.due is not None and line.due.kind in ("soon", "calm") and line.due.day == today


def _groups(lines: Iterable[WorkLine], times: TimeWords) -> list[WorkGroup]:
    """In the order of the queue; what waits for its citizen stands at the end."""
    by_place: dict[tuple[int, date], list[WorkLine]] = {}
    days: list[date] = []
    today = times.now.date()
    for line in lines:
        due = line.due
        if due is None or due.kind in ("over", "wait", "done"):
            rank = 3 if due is None else {"over": 0, "wait": 4, "done": 5}[due.kind]
            by_place.setdefault((rank, date.min), []).append(line)
            continue
        if due.day > today and due.day not in days and len(days) < _OWN_DAYS:
            days.append(due.day)
        own = due.day == today or due.day in days
        place = (1, due.day) if own else (2, date.min)
        by_place.setdefault(place, []).append(line)
    return [_group(place, by_place[place], times) for place in sorted(by_place)]


def _group(place: tuple[int, date], lines: Sequence[WorkLine], times: TimeWords) -> WorkGroup:
    words, (rank, day) = times.words, place
    if rank == 1:
        key = "today" if day == times.now.date() else "day"
        return WorkGroup("day", words(f"inbox.group.{key}", day=times.day(day)), lines)
    if rank == 2:
        earliest = min(line.due.day for line in lines if line.due)
        return WorkGroup("later", words("inbox.group.later", day=times.day(earliest)), lines)
    kind = {0: "over", 3: "none", 4: "wait", 5: "done"}[rank]
    return WorkGroup(kind, words(f"inbox.group.{kind}"), lines)


def _further(cursor: str | None, queue: InboxQueue, chosen: Mapping[str, str]) -> str | None:
    if cursor is None:
        return None
    return f"{_at(ADDRESS, queue, chosen)}&{urlencode({'cursor': cursor})}"


def _at(address: str, queue: InboxQueue, chosen: Mapping[str, str]) -> str:
    """With the queue and the filters that were chosen."""
    kept = {name: value for name, value in chosen.items() if value}
    return f"{address}?{urlencode({'queue': queue.value, **kept})}"
