"""Loading the directory."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from chalicelib.agencies.application.directory import LoadDirectory, load_directory
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Conflict, Invalid, Path
from chalicelib.rules.domain.routing import RoutingRule, RoutingRules
from chalicelib.runtime.workers import contracts
from tests.support.audit import OPERATOR
from tests.support.directory import LAO_CAI, FakeDirectory, make_officer

OFFICERS = (make_officer("o1"), make_officer("o2", agency="ubnd-02647", phone="0912 345 678"))
LOAD = LAO_CAI.first_load(OFFICERS)


def test_everything_can_be_asked_for_afterwards() -> None:
    """Departments, committees, people with phones in E.164, rules, policy, calendar."""
    directory = FakeDirectory()
    load_directory(directory, LOAD)
    assert len(directory.agencies()) == len(LOAD.departments) + 99
    committee = directory.agency("ubnd-02647")
    assert committee is not None
    assert committee.name == "UBND phường Lào Cai"
    assert [officer.phone for officer in directory.officers("ubnd-02647")] == ["+84912345678"]
    assert directory.routing_rules() == LOAD.routing_rules
    assert directory.policy() == LOAD.policy
    assert directory.calendar() == LOAD.calendar


def test_loading_again_changes_nothing() -> None:
    """A deployment may repeat it."""
    once, twice = FakeDirectory(), FakeDirectory()
    load_directory(once, LOAD)
    load_directory(twice, LOAD)
    load_directory(twice, LOAD)
    apart = {"_clock": None, "events": None}
    assert {**vars(once), **apart} == {**vars(twice), **apart}


def test_the_audit_is_told_who_loaded_what() -> None:
    """With the first write, and of each officer apart: role and agency, nothing personal."""
    directory = FakeDirectory()
    load_directory(directory, LOAD)
    loaded, first, second = directory.events
    for event in directory.events:
        contracts.check("audit_event/1", json.loads(json.dumps(event)))
    assert (loaded["type"], loaded["subject"]) == ("directory.loaded", "directory")
    assert loaded["actor"] == {"role": "system", "id": OPERATOR.id, "agency": None}
    assert loaded["what"] == {
        "agencies": len(directory.agencies()),
        "officers": 2,
        "routing": 1,
        "policy": 1,
        "calendar": 1,
        "questions": 1,
        "abuse_words": 1,
    }
    assert (first["type"], first["subject"]) == ("officer.changed", "officer#o1")
    assert second["what"] == {
        "role": {"before": None, "after": "officer"},
        "agency": {"before": None, "after": "ubnd-02647"},
        "active": {"before": None, "after": True},
    }


def test_the_audit_is_told_of_roles_that_change_and_are_revoked() -> None:
    """What stood there before and after; of personal data only that they changed."""
    directory = FakeDirectory()
    load_directory(directory, LOAD)
    before = [dict(event) for event in directory.events]
    people = (
        replace(OFFICERS[0], role=Role.LEADER, phone="+84912000009"),
        replace(OFFICERS[1], active=False),
    )
    load_directory(directory, replace(LOAD, officers=people))
    promoted, revoked = directory.events[len(before) + 1 :]
    assert promoted["what"] == {
        "role": {"before": "officer", "after": "leader"},
        "personal": ["phone"],
    }
    assert revoked["what"] == {"active": {"before": True, "after": False}}
    assert "84912000009" not in json.dumps(directory.events)


@pytest.mark.parametrize(
    "change",
    [
        {"officers": (make_officer(agency="so-gi"),)},
        {"routing_rules": RoutingRules(1, "x", (RoutingRule("r", "so-gi", True),))},
    ],
    ids=["officer", "rule"],
)
def test_nothing_is_written_when_something_does_not_fit(change: dict[str, object]) -> None:
    """A directory is never half a new one because of a fault that could be seen before."""
    directory = FakeDirectory()
    with pytest.raises(Invalid):
        load_directory(directory, replace(LOAD, **change))
    assert directory.agencies() == ()


def test_everything_that_does_not_fit_is_told_at_once() -> None:
    """Rules and roster: whoever corrects the files sees all of it."""
    rules = RoutingRules(1, "x", (RoutingRule("r", "so-gi", True),))
    change = replace(LOAD, routing_rules=rules, officers=(make_officer(agency="so-gi"),))
    assert faults_of(change) == [
        (("rules", 0, "agency"), "unknown_agency"),
        (("officers", 0, "agency"), "unknown_agency"),
    ]


def test_a_body_outside_the_office_has_neither_people_nor_cases() -> None:
    """It is asked by mail: nobody signs in there, and no rule routes to it."""
    rules = RoutingRules(1, "x", (RoutingRule("r", "dien-luc", True),))
    change = replace(LOAD, routing_rules=rules, officers=(make_officer(agency="dien-luc"),))
    assert faults_of(change) == [
        (("rules", 0, "agency"), "unknown_agency"),
        (("officers", 0, "agency"), "external_agency"),
    ]


def faults_of(change: LoadDirectory) -> list[tuple[Path, str]]:
    with pytest.raises(Invalid) as caught:
        load_directory(FakeDirectory(), change)
    return [(fault.path, fault.code) for fault in caught.value.faults]


def test_a_username_stays_with_its_holder() -> None:
    """Nobody takes over another person's sign-in by a later roster."""
    directory = FakeDirectory()
    load_directory(directory, LOAD)
    thief = make_officer("o9", username=OFFICERS[0].username)
    with pytest.raises(Conflict):
        load_directory(directory, replace(LOAD, officers=(thief,)))
