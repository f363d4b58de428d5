"""The route by which the office enters a case for whoever brought it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chalicelib.cases.application.entering import EnterCase, EntryDesk, enter_case
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.http.replies import reply_of
from chalicelib.kernel.together import Part
from chalicelib.rules.domain.channels import CaseChannel
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.cases.http.schemas.entering import EnterBody


@Endpoint(
    "POST",
    "/v1/officer/cases",
    access=Access.ENTRY,
    body="chalicelib.cases.http.schemas.entering:EnterBody",
    reply="chalicelib.cases.http.schemas.answers:OfficeCaseView",
    headers=("ETag", "Location"),
    status=201,
    idempotency="required",
    records=True,
    summary="Enter a case for whoever brought it",
    codes={
        409: ("foreign_number_taken",),
        422: ("outside_province", "commune_mismatch"),
        429: ("case_codes_used_up", "too_busy"),
    },
)
def enter(call: Call, body: EnterBody) -> Reply:
    """The answer is the same whether or not the person is known."""
    command = EnterCase(
        by=call.actor,
        channel=CaseChannel(body.channel),
        matter=body.matter(),
        phone=body.reporter.phone,
        full_name=body.reporter.full_name,
        received_at=body.received_at,
        document=body.document,
        foreign=body.foreign_number.foreign() if body.foreign_number else None,
        seed=call.seed,
        correlation_id=call.correlation_id,
        addressed_to=body.addressed_to,
    )
    written: list[tuple[Case, Reply]] = []

    def recording(case: Case) -> Sequence[Part]:
        reply = _entered(call, case)
        written[:] = [(case, reply)]
        return [call.keyed.recording(reply)] if call.keyed else []

    entered = enter_case(services().get(EntryDesk), command, recording)
    replies = (reply for case, reply in written if case is entered)
    return next(replies, None) or _entered(call, entered)


def _entered(call: Call, case: Case) -> Reply:
    reply = reply_of(call, case, 201, followers=0)  # nobody can know of it yet
    place = {"Location": f"/v1/officer/cases/{case.code}"}
    return Reply(201, reply.body, {**reply.headers, **place})
