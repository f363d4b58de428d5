"""Training sessions as the contract shows them."""

from __future__ import annotations

from typing import Any

from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.calls import Reply, versioned
from chalicelib.trainings.application.attendances import AttendanceResult, SeenOfficer
from chalicelib.trainings.domain.trainings import Training


def one(training: Training, status: int = 200) -> Reply:
    """With its version."""
    return versioned(training_view(training), status)


def training_view(training: Training) -> dict[str, Any]:
    """Without the secret of its codes."""
    return {
        "id": training.id,
        "version": training.version,
        "agency": training.agency,
        "title": training.title,
        "purpose": training.purpose,
        "starts_at": wire(training.starts_at),
        "ends_at": wire(training.ends_at),
        "place": training.place,
        "link": training.link,
        "agencies": list(training.agencies),
        "roles": [role.value for role in training.roles],
        "materials": [{"title": m.title, "link": m.link} for m in training.materials],
        "cancelled": training.cancelled,
        "changed_at": wire(training.changed_at),
        "changed_by": training.changed_by,
    }


def attendance_view(seen: SeenOfficer) -> dict[str, Any]:
    """With the name that the directory has."""
    officer = seen.officer
    return {
        "officer": seen.attendance.officer,
        "name": officer.name if officer else None,
        "agency": officer.agency if officer else None,
        "role": officer.role.value if officer else None,
        "said_at": wire(seen.attendance.said_at),
        "by": seen.attendance.by,
    }


def result_view(result: AttendanceResult) -> dict[str, Any]:
    """One line of a list."""
    return {"officer": result.officer, "status": result.outcome.value, "code": result.code}
