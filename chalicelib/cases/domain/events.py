"""What happened, in the past tense, for everybody who wants to know. No personal data.

Form: `events/contracts/case_event.v1.json`. One event per line of the timeline.
"""

from __future__ import annotations

from chalicelib.cases.domain.cases import Case, Entry
from chalicelib.kernel.instants import store

CaseEventDocument = dict[str, object]


def events_of(case: Case, since_entry: int, correlation_id: str) -> list[CaseEventDocument]:
    """The events of the timeline's lines from index `since_entry` on."""
    return [
        _event(case, entry, index, correlation_id)
        for index, entry in enumerate(case.timeline)
        if index >= since_entry
    ]


def _event(case: Case, entry: Entry, index: int, correlation_id: str) -> CaseEventDocument:
    before = case.timeline[index - 1] if index else None
    return {
        "schema": "case_event/1",
        "id": f"{case.code}#{index + 1}",
        "code": case.code,
        "version": entry.version,
        "action": entry.action.value,
        "at": store(entry.at),
        "actor": {
            "role": entry.actor.role.value,
            "id": entry.actor.id,
            "agency": entry.actor.agency,
        },
        "from": entry.source.value if entry.source else None,
        "to": entry.target.value,
        "reporter": case.reporter,
        "category": case.category,
        "urgency": case.urgency,
        "urgent": case.is_urgent,
        "visibility": case.visibility,
        "channel": case.channel,
        "commune": case.commune,
        "agency": case.agency,
        "coordinating": list(case.coordinating),
        "officer": case.officer,
        "previous_agency": before.agency if before else None,
        "due_at": store(case.due.at) if case.due else None,
        "due_provisional": case.clock is not None and case.clock.provisional,
        "clock": case.clock.kind if case.clock else None,
        "paused": case.due is not None and case.due.is_paused(entry.at),
        "round": {"number": case.round.number, "started_at": store(case.round.started_at)},
        "correlation_id": correlation_id,
        "detail": dict(entry.facts),
    }
