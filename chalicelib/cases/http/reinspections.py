"""Re-inspections: supervisors look whether what was answered is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.reinspections import waiting_reinspections
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.permissions import may_ever
from chalicelib.cases.domain.reinspection_commands import Reinspect
from chalicelib.cases.domain.workflow import Action
from chalicelib.cases.http.answering import CASE_ANSWERS, answer_to
from chalicelib.cases.http.card_lines import card_lines
from chalicelib.cases.http.card_views import card_view
from chalicelib.cases.http.cases import NO_CASE, load_case
from chalicelib.kernel.errors import Forbidden
from chalicelib.runtime.http.auth import is_for
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.paging import listed
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.cases.http.schemas.reinspections import ReinspectionBody

_SCHEMAS = "chalicelib.cases.http.schemas.reinspections:"


@Endpoint(
    "GET",
    "/v1/officer/reinspections",
    access=Access.OFFICER,
    query="chalicelib.runtime.http.schemas.queries:Paging",
    reply=f"{_SCHEMAS}ReinspectionPageView",
    summary="Answers that were drawn to be looked at once more, the first drawn first",
    codes={403: ("reinspections_not_allowed",)},
)
def waiting(call: Call) -> Reply:
    """Those that nobody has looked at, of the province or of the reader's agency."""
    desk, query = services().get(CaseDesk), call.query
    found = waiting_reinspections(desk, call.actor, query["limit"], call.position)
    lines = card_lines(found, card_view)
    return Reply(200, listed(call, lines))


def _load(call: Call) -> Case:
    """The case, for whoever may look at its answer at all."""
    case = load_case(call)
    office = is_for(Access.OFFICER, call.actor)
    if office and not may_ever(call.actor, Action.REINSPECT, case, sole_staff=False):
        raise Forbidden("action_not_allowed")
    return case


@Endpoint(
    "POST",
    "/v1/officer/reinspections/{code}",
    access=Access.OFFICER,
    body=f"{_SCHEMAS}ReinspectionBody",
    load=_load,
    reply="chalicelib.cases.http.schemas.answers:OfficeCaseView",
    idempotency="optional",
    answers=CASE_ANSWERS,
    if_match="required",
    summary="Whether what was answered is true",
    codes={
        404: NO_CASE,
        403: ("action_not_allowed", "own_answer"),
        409: ("illegal_transition", "not_drawn", "already_reinspected", "busy"),
    },
)
def inspect(call: Call, body: ReinspectionBody, case: Case) -> Reply:
    """Once an answer. What does not hold is reopened, as far as a supervisor may reopen it."""
    return answer_to(call, case, Reinspect(body.holds, body.note), tuple(body.evidence))
