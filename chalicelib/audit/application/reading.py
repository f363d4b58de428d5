"""Reads are written down before their answer leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.audit.application.ports import AuditTrail
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.origins import with_network


@dataclass(frozen=True)
class ReadersDesk:
    """What writing down a read needs."""

    trail: AuditTrail
    clock: Clock


def record_read(
    desk: ReadersDesk,
    reader: Actor,
    kind: AuditKind,
    subject: str,
    correlation_id: str,
    what: Mapping[str, Any] | None = None,
) -> None:
    """One call; whatever it raises, the answer must not leave."""
    event = AuditEvent(kind, desk.clock.now(), reader, correlation_id, what or {})
    document = event.document(subject, new_seed()[:16])
    desk.trail.write_down(with_network(document))
