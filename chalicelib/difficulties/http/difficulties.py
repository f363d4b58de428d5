"""Difficulties of the agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.difficulties.application.difficulties import (
    DifficultyChange,
    DifficultyDesk,
    RaiseDifficulty,
    WantedDifficulties,
    assign_difficulty,
    compile_difficulties,
    find_difficulty,
    list_difficulties,
    raise_difficulty,
    solve_difficulty,
)
from chalicelib.difficulties.domain.difficulties import Difficulty, DifficultyState, Topic
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.instants import local_date, wire
from chalicelib.runtime.http.auth import known_to
from chalicelib.runtime.http.calls import Access, Call, Reply, versioned
from chalicelib.runtime.http.paging import listed
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.difficulties.http.schemas import DifficultyBody, OwnerBody, SolutionBody

_SCHEMAS = "chalicelib.difficulties.http.schemas"
_VIEW = f"{_SCHEMAS}:DifficultyView"
_NONE = ("difficulty_not_found",)
_NO_AGENCY = ("agency_not_found",)


@known_to(Access.OFFICER)
def _load(call: Call) -> Difficulty:
    return find_difficulty(services().get(DifficultyDesk), call.actor, call.path["id"])


@Endpoint(
    "GET",
    "/v1/admin/difficulties",
    access=Access.OFFICER,
    query=f"{_SCHEMAS}:DifficultiesQuery",
    reply=f"{_SCHEMAS}:DifficultiesView",
    also=(303,),
    codes={404: _NO_AGENCY},
    summary="Difficulties with owner, due date and solution",
)
def read(call: Call) -> Reply:
    """Of one's own agency: what it raised, and what it is to solve; the province's of all.
    `format=xlsx` compiles all that the filters leave into a sheet (303 to a signed address)."""
    asked, desk = call.query, services().get(DifficultyDesk)
    state = DifficultyState(asked["state"]) if asked.get("state") else None
    wanted = WantedDifficulties(asked.get("agency"), state, asked.get("overdue") == "true")
    if asked["format"] == "xlsx":
        return _sheet(call, desk, wanted)
    found = list_difficulties(desk, call.actor, wanted, asked["limit"], call.position)
    return Reply(200, listed(call, found.of(_view)))


@Endpoint(
    "POST",
    "/v1/admin/difficulties",
    access=Access.OFFICER,
    body=f"{_SCHEMAS}:DifficultyBody",
    reply=_VIEW,
    status=201,
    idempotency="optional",
    codes={404: _NO_AGENCY},
    headers=("ETag",),
    summary="Raise a difficulty",
)
def create(call: Call, body: DifficultyBody) -> Reply:
    """For their own agency; the province for any."""
    command = RaiseDifficulty(
        actor=call.actor,
        agency=body.agency,
        topic=Topic(body.topic),
        text=body.text,
        correlation_id=call.correlation_id,
        seed=call.seed,
    )
    return _one(raise_difficulty(services().get(DifficultyDesk), command), 201)


@Endpoint(
    "GET",
    "/v1/admin/difficulties/{id}",
    access=Access.OFFICER,
    load=_load,
    reply=_VIEW,
    codes={404: _NONE},
    headers=("ETag",),
    summary="A difficulty",
)
def read_one(_call: Call, difficulty: Difficulty) -> Reply:
    """As it stands now, with the version that a change is made to."""
    return _one(difficulty)


@Endpoint(
    "PUT",
    "/v1/admin/difficulties/{id}/owner",
    access=Access.OFFICER,
    load=_load,
    body=f"{_SCHEMAS}:OwnerBody",
    reply=_VIEW,
    if_match="required",
    codes={403: ("not_yours_to_change",), 404: _NONE},
    summary="Say who solves a difficulty, and by when",
)
def own(call: Call, body: OwnerBody, difficulty: Difficulty) -> Reply:
    """Supervisors and administrators of the province. One that was solved is open again."""
    desk = services().get(DifficultyDesk)
    return _one(assign_difficulty(desk, _change(call, difficulty), body.owner, body.due))


@Endpoint(
    "PUT",
    "/v1/admin/difficulties/{id}/solution",
    access=Access.OFFICER,
    load=_load,
    body=f"{_SCHEMAS}:SolutionBody",
    reply=_VIEW,
    if_match="required",
    codes={
        403: ("not_yours_to_change",),
        404: _NONE,
        409: ("difficulty_without_owner",),
    },
    summary="Say how a difficulty was solved",
)
def solve(call: Call, body: SolutionBody, difficulty: Difficulty) -> Reply:
    """A leader of the agency that owns it, or the province."""
    desk = services().get(DifficultyDesk)
    return _one(solve_difficulty(desk, _change(call, difficulty), body.solution))


def _change(call: Call, difficulty: Difficulty) -> DifficultyChange:
    return DifficultyChange(call.actor, difficulty, call.if_match, call.correlation_id)


def _sheet(call: Call, desk: DifficultyDesk, wanted: WantedDifficulties) -> Reply:
    from chalicelib.difficulties.http.sheets import difficulty_sheet
    from chalicelib.figures.http.exports import hand_out

    found = compile_difficulties(desk, call.actor, wanted)
    now = services().get(Clock).now()
    sheet = difficulty_sheet(found, desk.directory, now)
    what = {"agency": wanted.agency or ("" if call.actor.province else str(call.actor.agency))}
    return hand_out(call, sheet, f"kho-khan-vuong-mac-{local_date(now)}.xlsx", "difficulties", what)


def _one(difficulty: Difficulty, status: int = 200) -> Reply:
    return versioned(_view(difficulty), status)


def _view(one: Difficulty) -> dict[str, Any]:
    today = local_date(services().get(Clock).now())
    return {
        "id": one.id,
        "version": one.version,
        "agency": one.agency,
        "topic": one.topic.value,
        "text": one.text,
        "state": one.state.value,
        "owner": one.owner,
        "due": one.due.isoformat() if one.due else None,
        "overdue": one.is_overdue(today),
        "solution": one.solution,
        "raised_at": wire(one.raised_at),
        "raised_by": one.raised_by,
        "solved_at": wire(one.solved_at) if one.solved_at else None,
        "changed_at": wire(one.changed_at),
        "changed_by": one.changed_by,
    }
