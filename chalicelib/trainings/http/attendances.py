"""Who was at a training session, and who was trained in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.paging import listed
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.trainings.application.attendances import (
    attend_by_code,
    attend_by_hand,
    compile_attendances,
    list_attendances,
)
from chalicelib.trainings.application.trained import (
    Trained,
    TrainedDesk,
    trained_before_accounts,
)
from chalicelib.trainings.application.trainings import TrainingDesk, check_holder
from chalicelib.trainings.domain.trainings import Training, shown_code, shown_until
from chalicelib.trainings.http.trainings import NO_TRAINING, load_training, said_by
from chalicelib.trainings.http.views import attendance_view, result_view

if TYPE_CHECKING:
    from chalicelib.trainings.http.schemas import AttendanceBody, CodeBody

_SCHEMAS = "chalicelib.trainings.http.schemas"
_NOT_HELD = ("not_yours_to_change",)


@Endpoint(
    "GET",
    "/v1/admin/trainings/{id}/code",
    access=Access.OFFICER,
    load=load_training,
    reply=f"{_SCHEMAS}:ShownCodeView",
    codes={
        403: _NOT_HELD,
        404: NO_TRAINING,
        409: ("training_cancelled", "attendance_closed"),
    },
    summary="The code that the session's screen shows",
)
def code(call: Call, training: Training) -> Reply:
    """Another each minute, from half an hour before the session to half an hour after it; those of
    the two minutes before are taken too."""
    check_holder(training, call.actor)
    now = services().get(Clock).now()
    training.check_open(now)
    return Reply(200, {"code": shown_code(training, now), "until": wire(shown_until(now))})


@Endpoint(
    "POST",
    "/v1/officer/trainings/{id}/attendance",
    access=Access.OFFICER,
    load=load_training,
    body=f"{_SCHEMAS}:CodeBody",
    reply=f"{_SCHEMAS}:AttendedView",
    codes={
        403: ("training_not_for_you",),
        404: NO_TRAINING,
        409: ("training_cancelled", "attendance_closed"),
        429: ("too_many_screen_codes", "too_busy"),
    },
    summary="Say by the code on the screen that one is there",
)
def attend(call: Call, body: CodeBody, training: Training) -> Reply:
    """Ten wrong codes a day and officer; typed again it is the same."""
    seen = attend_by_code(services().get(TrainingDesk), training, body.code, said_by(call))
    said = {"training": seen.training, "officer": seen.officer, "present": seen.present}
    return Reply(200, {**said, "said_at": wire(seen.said_at)})


@Endpoint(
    "POST",
    "/v1/admin/trainings/{id}/attendance",
    access=Access.OFFICER,
    load=load_training,
    body=f"{_SCHEMAS}:AttendanceBody",
    reply=f"{_SCHEMAS}:AttendanceResultsView",
    codes={
        403: _NOT_HELD,
        404: NO_TRAINING,
        409: ("training_cancelled", "training_not_begun"),
        429: ("too_busy",),
    },
    summary="Write down by hand who was there",
)
def write_down(call: Call, body: AttendanceBody, training: Training) -> Reply:
    """Each officer for itself; said again, nothing changes."""
    desk, said = services().get(TrainingDesk), said_by(call)
    results = attend_by_hand(desk, training, body.officers, said, present=body.present)
    return Reply(200, {"results": [result_view(one) for one in results]})


@Endpoint(
    "GET",
    "/v1/admin/trainings/{id}/attendance",
    access=Access.OFFICER,
    load=load_training,
    query=f"{_SCHEMAS}:AttendanceQuery",
    reply=f"{_SCHEMAS}:AttendancesView",
    also=(303,),
    codes={403: _NOT_HELD, 404: NO_TRAINING},
    summary="Who was at a session",
)
def attended(call: Call, training: Training) -> Reply:
    """For who holds it. `format=xlsx` is the list for the certificates (303 to a signed
    address)."""
    check_holder(training, call.actor)
    desk = services().get(TrainingDesk)
    if call.query["format"] == "xlsx":
        return _certificates(call, desk, training)
    found = list_attendances(desk, training, call.query["limit"], call.position)
    return Reply(200, listed(call, found.of(attendance_view)))


@Endpoint(
    "GET",
    "/v1/reports/trained",
    access=Access.OFFICER,
    reply=f"{_SCHEMAS}:TrainedView",
    codes={403: ("report_not_allowed",)},
    summary="Officers who were trained before they got an account",
)
def trained(call: Call) -> Reply:
    """By agency; leaders, desks and supervisors read their own. A second or so behind."""
    figure = trained_before_accounts(services().get(TrainedDesk), call.actor)
    directory = services().get(Directory)

    def name(agency: str) -> str:
        known = directory.agency(agency)
        return known.name if known else agency

    rows = [
        {"key": key, "name": name(key), "trained_before": _share(row)}
        for key, row in figure.rows.items()
    ]
    return Reply(
        200,
        {
            "trained_before": _share(figure.total),
            "waiting": figure.waiting,
            "rows": rows,
            "unreadable": list(figure.unreadable),
        },
    )


def _share(trained: Trained) -> dict[str, Any]:
    return {"n": trained.trained_before, "of": trained.handed_over}


def _certificates(call: Call, desk: TrainingDesk, training: Training) -> Reply:
    from chalicelib.figures.http.exports import hand_out
    from chalicelib.trainings.http.sheets import certificate_sheet

    found = compile_attendances(desk, training)
    sheet = certificate_sheet(training, found, desk.directory)
    return hand_out(call, sheet, f"chung-nhan-{training.id}.xlsx", f"trainings#{training.id}")
