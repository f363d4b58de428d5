"""The account behind a case is blocked: nobody need learn whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.cases.domain.cases import Case
from chalicelib.cases.http.cases import NO_CASE, load_case
from chalicelib.identity.application.blocks import (
    BlockAccount,
    BlockDesk,
    block_account,
    may_block,
)
from chalicelib.identity.http.blocks import office_block_view
from chalicelib.kernel.errors import Forbidden
from chalicelib.runtime.http.auth import is_for
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.identity.http.schemas.blocks import BlockBody

_SCHEMAS = "chalicelib.identity.http.schemas.blocks:"


def _load(call: Call) -> Case:
    """The case, for whoever may block."""
    case = load_case(call)
    if is_for(Access.OFFICER, call.actor) and not may_block(call.actor):
        raise Forbidden("block_not_allowed")
    return case


@Endpoint(
    "POST",
    "/v1/officer/cases/{code}/block-reporter",
    access=Access.OFFICER,
    body=f"{_SCHEMAS}BlockBody",
    load=_load,
    reply=f"{_SCHEMAS}OfficeBlockView",
    status=201,
    idempotency="optional",
    codes={
        403: ("block_not_allowed",),
        404: (*NO_CASE, "no_account"),
        409: ("already_blocked", "busy"),
    },
    summary="Let the account that sent this case send nothing for some days",
)
def block_reporter(call: Call, body: BlockBody, case: Case) -> Reply:
    """For the province's intake desk and administrators. What was sent goes on, and is read."""
    command = BlockAccount(
        case.reporter, case.code, body.until, body.reason, call.actor, call.correlation_id
    )
    return Reply(201, office_block_view(block_account(services().get(BlockDesk), command)))
