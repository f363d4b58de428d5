"""Training sessions of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.kernel.actors import Role
from chalicelib.runtime.http.auth import known_to
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.paging import listed
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.trainings.application.ports import TrainingCalendars
from chalicelib.trainings.application.trainings import (
    PlannedTraining,
    TrainingCall,
    TrainingDesk,
    change_training,
    find_training,
    list_trainings,
    plan_training,
)
from chalicelib.trainings.domain.trainings import Material, Training
from chalicelib.trainings.http.views import one, training_view

if TYPE_CHECKING:
    from chalicelib.trainings.http.schemas import TrainingBody

_SCHEMAS = "chalicelib.trainings.http.schemas"
_VIEW = f"{_SCHEMAS}:TrainingView"
NO_TRAINING = ("training_not_found",)


@known_to(Access.OFFICER)
def load_training(call: Call) -> Training:
    """The session that the path names."""
    return find_training(services().get(TrainingDesk), call.actor, call.path["id"])


def said_by(call: Call) -> TrainingCall:
    """Who asks, with the version that was seen."""
    return TrainingCall(call.actor, call.correlation_id, call.seed, call.if_match)


@Endpoint(
    "GET",
    "/v1/admin/trainings",
    access=Access.OFFICER,
    query="chalicelib.runtime.http.schemas.queries:Paging",
    reply=f"{_SCHEMAS}:TrainingsView",
    summary="Training sessions",
)
def read(call: Call) -> Reply:
    """Those of one's own agency and those that are for it; of the province all."""
    desk = services().get(TrainingDesk)
    found = list_trainings(desk, call.actor, call.query["limit"], call.position)
    return Reply(200, listed(call, found.of(training_view)))


@Endpoint(
    "POST",
    "/v1/admin/trainings",
    access=Access.LISTS,
    body=f"{_SCHEMAS}:TrainingBody",
    reply=_VIEW,
    status=201,
    idempotency="optional",
    headers=("ETag",),
    summary="Plan a training session",
)
def create(call: Call, body: TrainingBody) -> Reply:
    """A leader's is for their own agency, an administrator's for whom it says."""
    desk = services().get(TrainingDesk)
    return one(plan_training(desk, _planned(body), said_by(call)), 201)


@Endpoint(
    "GET",
    "/v1/admin/trainings/{id}",
    access=Access.OFFICER,
    load=load_training,
    reply=_VIEW,
    codes={404: NO_TRAINING},
    headers=("ETag",),
    summary="A training session",
)
def read_one(_call: Call, training: Training) -> Reply:
    """As it stands now, with the version that a change is made to."""
    return one(training)


@Endpoint(
    "PUT",
    "/v1/admin/trainings/{id}",
    access=Access.OFFICER,
    load=load_training,
    body=f"{_SCHEMAS}:TrainingBody",
    reply=_VIEW,
    if_match="required",
    codes={403: ("not_yours_to_change",), 404: NO_TRAINING},
    summary="Change or cancel a training session",
)
def change(call: Call, body: TrainingBody, training: Training) -> Reply:
    """Leaders of the agency that holds it, and administrators. The same again changes nothing."""
    desk = services().get(TrainingDesk)
    return one(change_training(desk, training, _planned(body), said_by(call)))


@Endpoint(
    "GET",
    "/v1/admin/trainings/{id}/calendar",
    access=Access.OFFICER,
    load=load_training,
    media_type="text/calendar; charset=utf-8",
    headers=("Content-Disposition",),
    codes={404: NO_TRAINING},
    summary="A training session as a calendar file",
)
def calendar(_call: Call, training: Training) -> Reply:
    """Taken in again after a change it takes the place of the one before."""
    content = services().get(TrainingCalendars).write(training).decode()
    headers = {"Content-Disposition": f'attachment; filename="tap-huan-{training.id}.ics"'}
    return Reply(200, content, headers)


def _planned(body: TrainingBody) -> PlannedTraining:
    return PlannedTraining(
        title=body.title,
        purpose=body.purpose,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        place=body.place,
        link=body.link,
        agencies=tuple(body.agencies) if body.agencies is not None else None,
        roles=tuple(map(Role, body.roles)),
        materials=tuple(Material(one.title, one.link) for one in body.materials),
        cancelled=body.cancelled,
    )
