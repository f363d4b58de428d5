"""Desks and supervisors of agencies and communes are told of what lies in their scope."""

from __future__ import annotations

from chalicelib.kernel.actors import Role
from chalicelib.messages.application.notifications import notify
from tests.support.notifier import ROSTER, SmallDirectory, make_event, make_notifier, officer, told

SCOPED = (
    officer("s-agency", "so-xay-dung", Role.SUPERVISOR),
    officer("s-here", "ubnd-02647", Role.SUPERVISOR),
    officer("i-here", "ubnd-02647", Role.INTAKE),
    officer("s-else", "so-y-te", Role.SUPERVISOR),
    officer("i-else", "ubnd-02683", Role.INTAKE),
    officer("i-health", "so-y-te", Role.INTAKE),
)


def people(action: str, **changes: object) -> set[str]:
    notifier = make_notifier(directory=SmallDirectory((*ROSTER, *SCOPED)))
    notify(notifier.desk, make_event(action, commune="02647", **changes))
    return {person for person, _, _ in told(notifier)} - {"c1", "o1"}


def test_what_climbs_reaches_the_supervisors_of_its_agency_and_commune() -> None:
    """Beside the province's; nobody else's."""
    climbed = {"reminder": "escalated", "to": "supervisor"}
    assert people("escalate", detail=climbed) == {"s1", "s-agency", "s-here"}


def test_an_urgent_case_wakes_the_desk_of_its_commune_too() -> None:
    """It has no agency yet."""
    urgent = {"to": "received", "officer": None, "agency": None, "urgency": "urgent"}
    assert people("submit", **urgent) == {"i1", "i-here"}


def test_a_case_wakes_the_desk_that_it_is_addressed_to() -> None:
    """As an urgent one, and when nobody looked at it in time; not once an agency has it, which is
    told by then, and not who entered it."""
    waiting = {"to": "received", "officer": None, "agency": None, "addressed_to": "so-y-te"}
    assert people("submit", urgency="urgent", **waiting) == {"i1", "i-here", "i-health"}
    assert people("become_overdue", clock="intake", **waiting) == {"i1", "i-here", "i-health"}
    by_itself = {"id": "i-health", "role": "intake", "agency": "so-y-te"}
    assert people("submit", urgency="urgent", actor=by_itself, **waiting) == {"i1", "i-here"}
    assert people("return", addressed_to="so-y-te", agency="so-xay-dung") == {"i1", "i-here"}


def test_who_is_named_in_a_note_is_told_and_nobody_else() -> None:
    """Not whoever wrote it, nor who has left."""
    assert people("note", detail={"mention": "s-here left i1"}) == {"s-here", "i1"}
    assert people("note") == set()
