"""Pages of the audit as they are asked for and shown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from chalicelib.audit.application.ports import AuditFilter, EnteredLine
from chalicelib.audit.application.reading import shown_to_readers
from chalicelib.audit.application.verifying import AuditReading
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.kernel.instants import local_date, wire
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.pages import Page
from chalicelib.runtime.http.calls import Call, Reply
from chalicelib.runtime.http.paging import page
from chalicelib.runtime.http.pointers import of_query
from chalicelib.runtime.services import services

DAYS_SHOWN = 31


def asked_for(call: Call) -> AuditFilter:
    """Of which days, by whom, of which kind. Raises Invalid (`empty_period`)."""
    query = call.query
    tomorrow = local_date(services().get(AuditReading).clock.now()) + timedelta(days=1)
    until: date = query.get("to") or tomorrow
    since: date = query.get("from") or until - timedelta(days=DAYS_SHOWN)
    with of_query():
        if since >= until:
            raise Invalid([Fault(("to",), "empty_period")])
    kind = AuditKind(query["kind"]) if "kind" in query else None
    return AuditFilter(since, until, actor=query.get("actor"), kind=kind)


def page_of_lines(call: Call, wanted: AuditFilter) -> Page[EnteredLine]:
    """The last entered first."""
    return services().get(AuditReading).book.page(wanted, call.query["limit"], call.position)


def shown(call: Call, found: Page[EnteredLine]) -> Reply:
    """The page as it is answered."""
    lines = found.of(_line)
    return Reply(200, {**page(call, lines), "unreadable": len(found.unreadable)})


def _line(entered: EnteredLine) -> dict[str, Any]:
    head, line = entered.head, entered.line
    what, why = shown_to_readers(services().get(Sealer), line)
    return {
        "day": head.day.isoformat(),
        "number": head.number,
        "hash": head.hash,
        "at": wire(line.at),
        "kind": line.kind.value,
        "actor": {
            "role": line.actor.role.value,
            "id": line.actor.id,
            "agency": line.actor.agency,
        },
        "network": line.network,
        "subject": line.subject,
        "what": dict(what),
        "why": why,
    }
