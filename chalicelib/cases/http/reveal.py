"""The reporter of a case, for the intake desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.cases.application.revealing import RevealDesk, reveal_reporter
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.http.cases import NO_CASE, load_case
from chalicelib.cases.http.views import sent_for_view
from chalicelib.identity.domain.accounts import Account
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.cases.http.schemas.reveal import RevealBody

_SCHEMAS = "chalicelib.cases.http.schemas.reveal"


@Endpoint(
    "POST",
    "/v1/officer/cases/{code}/reveal-reporter",
    access=Access.OFFICER,
    body=f"{_SCHEMAS}:RevealBody",
    load=load_case,
    reply=f"{_SCHEMAS}:RevealView",
    codes={403: ("reveal_not_allowed",), 404: (*NO_CASE, "reporter_gone")},
    summary="Who sent the case in; each look is entered into the audit with its reason",
)
def reveal(call: Call, body: RevealBody, case: Case) -> Reply:
    """For the intake desk. Asked twice it is written down twice: each is a look."""
    desk = services().get(RevealDesk)
    person = reveal_reporter(desk, call.actor, case, body.reason, call.correlation_id)
    reporter = {
        "full_name": person.full_name,
        "phone": person.phone,
        "email": person.email if isinstance(person, Account) else None,
        "commune_code": person.commune if isinstance(person, Account) else None,
        "organisation": sent_for_view(case),
    }
    return Reply(200, {"code": case.code, "reporter": reporter})
