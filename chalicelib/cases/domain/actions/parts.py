"""The parts of co-ordinating agencies, each with a clock of its own. Source: docs/handbook.md §3.

A part is due by the case's due time, or earlier by the lead's wish; it is reminded of at four
fifths of its working time and at its due time, while the clock of the case runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.cases.domain.actions.circumstances import Circumstances, Outcome
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.part_commands import AnswerPart, AskPart, AssignPart
from chalicelib.cases.domain.parts import CasePart, PartAnswer
from chalicelib.cases.domain.workflow import State
from chalicelib.kernel.errors import Conflict, Fault, Invalid
from chalicelib.kernel.instants import wire
from chalicelib.worktime.domain.calendars import Calendar

_FIFTHS = 4, 5
"""Of the working time of a part."""


def ask_part(case: Case, command: AskPart, about: Circumstances) -> Outcome:
    """After now, and not after the case's due time."""
    part = _part(case, command.agency)
    if part is None:
        raise Invalid([Fault(("agency",), "not_coordinating")])
    latest = case.due.at if case.due else about.now
    if not about.now < command.wanted_by <= latest:
        bounds = {"min": wire(about.now), "max": wire(latest)}
        raise Invalid([Fault(("wanted_by",), "out_of_range", bounds)])
    asked = replace(part, wanted_by=command.wanted_by)
    return _changed(case, asked, command.note)


def assign_part(case: Case, command: AssignPart, about: Circumstances) -> Outcome:
    """Within their own agency; the system, which has none, in the agency that the command names."""
    part = _part(case, about.actor.agency or command.agency)
    if part is None:
        raise Conflict("illegal_transition")
    return _changed(case, replace(part, officer=command.officer))


def answer_part(case: Case, command: AnswerPart, about: Circumstances) -> Outcome:
    """For the lead, and nobody outside of the office."""
    part, author = _own(case, about), about.actor.id
    answer = PartAnswer(command.text, command.evidence, author, about.now)
    answered = replace(part, officer=part.officer or author, answer=answer)
    return _changed(case, answered, command.text)


def missing_parts(case: Case) -> tuple[str, ...]:
    """The agencies that have not answered theirs."""
    return tuple(part.agency for part in case.parts if part.answer is None)


def due_of(case: Case, part: CasePart) -> datetime | None:
    """The earlier of the case's due time and the lead's wish; None before the clock starts."""
    if case.due is None:
        return None
    return min(case.due.at, part.wanted_by) if part.wanted_by else case.due.at


def reminders_of(case: Case, calendar: Calendar) -> Iterator[tuple[datetime, CasePart, str]]:
    """When each open part is to be reminded of, and by which word; in no order."""
    if case.state not in (State.ASSIGNED, State.IN_PROGRESS):
        return
    for part in case.parts:
        due = due_of(case, part)
        if part.answer is not None or due is None or due <= part.since:
            continue
        start = calendar.next_opening(part.since)
        worked, whole = _FIFTHS
        allowed = calendar.working_time(start, due)
        if allowed.total_seconds() > 0:
            yield calendar.add_working(start, allowed * worked / whole), part, "four_fifths"
        yield due, part, "deadline"


def _own(case: Case, about: Circumstances) -> CasePart:
    part = _part(case, about.actor.agency)
    if part is None:
        raise Conflict("illegal_transition")
    return part


def _part(case: Case, agency: str | None) -> CasePart | None:
    return next((part for part in case.parts if part.agency == agency), None)


def _changed(case: Case, part: CasePart, note: str | None = None) -> Outcome:
    parts = tuple(part if one.agency == part.agency else one for one in case.parts)
    facts = {"part": part.agency, "part_officer": part.officer}
    return Outcome(replace(case, parts=parts), note=note, internal=True, facts=facts)
