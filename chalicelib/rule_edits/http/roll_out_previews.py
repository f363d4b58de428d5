"""What an edit of the roll-out would change, page by page."""

from __future__ import annotations

from typing import Any

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.kernel.pages import Position, page_of
from chalicelib.rule_edits.application.roll_out_changes import RollOutChange, roll_out_changes
from chalicelib.rule_edits.application.rules import Draft
from chalicelib.rules.domain.rules import Rules, read_rules
from chalicelib.runtime.http.calls import Call
from chalicelib.runtime.http.paging import page


def changed_roll_out(call: Call, desk: CaseDesk, draft: Draft) -> dict[str, Any]:
    """A page of it, by kind and id; beside the version before."""
    calendar, now = desk.directory.calendar(), desk.clock.now()
    number, document = draft.before.version, draft.before.document
    before = read_rules(Rules.ROLL_OUT, document, number, calendar.holidays)
    found = roll_out_changes(before, draft.rules, now, calendar)
    lines = page_of(found, call.query["limit"], call.position, _place)
    return page(call, lines.of(lambda one: dict(vars(one))))


def _place(one: RollOutChange) -> Position:
    """A thing stands there once."""
    return {"what": one.what, "id": one.id}
