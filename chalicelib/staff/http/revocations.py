"""Administrators revoke officers' accounts, and give them back."""

from __future__ import annotations

from chalicelib.imports.application.starting import ListDesk, StartImport, start_import
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ImportMode
from chalicelib.kernel.keys import Sealer
from chalicelib.runtime.http.auth import known_to
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.staff.application.leaver_lists import sealed_for_list
from chalicelib.staff.application.revocations import (
    RevocationDesk,
    Revoke,
    announce,
    check_taker,
    restore,
    revocable,
    revoke,
)
from chalicelib.staff.http.revocation_schemas import (
    RestorationBody,
    RestoredView,
    RevocationBody,
    RevocationsView,
    RevokedView,
)


@known_to(Access.ADMINISTRATOR)
def _revoked(call: Call) -> str:
    return revocable(services().get(RevocationDesk), call.path["id"]).id


@Endpoint(
    "POST",
    "/v1/admin/revocations",
    access=Access.ADMINISTRATOR,
    body=RevocationBody,
    reply=RevocationsView,
    idempotency="optional",
    also=(202,),
    codes={409: ("import_running",), 429: ("too_busy",)},
    summary="Revoke officers' accounts, and hand their work over",
)
def revoke_many(call: Call, body: RevocationBody) -> Reply:
    """Each for itself: what is wrong with one keeps no other. Nothing refreshes their sessions, so
    that these end within a quarter of an hour. The same again changes nothing. A file with any
    number is answered by 202 and the import that works it off (`GET /v1/admin/imports/{id}`)."""
    desk, named = services().get(RevocationDesk), tuple(body.officers or ())
    command = Revoke(named, body.reason, call.actor, call.correlation_id, body.hand_over_to)
    if body.upload_id is not None:
        return _by_file(call, desk, command, body.upload_id)
    done = list(revoke(desk, command))
    announce(desk)
    results = [
        RevokedView(
            officer=one.officer,
            outcome=one.outcome.value,
            handed_over=one.handed_over,
            code=one.code,
        )
        for one in done
    ]
    return Reply(200, RevocationsView(results=results).model_dump())


def _by_file(call: Call, desk: RevocationDesk, command: Revoke, upload_id: str) -> Reply:
    check_taker(desk, command)
    start = StartImport(
        actor=call.actor,
        kind=ListKind.LEAVERS,
        upload_id=upload_id,
        mode=ImportMode.GOOD_ROWS,
        replace=False,
        seed=call.seed,
        correlation_id=call.correlation_id,
        reason=sealed_for_list(services().get(Sealer), upload_id, command.reason),
        hand_over_to=command.hand_over_to,
    )
    started = start_import(services().get(ListDesk), start)
    return Reply(202, RevocationsView(results=[], import_id=started.id).model_dump())


@Endpoint(
    "POST",
    "/v1/admin/officers/{id}/restoration",
    access=Access.ADMINISTRATOR,
    body=RestorationBody,
    load=_revoked,
    reply=RestoredView,
    idempotency="optional",
    codes={404: ("officer_not_found",), 409: ("phone_taken",), 429: ("too_busy",)},
    summary="Give a revoked account back",
)
def give_back(call: Call, body: RestorationBody, officer: str) -> Reply:
    """With password and second factor as before. Cases that went on to others stay with them."""
    desk = services().get(RevocationDesk)
    restored = restore(desk, officer, body.reason, call.actor, call.correlation_id)
    return Reply(200, RestoredView(officer=restored.id, active=restored.active).model_dump())
