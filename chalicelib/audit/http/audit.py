"""The audit for administrators: who did what; looking is a line of its own."""

from __future__ import annotations

from chalicelib.audit.application.ports import AuditFilter
from chalicelib.audit.application.reading import ReadersDesk, record_read
from chalicelib.audit.application.verifying import AuditReading
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.audit.http.views import asked_for, audit_page
from chalicelib.kernel.errors import NotFound
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
    desk, what = services().get(ReadersDesk), _told(wanted)
    record_read(desk, call.actor, AuditKind.AUDIT_READ, "audit", call.correlation_id, what)
    return audit_page(call, wanted)


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


def _told(wanted: AuditFilter) -> dict[str, str]:
    """What was looked for, as the line says it."""
    told = {"from": wanted.since.isoformat(), "to": wanted.until.isoformat()}
    told |= {"actor": wanted.actor} if wanted.actor else {}
    return told | ({"kind": wanted.kind.value} if wanted.kind else {})
