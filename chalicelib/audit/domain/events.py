"""From what travels to a line: events of cases, of accounts, and the audit's own.

A noun that has something for the audit alone lets an `AuditEvent` go with its write, as it does
with every event; the stream brings it here. Form: `events/contracts/audit_event.v1.json`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.audit.domain.lines import AuditLine
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import load, store

AUDIT_EVENT = "audit_event/1"
OF_ACCOUNTS = {
    kind.value: kind for kind in (AuditKind.ACCOUNT_CREATED, AuditKind.PERSONAL_ID_YIELDED)
}
"""Of the events of accounts those that are entered; codes that are asked for are none."""


@frozen
class AuditEvent:
    """What goes to the audit alone. `about` is the subject, where it is not the item it stands on.

    `what` and `why` hold ids, codes, numbers and words from lists, and no personal data.
    """

    kind: AuditKind
    at: datetime
    actor: Actor
    correlation_id: str
    what: Mapping[str, Any] = field(default_factory=dict)
    why: str | None = None
    about: str | None = None

    def document(self, subject: str, version: int | str) -> dict[str, object]:
        """As it travels. Item and version (or another name of this one change) make its id."""
        return {
            "schema": AUDIT_EVENT,
            "id": f"{subject}#{version}#{self.kind.value}",
            "type": self.kind.value,
            "subject": self.about or subject,
            "at": store(self.at),
            "actor": {
                "role": self.actor.role.value,
                "id": self.actor.id,
                "agency": self.actor.agency,
            },
            "what": dict(self.what),
            "why": self.why,
            "correlation_id": self.correlation_id,
        }


def line_of(event: Mapping[str, Any]) -> AuditLine | None:
    """The line of an event that keeps its contract; None for one that is not entered."""
    return _READERS[str(event["schema"])](event)


def _own(event: Mapping[str, Any]) -> AuditLine:
    return AuditLine(
        id=event["id"],
        kind=AuditKind(event["type"]),
        at=load(event["at"]),
        actor=_actor(event["actor"]),
        subject=event["subject"],
        correlation_id=event["correlation_id"],
        network=event.get("network"),
        what=event["what"],
        why=event["why"],
    )


def _of_case(event: Mapping[str, Any]) -> AuditLine:
    """Texts stay with the case; `reason` there is a word from a list."""
    detail = event["detail"]
    return AuditLine(
        id=event["id"],
        kind=AuditKind.CASE_CHANGED,
        at=load(event["at"]),
        actor=_actor(event["actor"]),
        subject=event["code"],
        correlation_id=event["correlation_id"],
        network=event.get("network"),
        what={
            "action": event["action"],
            "version": event["version"],
            "from": event["from"],
            "to": event["to"],
            "agency": event["agency"],
            "officer": event["officer"],
            **detail,
        },
        why=str(detail["reason"]) if detail.get("reason") is not None else None,
    )


def _of_account(event: Mapping[str, Any]) -> AuditLine | None:
    kind = OF_ACCOUNTS.get(event["type"])
    if kind is None:
        return None
    return AuditLine(
        id=event["id"],
        kind=kind,
        at=load(event["at"]),
        actor=Actor(Role.CITIZEN, event["subject"].partition("#")[2]),
        subject=event["subject"],
        correlation_id=event["correlation_id"],
        network=event.get("network"),
    )


def _actor(said: Mapping[str, Any]) -> Actor:
    return Actor(Role(said["role"]), said["id"], said["agency"])


_READERS: Mapping[str, Callable[[Mapping[str, Any]], AuditLine | None]] = {
    AUDIT_EVENT: _own,
    "case_event/1": _of_case,
    "account_event/1": _of_account,
}
