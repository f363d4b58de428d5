"""A lost second factor is reset by two people."""

from __future__ import annotations

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.auth import known_to
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.staff.application.factor_resets import (
    ResetDesk,
    ask_factor_reset,
    confirm_factor_reset,
)
from chalicelib.staff.application.invitations import cared_for
from chalicelib.staff.http.factor_schemas import FactorResetBody, FactorResetView

_THERE = ("officer_not_found",)


@known_to(Access.LISTS)
def _cared_for(call: Call) -> Officer:
    return cared_for(services().get(ResetDesk).directory, call.path["id"], call.actor)


@Endpoint(
    "POST",
    "/v1/admin/officers/{id}/factor-reset",
    access=Access.LISTS,
    load=_cared_for,
    body=FactorResetBody,
    reply=FactorResetView,
    status=202,
    idempotency="optional",
    codes={
        403: ("not_yours_to_change", "own_account"),
        404: _THERE,
        409: ("officer_left", "no_app"),
        429: ("too_busy",),
    },
    summary="Ask that an officer's lost app be taken away",
)
def ask(call: Call, body: FactorResetBody, officer: Officer) -> Reply:
    """Nothing changes before another person confirms it, within a day; one of the two is an
    administrator, the other one may be the leader of the officer's agency."""
    desk = services().get(ResetDesk)
    until = ask_factor_reset(desk, officer, body.reason, call.actor, call.correlation_id)
    view = FactorResetView(officer=officer.id, expires_at=wire(until))
    return Reply(202, view.model_dump())


@Endpoint(
    "POST",
    "/v1/admin/officers/{id}/factor-reset/confirmation",
    access=Access.LISTS,
    load=_cared_for,
    status=204,
    codes={
        403: ("not_yours_to_change", "own_account", "second_person_needed"),
        404: (*_THERE, "reset_not_found"),
        409: ("officer_left",),
        429: ("too_busy",),
    },
    summary="Confirm that an officer's lost app be taken away",
)
def confirm(call: Call, officer: Officer) -> Reply:
    """Codes go to the officer's phone or mail again, and all sessions end."""
    confirm_factor_reset(services().get(ResetDesk), officer, call.actor, call.correlation_id)
    return Reply(204)
