"""The audit of one case, for those who oversee it."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.audit.http.views import asked_for, page_of_lines, shown
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.permissions import may_audit
from chalicelib.cases.http.cases import NO_CASE, load_case, read_by
from chalicelib.kernel.errors import Forbidden
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint


@Endpoint(
    "GET",
    "/v1/officer/cases/{code}/audit",
    access=Access.OFFICER,
    load=load_case,
    query="chalicelib.audit.http.schemas:CaseAuditQuery",
    reply="chalicelib.audit.http.schemas:AuditPageView",
    codes={403: ("audit_not_allowed",), 404: NO_CASE},
    summary="Who read and who changed this case; the last entered first",
)
def lines(call: Call, case: Case) -> Reply:
    """For supervisors, administrators, and the leader of the agency that has the case."""
    wanted = replace(asked_for(call), subject=case.code)
    if not may_audit(call.actor, case):
        raise Forbidden("audit_not_allowed")
    read_by(call, AuditKind.AUDIT_READ, case)
    return shown(call, page_of_lines(call, wanted))
