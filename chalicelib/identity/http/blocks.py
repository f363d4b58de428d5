"""Blocked accounts: what the person is told and says, and what administrators decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.identity.application.blocks import BlockDesk, appeal, blocked, decide, may_block
from chalicelib.identity.domain.blocks import AccountBlock
from chalicelib.kernel.errors import Forbidden
from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.auth import known_to
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.paging import listed
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.identity.http.schemas.blocks import AppealBody, BlockDecisionBody

_SCHEMAS = "chalicelib.identity.http.schemas.blocks:"


@known_to(Access.ADMINISTRATOR)
def _block(call: Call) -> AccountBlock:
    return blocked(services().get(BlockDesk), call.path["id"])


@Endpoint(
    "GET",
    "/v1/me/block",
    access=Access.CITIZEN,
    reply=f"{_SCHEMAS}MyBlockView",
    summary="Whether I may send nothing at present, until when, and why",
)
def mine(call: Call) -> Reply:
    """The last block of the caller's account, over or not."""
    desk = services().get(BlockDesk)
    found, now = desk.blocks.find(call.actor.id), desk.clock.now()
    shown = own_block_view(found) if found else None
    return Reply(200, {"blocked": bool(found and found.lasts(now)), "block": shown})


@Endpoint(
    "POST",
    "/v1/me/block/appeal",
    access=Access.CITIZEN,
    body=f"{_SCHEMAS}AppealBody",
    reply=f"{_SCHEMAS}OwnBlockView",
    status=201,
    idempotency="optional",
    codes={409: ("not_blocked", "already_appealed", "busy")},
    summary="Say why the block of my account is wrong",
)
def contradict(call: Call, body: AppealBody) -> Reply:
    """Once a block; an administrator decides, never who put it."""
    block = appeal(services().get(BlockDesk), call.actor, body.text, call.correlation_id)
    return Reply(201, own_block_view(block))


@Endpoint(
    "GET",
    "/v1/officer/blocks",
    access=Access.OFFICER,
    query="chalicelib.runtime.http.schemas.queries:Paging",
    reply=f"{_SCHEMAS}BlockPageView",
    codes={403: ("block_not_allowed",)},
    summary="Accounts that were blocked, with their appeals",
)
def every(call: Call) -> Reply:
    """For the province's intake desk and administrators; accounts are named by id alone."""
    if not may_block(call.actor):
        raise Forbidden("block_not_allowed")
    found = services().get(BlockDesk).blocks.page(call.query["limit"], call.position)
    lines = found.of(office_block_view)
    return Reply(200, listed(call, lines))


@Endpoint(
    "POST",
    "/v1/admin/blocks/{id}/decision",
    access=Access.ADMINISTRATOR,
    body=f"{_SCHEMAS}BlockDecisionBody",
    load=_block,
    reply=f"{_SCHEMAS}OfficeBlockView",
    idempotency="optional",
    codes={
        403: ("own_block",),
        404: ("block_not_found",),
        409: ("not_blocked", "busy"),
    },
    summary="Lift the block of an account, or uphold it",
)
def settle(call: Call, body: BlockDecisionBody, block: AccountBlock) -> Reply:
    """With or without an appeal; one that is lifted lets the account send again at once."""
    desk = services().get(BlockDesk)
    done = decide(desk, block.account, body.lift, body.reason, call.actor, call.correlation_id)
    return Reply(200, office_block_view(done))


def own_block_view(block: AccountBlock) -> dict[str, Any]:
    """Without who put it and who decided."""
    now, said, decision = services().get(BlockDesk).clock.now(), block.appeal, block.decision
    return {
        "state": block.state(now).value,
        "reason": block.reason,
        "since": wire(block.since),
        "until": wire(block.until),
        "appeal": {"text": said.text, "at": wire(said.at)} if said else None,
        "decision": {
            "lift": decision.lifts,
            "reason": decision.reason,
            "at": wire(decision.at),
        }
        if decision
        else None,
    }


def office_block_view(block: AccountBlock) -> dict[str, Any]:
    """For the office."""
    names = {"account": block.account, "case": block.case, "by": block.by}
    return {**own_block_view(block), **names}
