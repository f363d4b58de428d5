"""What happened, in the past tense, for everybody who wants to know. No personal data.

Form: `events/contracts/case_event.v1.json`. One event per line of the timeline.
"""

from __future__ import annotations

from collections import Counter

from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.standing_rows import spell_row
from chalicelib.cases.domain.standings import Spell, spells
from chalicelib.kernel.instants import store

CaseEventDocument = dict[str, object]


def events_of(case: Case, since_entry: int, correlation_id: str) -> list[CaseEventDocument]:
    """The events of the timeline's lines from index `since_entry` on.

    The last of them says what all of them together change in the figures.
    """
    lines = range(since_entry, len(case.timeline))
    events = [event_of_line(case, index, correlation_id) for index in lines]
    if events:
        events[-1]["figures"] = _figures(case, since_entry)
    return events


def _figures(case: Case, lines: int) -> dict[str, object] | None:
    """How its rounds stood after so many lines and stand now; None if they stand as before.

    `since` is the version from which on they stood so.
    """
    before, after = spells(case, lines) if lines else [], spells(case)
    if before == after:
        return None
    kept = Counter(before) & Counter(after)
    return {
        "since": _unchanged_since(case, lines, before),
        "kept": [spell_row(spell) for spell in kept.elements()],
        "before": [spell_row(spell) for spell in (Counter(before) - kept).elements()],
        "after": [spell_row(spell) for spell in (Counter(after) - kept).elements()],
    }


def _unchanged_since(case: Case, lines: int, stood: list[Spell]) -> int:
    """0 before the first line."""
    while lines > 1 and spells(case, lines - 1) == stood:
        lines -= 1
    return case.timeline[lines - 1].version if lines else 0


def event_id(code: str, index: int) -> str:
    """Of the event of that line of the timeline, the first of which is 0."""
    return f"{code}#{index + 1}"


def event_of_line(case: Case, index: int, correlation_id: str) -> CaseEventDocument:
    """The event of one line of the timeline, without what is changed in the figures."""
    entry = case.timeline[index]
    before = case.timeline[index - 1] if index else None
    addressed = {"addressed_to": case.addressed_to} if case.addressed_to else {}
    return addressed | {
        "schema": "case_event/1",
        "id": event_id(case.code, index),
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
        "submitted_at": store(case.submitted_at),
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
        "figures": None,
    }
