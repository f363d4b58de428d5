"""The events of a case keep the contract that every worker holds them to."""

from __future__ import annotations

import json
from dataclasses import fields

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.events import events_of
from chalicelib.cases.domain.standings import Spell, Standing
from chalicelib.runtime.workers import contracts
from tests.support.cases import INTAKE, Office


def test_a_case_taken_in_under_another_category_keeps_it() -> None:
    """With all that is then known of its round."""
    office = Office()
    case = office.take(office.submit(), INTAKE, commands.Accept(category="sanitation"))
    for event in events_of(case, 0, "c-1"):
        contracts.check("case_event/1", event)


def test_a_spell_has_room_for_every_part_of_a_standing() -> None:
    """A part more is a place more in the contract."""
    path = contracts.FOLDER / "case_event.v1.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["definitions"]["spells"]["items"]
    assert rows["maxItems"] == len(Spell._fields) - 1 + len(fields(Standing))
