"""One line of the audit: who did what to what, when, from where and why.

Never the personal data themselves: ids, codes, numbers and words from lists.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import store


@frozen
class AuditLine:
    """`subject` is what it is about: a case's code, or the key of another thing.

    `at` is when it happened, `network` the /24 or /64 it was asked from (None: from no network, as
    what the schedule does). The same `id` is entered once, however often it is told.
    """

    id: str
    kind: AuditKind
    at: datetime
    actor: Actor
    subject: str
    correlation_id: str
    network: str | None = None
    what: Mapping[str, Any] = field(default_factory=dict)
    why: str | None = None


def written(line: AuditLine) -> str:
    """The line as the text that is kept and chained."""
    document = {
        "id": line.id,
        "kind": line.kind.value,
        "at": store(line.at),
        "actor": {
            "role": line.actor.role.value,
            "id": line.actor.id,
            "agency": line.actor.agency,
        },
        "subject": line.subject,
        "correlation_id": line.correlation_id,
        "network": line.network,
        "what": dict(line.what),
        "why": line.why,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
