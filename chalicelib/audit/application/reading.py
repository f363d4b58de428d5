"""Reads are written down before their answer leaves."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from chalicelib.audit.application.ports import AuditTrail
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.audit.domain.lines import AuditLine
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.keys import Sealer, Unsealable
from chalicelib.kernel.origins import with_network

_SEALED = "sealed_reason"
"""Of `what`: a reason in somebody's own words, which lines hold under the stage's key only."""


@frozen
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


def sealed_reason(sealer: Sealer, subject: str, reason: str) -> Mapping[str, str]:
    """A reason in somebody's own words, for `what`: it may name people, so it travels sealed."""
    sealed = sealer.seal(json.dumps(reason).encode(), f"reason:{subject}")
    return {_SEALED: b64encode(sealed).decode()}


def unsealed_reason(sealer: Sealer, subject: str, what: Mapping[str, Any]) -> str:
    """The reason in words, of an event or a line that has one; raises ValueError, Unsealable."""
    sealed = b64decode(what[_SEALED], validate=True)
    return str(json.loads(sealer.unseal(sealed, f"reason:{subject}")))


def shown_to_readers(sealer: Sealer, line: AuditLine) -> tuple[Mapping[str, Any], str | None]:
    """What a line tells and why, with the reason in words; None for one that cannot be unsealed."""
    what = {name: value for name, value in line.what.items() if name != _SEALED}
    if _SEALED not in line.what:
        return what, line.why
    try:
        return what, unsealed_reason(sealer, line.subject, line.what)
    except (ValueError, Unsealable):
        return what, None
