"""One answer for many cases, and one approval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.answer_texts.application.bulk import (
    Bulk,
    BulkDesk,
    BulkResult,
    BulkStatus,
    Picked,
    approve_all,
    propose_for_all,
)
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.problems import problem, problem_of
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.answer_texts.http.schemas import AnswersBody, ApprovalsBody, PickedCase

_SCHEMAS = "chalicelib.answer_texts.http.schemas"


@Endpoint(
    "POST",
    "/v1/officer/answers",
    access=Access.OFFICER,
    body=f"{_SCHEMAS}:AnswersBody",
    reply=f"{_SCHEMAS}:BulkResultsView",
    idempotency="optional",
    summary="Propose one answer for several cases",
)
def answers(call: Call, body: AnswersBody) -> Reply:
    """Each case gets the text as its proposed answer, or stays as it is, with the reason. Sent
    again, those that have it already are `repeated`."""
    desk = services().get(BulkDesk)
    return _told(call, propose_for_all(desk, _bulk(call, body.cases), body.text))


@Endpoint(
    "POST",
    "/v1/officer/approvals",
    access=Access.OFFICER,
    body=f"{_SCHEMAS}:ApprovalsBody",
    reply=f"{_SCHEMAS}:BulkResultsView",
    idempotency="optional",
    summary="Approve the proposed answers of several cases",
)
def approvals(call: Call, body: ApprovalsBody) -> Reply:
    """Each answer goes to its citizen, or stays proposed, with the reason."""
    return _told(call, approve_all(services().get(BulkDesk), _bulk(call, body.cases)))


def _bulk(call: Call, cases: Sequence[PickedCase]) -> Bulk:
    picked = [Picked(case.code, case.version) for case in cases]
    return Bulk(call.actor, picked, call.correlation_id)


def _told(call: Call, results: Sequence[BulkResult]) -> Reply:
    return Reply(200, {"results": [_view(call, result) for result in results]})


def _view(call: Call, result: BulkResult) -> dict[str, Any]:
    return {
        "code": result.code,
        "status": result.status.value,
        "version": result.version,
        "problem": _problem(call, result),
    }


def _problem(call: Call, result: BulkResult) -> dict[str, Any] | None:
    if result.error is not None:
        body: dict[str, Any] = problem_of(result.error, call.language).body
        return body
    refused = result.status is BulkStatus.REFUSED
    return problem(500, "internal", call.language).body if refused else None
