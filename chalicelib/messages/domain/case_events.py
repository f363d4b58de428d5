"""What a message tells: the parts of a case's event that rules and templates need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.instants import load
from chalicelib.messages.domain.notification_rules import Fact
from chalicelib.rules.domain.channels import CaseChannel
from chalicelib.rules.domain.urgencies import Urgency


@dataclass(frozen=True)
class CaseEvent:
    """One event of one case, read from its contract (`case_event/1`). Instants are UTC."""

    id: str
    code: str
    action: Action
    at: datetime
    actor: str
    source: str | None
    target: str
    reporter: str
    category: str
    urgency: Urgency
    channel: CaseChannel
    commune: str
    agency: str | None
    coordinating: tuple[str, ...]
    officer: str | None
    due_at: datetime | None
    clock: str | None
    correlation_id: str
    detail: Mapping[str, Fact]
    flagged_urgent: bool = False
    """It was taken in as urgent, whatever limit its co-ordinating agencies brought since."""
    due_provisional: bool = False
    """No official notice of days off covers the due time yet."""
    addressed_to: str | None = None
    """The agency whose desk it was entered for."""

    @property
    def is_urgent(self) -> bool:
        """Danger to life, disaster, epidemic: no quiet hours."""
        return self.flagged_urgent or self.urgency == Urgency.URGENT

    @property
    def desk(self) -> str | None:
        """The agency whose desk it waits for, besides the province's; of what no agency has yet."""
        return self.addressed_to if self.agency is None else None

    @property
    def suggested_agency(self) -> str | None:
        """Whose the case is, as the agency sees it that returned it."""
        id = self.detail.get("suggested_agency")
        return id if isinstance(id, str) else None

    def facts(self) -> dict[str, Fact]:
        """What the conditions of rules may name: the action's own facts, and the case's."""
        return {
            **self.detail,
            "to_whom": self.detail.get("to"),
            "from": self.source,
            "to": self.target,
            "channel": self.channel,
            "urgency": self.urgency,
            "clock": self.clock,
            "has_officer": self.officer is not None,
        }


def read_case_event(event: Mapping[str, Any]) -> CaseEvent:
    """Read an event that keeps its contract."""
    return CaseEvent(
        id=event["id"],
        code=event["code"],
        action=Action(event["action"]),
        at=load(event["at"]),
        actor=event["actor"]["id"],
        source=event["from"],
        target=event["to"],
        reporter=event["reporter"],
        category=event["category"],
        urgency=Urgency(event["urgency"]),
        channel=CaseChannel(event["channel"]),
        commune=event["commune"],
        agency=event["agency"],
        coordinating=tuple(event["coordinating"]),
        officer=event["officer"],
        due_at=load(event["due_at"]) if event["due_at"] else None,
        clock=event["clock"],
        correlation_id=event["correlation_id"],
        detail=event["detail"],
        flagged_urgent=event.get("urgent", False),
        due_provisional=event.get("due_provisional", False),
        addressed_to=event.get("addressed_to"),
    )
