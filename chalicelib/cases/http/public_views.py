"""A case as strangers read it, and how far it is from that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.publication import PublicForm, public_form, public_state
from chalicelib.cases.domain.workflow import State
from chalicelib.kernel.instants import wire
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.uploads.domain.uploads import Upload, UploadState

View = dict[str, Any]


def public_view(
    case: Case,
    form: PublicForm,
    comments: Sequence[tuple[datetime, str]],
    uploads: Mapping[str, Upload],
    places: tuple[Gazetteer, Directory],
    followers: int,
) -> View:
    """Nothing but what stands here leaves the office."""
    gazetteer, directory = places
    commune, agency = gazetteer.commune(case.commune), directory.agency(case.agency or "")
    return {
        "code": case.code,
        "state": _state(case).value,
        "category": case.category,
        "description": form.description,
        "location": _location(form),
        "commune": {"code": case.commune, "name": commune.name if commune else case.commune},
        "agency": {"id": agency.id, "name": agency.name} if agency else None,
        "photos": [
            {"number": number, "thumbnail": uploads[file.id].has_thumbnail}
            for number, file in form.photos
            if file.id in uploads and uploads[file.id].state is UploadState.CHECKED
        ],
        "submitted_at": _minute(case.submitted_at),
        "answer": public_answer(case, form),
        "comments": [{"at": _minute(at), "text": text} for at, text in comments],
        "followers": followers,
        "disputes": len(case.present_disputes()),
    }


def office_publication(case: Case) -> View:
    """For the case page of the office."""
    form = public_form(case)
    return {
        "state": public_state(case).value,
        "description": form.description,
        "doubts": list(form.doubts),
        "hidden_photos": list(case.hidden),
    }


def _state(case: Case) -> State:
    """An answer that is not yet approved is nobody's business."""
    return State.IN_PROGRESS if case.state is State.PENDING_APPROVAL else case.state


def _location(form: PublicForm) -> View | None:
    return {"lat": form.location[0], "lon": form.location[1]} if form.location else None


def public_answer(case: Case, form: PublicForm) -> View | None:
    """What anybody may read of the answer; None while there is none."""
    at = case.answered_at
    if form.answer is None:
        return None
    return {"text": form.answer, "answered_at": _minute(at) if at else None}


def _minute(at: datetime) -> str:
    return wire(at.replace(second=0, microsecond=0))
