"""A document of rules goes through its form and back without a change."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.rule_edits.pages.rule_forms import RuleField, rule_document, rule_fields
from chalicelib.rules.domain.rules import Rules
from chalicelib.runtime.data_files import read_document

FILES = {
    Rules.CALENDAR: "calendar",
    Rules.POLICIES: "policy",
    Rules.ROUTING: "routing",
    Rules.QUESTIONS: "questions",
    Rules.ABUSE: "abuse_words",
}


def document(kind: Rules) -> dict[str, Any]:
    found = read_document("lao_cai", FILES[kind])
    assert isinstance(found, dict)
    return found


def sent(fields: tuple[RuleField, ...]) -> dict[str, tuple[str, ...]]:
    """What a browser sends of the form as it stands."""
    every = (one for field in fields for one in field.all())
    return {one.path: (one.value,) for one in every if one.kind not in ("group", "rows", "part")}


def says(whole: Any, part: Any) -> bool:
    """Whether the whole has all of the part; members that were left out have their defaults."""
    if isinstance(part, dict):
        return all(name in whole and says(whole[name], one) for name, one in part.items())
    if isinstance(part, list):
        return len(whole) == len(part) and all(map(says, whole, part))
    return bool(whole == part)


@pytest.mark.parametrize("kind", Rules)
def test_a_form_says_what_the_document_says(kind: Rules) -> None:
    """Every member of every part; the empty part at a list's end adds nothing."""
    before = document(kind)
    before.pop("version")
    assert says(rule_document(kind, sent(rule_fields(kind, before))), before)


def test_parts_are_taken_away_added_and_moved() -> None:
    """By a tick, by writing into the empty one, by another place."""
    fields = sent(rule_fields(Rules.CALENDAR, document(Rules.CALENDAR)))
    fields["overrides.0._drop"] = ("yes",)
    fields |= {
        "overrides.5.day": ("2026-12-24",),
        "overrides.5.kind": ("off",),
        "overrides.5.source": ("Thông báo",),
    }
    found = rule_document(Rules.CALENDAR, fields)["overrides"]
    assert [one["day"] for one in found] == [
        "2026-01-10",
        "2026-08-22",
        "2026-08-31",
        "2026-11-24",
        "2026-12-24",
    ]
    fields = sent(rule_fields(Rules.ROUTING, document(Rules.ROUTING)))
    rules = rule_document(Rules.ROUTING, {**fields, "rules.1._order": ("1",)})["rules"]
    assert [one["id"] for one in rules][:3] == ["roads", "security", "health"]
    rules = rule_document(Rules.ROUTING, {**fields, "rules.2._order": ("0",)})["rules"]
    assert [one["id"] for one in rules][:3] == ["health", "roads", "security"]


def test_what_is_no_number_goes_on_as_it_was_typed() -> None:
    """The route says what is wrong with it."""
    fields = {"closing_stars": ("ba",), "close_days": ("14",), "rating_days": ("9" * 30,)}
    found = rule_document(Rules.POLICIES, fields)
    assert (found["closing_stars"], found["close_days"]) == ("ba", 14)
    assert found["rating_days"] == "9" * 30


def test_several_ticks_are_a_list() -> None:
    """And none is an empty one, or, where that means everything, nothing at all."""
    found = rule_document(Rules.POLICIES, {"rejection_reasons": ("spam", "abusive")})
    assert found["rejection_reasons"] == ["spam", "abusive"]
    assert "desk_categories" not in found
