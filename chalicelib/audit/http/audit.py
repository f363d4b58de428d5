"""The audit for administrators: who did what; looking is a line of its own."""

from __future__ import annotations

from chalicelib.audit.application.ports import AuditFilter
from chalicelib.audit.application.reading import ReadersDesk, record_read
from chalicelib.audit.application.verifying import AuditReading
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.audit.http.views import asked_for, page_of_lines, shown
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.time_forms import FIRST_DAY, LAST_DAY
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

_SCHEMAS = "chalicelib.audit.http.schemas"


@Endpoint(
    "GET",
    "/v1/admin/audit",
    access=Access.ADMINISTRATOR,
    query=f"{_SCHEMAS}:AuditQuery",
    reply=f"{_SCHEMAS}:AuditPageView",
    summary="Who did what to what, from where and why; the last entered first",
)
def lines(call: Call) -> Reply:
    """A line is entered a second or so after what it tells of."""
    wanted = asked_for(call)
    desk, found = services().get(ReadersDesk), page_of_lines(call, wanted)
    what = _told(wanted, is_somebody=bool(found.items) or _is_somebody(wanted))
    record_read(desk, call.actor, AuditKind.AUDIT_READ, "audit", call.correlation_id, what)
    return shown(call, found)


@Endpoint(
    "GET",
    "/v1/admin/audit/proof",
    access=Access.ADMINISTRATOR,
    query=f"{_SCHEMAS}:ProofQuery",
    reply=f"{_SCHEMAS}:ProofView",
    codes={404: ("not_found",)},
    summary="Where the chain of a day ends, to be noted elsewhere",
)
def proof(call: Call) -> Reply:
    """Whatever is changed in the chain before shows against it: `make audit HEAD=`."""
    book, day = services().get(AuditReading).book, call.query["day"]
    last = book.last_of(day)
    if last is None:
        raise NotFound("not_found")
    _, after = book.days_around(day)
    head = f"{day.isoformat()}/{last.number}/{last.hash}"
    view = {"day": day.isoformat(), "number": last.number, "hash": last.hash}
    return Reply(200, {**view, "closed": after is not None, "head": head})


def _is_somebody(wanted: AuditFilter) -> bool:
    """Whether any line ever named this actor; one query, where somebody asks for one."""
    if wanted.actor is None:
        return False
    ever = AuditFilter(FIRST_DAY, LAST_DAY, actor=wanted.actor)
    found = services().get(AuditReading).book.page(ever, 1, None)
    return bool(found.items or found.unreadable)


def _told(wanted: AuditFilter, *, is_somebody: bool) -> dict[str, str | bool]:
    """What was looked for, as the line says it. An actor of whom no line is known is not repeated:
    what stands there is what somebody typed, and may be a phone or a name."""
    told: dict[str, str | bool] = {
        "from": wanted.since.isoformat(),
        "to": wanted.until.isoformat(),
    }
    if wanted.actor:
        told |= {"actor": wanted.actor} if is_somebody else {"unknown_actor": True}
    return told | ({"kind": wanted.kind.value} if wanted.kind else {})
