"""Editing calendar, policy and routing rules: what is refused, what becomes the next version."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.kernel.errors import Forbidden, Invalid, Stale, VersionMissing
from chalicelib.rule_edits.application.rules import PutRules, check_rules, put_rules
from chalicelib.rules.domain.rules import Edition, Rules
from chalicelib.runtime.workers import contracts
from tests.support.cases import SUPERVISOR
from tests.support.rules import ADMINISTRATOR, EditedOffice, put


@pytest.mark.parametrize("kind", list(Rules))
def test_an_edit_makes_the_next_version_and_says_who_made_it(kind: Rules) -> None:
    """Of all three documents; the version before stays."""
    office = EditedOffice()
    edition = put(office, kind, {"source": "Quyết định số 12"})
    assert (edition.version, edition.put_by, edition.put_at) == (2, "a1", office.clock.now())
    assert office.rulebook.editions(kind)[-1] == edition
    assert [one.version for one in office.rulebook.editions(kind)] == [1, 2]
    assert edition.document["source"] == "Quyết định số 12"


@pytest.mark.parametrize("kind", list(Rules))
def test_an_edit_names_the_version_that_it_was_made_from(kind: Rules) -> None:
    """Two administrators who edit at the same time cannot undo each other unknowingly."""
    office = EditedOffice()
    with pytest.raises(VersionMissing):
        put(office, kind, seen=None)
    put(office, kind)
    for stale in (1, 3):
        with pytest.raises(Stale):
            put(office, kind, seen=stale)
    assert len(office.rulebook.editions(kind)) == 2


def test_the_audit_is_told_what_stood_there_before_and_after() -> None:
    """By whom, from which version to which, and each place that differs."""
    office = EditedOffice()
    before = office.rulebook.editions(Rules.POLICIES)[-1].document
    put(office, Rules.POLICIES, {"reopen_days": before["reopen_days"] + 7})
    event = json.loads(json.dumps(office.rulebook.events[0]))
    contracts.check("audit_event/1", event)
    assert (event["type"], event["actor"]["id"]) == ("rules.edited", ADMINISTRATOR.id)
    what = event["what"]
    assert (what["rules"], what["before"], what["after"]) == ("policies", 1, 2)
    change = next(one for one in what["changes"] if one["place"] == "/reopen_days")
    assert change["after"] == change["before"] + 7


def test_of_two_edits_at_the_same_moment_one_wins() -> None:
    """Both have seen the same version and both were checked before either was written."""
    office = EditedOffice()
    document = office.rulebook.editions(Rules.CALENDAR)[0].document
    command = PutRules(Rules.CALENDAR, document, ADMINISTRATOR, 1)
    add = office.rulebook.add

    def slow(kind: Rules, edition: Edition, _: object = None) -> bool:
        add(kind, edition)
        return add(kind, edition)

    office.rulebook.add = slow  # type: ignore[method-assign]
    with pytest.raises(Stale):
        put_rules(office.rule_desk, command)


OFF = {"day": "2026-08-05", "kind": "off", "source": "x"}
BAD: list[tuple[Rules, dict[str, Any], tuple[str, str]]] = [
    (
        Rules.CALENDAR,
        {"overrides": [OFF, {**OFF, "kind": "worked"}]},
        (("overrides", 1, "day"), "off_and_worked"),
    ),
    (Rules.CALENDAR, {"zone": "Asia/Lào_Cai"}, (("zone",), "unknown_zone")),
    (Rules.CALENDAR, {"holidays": []}, (("holidays",), "unknown_field")),
    (Rules.POLICIES, {"no_reply_days": -1}, (("no_reply_days",), "out_of_range")),
    (
        Rules.POLICIES,
        {
            "reminders": [
                {"id": "a", "anchor": "due", "to": "supervisor", "escalates": True},
                {"id": "b", "anchor": "due", "to": "leader", "working_days": 1, "escalates": True},
            ]
        },
        (("reminders", 1, "to"), "chain_order"),
    ),
    (
        Rules.POLICIES,
        {"reminders": [{"id": "a", "anchor": "due", "to": "officer", "channels": ["bell"]}]},
        (("reminders", 0, "channels"), "not_one_of"),
    ),
    (
        Rules.POLICIES,
        {
            "reminders": [
                {
                    "id": "a",
                    "anchor": "due",
                    "to": "officer",
                    "hours": {"begin": "17:00", "end": "07:30"},
                }
            ]
        },
        (("reminders", 0, "hours", "end"), "chain_order"),
    ),
    (
        Rules.POLICIES,
        {"digest": {"evening": "07:00", "morning": "07:30"}},
        (("digest", "evening"), "chain_order"),
    ),
    (
        Rules.ROUTING,
        {"rules": [{"id": "a", "agency": "so-khong-co", "sure": True}]},
        (("rules", 0, "agency"), "unknown_agency"),
    ),
    (
        Rules.POLICIES,
        {"suggestions": {"decides": [{"category": "weather", "certainty": 90}]}},
        (("suggestions", "decides", 0, "category"), "unknown_category"),
    ),
    (Rules.ROUTING, {"source": "a\nb"}, (("source",), "control_character")),
    (Rules.ROUTING, {"source": "\u200b"}, (("source",), "blank")),
]


@pytest.mark.parametrize(("kind", "changes", "fault"), BAD)
def test_what_cannot_be_is_refused_and_named(kind, changes, fault) -> None:
    """A day both off and worked, a negative number, a circular chain, unknown names."""
    office = EditedOffice()
    with pytest.raises(Invalid) as caught:
        put(office, kind, changes)
    assert [(one.path, one.code) for one in caught.value.faults] == [fault]
    assert len(office.rulebook.editions(kind)) == 1


REMINDERS = [{"id": "half", "anchor": "share", "to": "officer", "percent": 40}]


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({"reminders": REMINDERS, "source": "Yêu cầu của giám sát"}, True),
        ({"quiet_hours": {"begin": "21:00", "end": "07:00"}, "valid_from": "2026-08-10"}, True),
        ({}, True),
        ({"reminders": REMINDERS, "no_reply_days": 5}, False),
        ({"closing_stars": 1}, False),
    ],
)
def test_a_supervisor_changes_reminders_and_nothing_else(changes, allowed) -> None:
    """The schedule of reminders is theirs; limits and windows are the administrator's."""
    office = EditedOffice()
    if allowed:
        assert put(office, Rules.POLICIES, changes, SUPERVISOR).put_by == SUPERVISOR.id
        return
    with pytest.raises(Forbidden):
        put(office, Rules.POLICIES, changes, SUPERVISOR)


@pytest.mark.parametrize("kind", [Rules.CALENDAR, Rules.ROUTING])
def test_a_supervisor_edits_no_other_document(kind: Rules) -> None:
    """Not even without a change."""
    with pytest.raises(Forbidden):
        put(EditedOffice(), kind, actor=SUPERVISOR)


def test_a_check_writes_nothing() -> None:
    """The preview goes as far as the check."""
    office = EditedOffice()
    document = office.rulebook.editions(Rules.POLICIES)[0].document
    draft = check_rules(office.rule_desk, PutRules(Rules.POLICIES, document, ADMINISTRATOR, 1))
    assert (draft.before.version, draft.edition.version, draft.rules.version) == (1, 2, 2)
    assert len(office.rulebook.editions(Rules.POLICIES)) == 1
