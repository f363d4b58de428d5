"""Where a case stands in the lists: under which key of each index, and at which place there.

A case may meet several conditions at once (overdue, escalated, without an officer): each has a key
of its own, so that none hides another.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.agencies.domain.scopes import commune_of
from chalicelib.cases.application.ports import Queue
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.drawn_answers import awaited_reinspection
from chalicelib.cases.domain.publication import waits_for_desk
from chalicelib.cases.domain.workflow import State
from chalicelib.kernel.instants import store

AT_INTAKE = "intake"
"""Among the agencies: cases that have none and wait at the intake desk."""
REINSPECTION = "reinspection"
"""Where what escalates stands: answers that were drawn, and of agencies behind it which."""
TO_PUBLISH = "#publication"
"""Among the desks: cases of agencies whose public form somebody has to look at."""
NOBODY = "#nobody"
"""Among the officers: cases that an agency has without one."""


def keys_of(case: Case) -> dict[Queue, str]:
    """The key in each index that has the case; a case that is over is its reporter's alone."""
    keys = {Queue.REPORTER: case.reporter}
    if case.agency is not None and waits_for_desk(case):
        keys[Queue.COMMUNE_INTAKE] = TO_PUBLISH
    if awaited_reinspection(case):
        return keys | _of_drawn(case)
    if not case.is_open:
        return keys
    keys[Queue.AGENCY] = case.agency or AT_INTAKE
    if case.agency is not None:
        keys[Queue.OFFICER] = case.officer or NOBODY
    if case.agency is None:
        keys[Queue.COMMUNE_INTAKE] = desk_of(case.addressed_to) or case.commune
    if case.overdue:
        keys[Queue.OVERDUE] = Queue.OVERDUE.value
        keys[Queue.COMMUNE_OVERDUE] = case.commune
    if case.escalated:
        keys[Queue.ESCALATED] = Queue.ESCALATED.value
    if case.agency is not None and awaits_extension(case):
        keys[Queue.EXTENSION] = case.agency
        keys[Queue.EXTENSION_ASKED] = Queue.EXTENSION_ASKED.value
    return keys


def writers_of(case: Case) -> Mapping[str, str]:
    """By their agencies: who has been named for a part that the case still waits for."""
    if not case.is_open:
        return {}
    return {one.agency: one.officer for one in case.parts if one.officer and one.answer is None}


def awaits_extension(case: Case) -> bool:
    """An extension was asked for and may be decided now: not while the case waits for its citizen,
    and not beside a proposed answer."""
    return case.extension is not None and case.state is State.IN_PROGRESS


def desk_of(agency: str | None) -> str | None:
    """The key of what waits for the desk of that agency: of a commune's, the commune."""
    return commune_of(agency) or agency


def _of_drawn(case: Case) -> dict[Queue, str]:
    """In two indexes of open cases, where no other that is answered stands."""
    of_agency = {Queue.AGENCY: drawn_of(case.agency)} if case.agency else {}
    return {Queue.ESCALATED: REINSPECTION, **of_agency}


def drawn_of(agency: str) -> str:
    """The key of an agency's drawn answers."""
    return f"{REINSPECTION}#{agency}"


def place_of(case: Case) -> str | None:
    """Soonest deadline first; before an instant stand exactly the cases overdue at it. Drawn
    answers by when they were drawn, what waits to be published by when it was sent; what else is
    over has no place."""
    drawn = awaited_reinspection(case)
    if drawn:
        return f"{store(drawn.drawn_at)}#{case.code}"
    if not case.is_open:
        return f"{store(case.submitted_at)}#{case.code}" if waits_for_desk(case) else None
    after = case.due.overdue_after if case.due else None
    return f"{store(after) if after else ''}#{case.code}"
