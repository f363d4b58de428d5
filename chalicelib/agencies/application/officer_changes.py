"""What the audit is told of a change of an officer: ids, roles and days, no personal data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor

_PERSONAL = ("username", "name", "phone", "email")


def officer_changed(
    before: Officer | None, after: Officer, actor: Actor, at: datetime, correlation_id: str
) -> AuditEvent:
    """With what stood there before and after; of personal data only which of them changed."""
    old, new = _told(before), _told(after)
    what: dict[str, Any] = {
        name: {"before": old.get(name), "after": new[name]}
        for name in new
        if old.get(name) != new[name]
    }
    personal = [n for n in _PERSONAL if before and getattr(before, n) != getattr(after, n)]
    what |= {"personal": personal} if personal else {}
    return AuditEvent(AuditKind.OFFICER_CHANGED, at, actor, correlation_id, what)


def _told(officer: Officer | None) -> dict[str, Any]:
    """Nobody yet was away on no day."""
    if officer is None:
        return {"absences": [], "last_day": None, "person": None}
    return {
        "role": officer.role.value,
        "agency": officer.agency,
        "active": officer.active,
        "last_day": officer.last_day.isoformat() if officer.last_day else None,
        "person": officer.person,
        "absences": [f"{o.since}/{o.until}/{o.stand_in or '-'}" for o in officer.absences],
    }
