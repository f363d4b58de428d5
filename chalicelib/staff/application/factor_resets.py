"""A lost second factor is reset: one person asks, another one confirms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.agencies.domain.scopes import actor_of
from chalicelib.audit.application.reading import sealed_reason
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.store import revise
from chalicelib.staff.application.own_sessions import OwnSessionDesk, sign_out
from chalicelib.staff.domain.credentials import Credentials
from chalicelib.staff.domain.factor_resets import OPEN_FOR, ask_reset, confirm_reset


@dataclass(frozen=True)
class ResetDesk:
    """What resetting needs."""

    directory: Directory
    sessions: OwnSessionDesk
    sealer: Sealer
    central_agency: str


def ask_factor_reset(
    desk: ResetDesk, officer: Officer, reason: str, by: Actor, correlation_id: str
) -> datetime:
    """Until when somebody else may confirm it. Raises as `ask_reset`, NotFound for who has no
    password here, TooMany (`too_busy`)."""
    now = desk.sessions.clock.now()

    def step(present: Credentials) -> tuple[Credentials, None]:
        return ask_reset(present, by, now), None

    why = sealed_reason(desk.sealer, f"officer#{officer.id}", reason)
    event = _event(officer, by, now, correlation_id, {"factor": "reset_asked", **why})
    absent = NotFound("officer_not_found")
    revise(desk.sessions.credentials, officer.id, absent, step, event=event)
    return now + OPEN_FOR


def confirm_factor_reset(desk: ResetDesk, officer: Officer, by: Actor, correlation_id: str) -> None:
    """App, recovery codes and passkeys are gone, and all sessions end. Raises as `confirm_reset`,
    NotFound, TooMany (`too_busy`)."""
    now = desk.sessions.clock.now()
    event = _event(officer, by, now, correlation_id, {"factor": "reset"})
    owner = actor_of(officer, desk.central_agency)
    sign_out(desk.sessions, owner, None, lambda known: confirm_reset(known, by, now), event, by)


def _event(
    officer: Officer, by: Actor, at: datetime, correlation_id: str, what: Mapping[str, str]
) -> AuditEvent:
    about = f"officer#{officer.id}"
    return AuditEvent(AuditKind.FACTOR_CHANGED, at, by, correlation_id, what, about=about)
