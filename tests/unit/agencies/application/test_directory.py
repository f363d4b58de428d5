"""Loading the directory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.agencies.application.directory import load_directory
from chalicelib.kernel.errors import Conflict, Invalid
from chalicelib.rules.domain.routing import RoutingRule, RoutingRules
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
    assert vars(once) == {**vars(twice), "_clock": vars(once)["_clock"]}


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
    with pytest.raises(Invalid) as caught:
        load_directory(FakeDirectory(), change)
    assert [(fault.path, fault.code) for fault in caught.value.faults] == [
        (("rules", 0, "agency"), "unknown_agency"),
        (("officers", 0, "agency"), "unknown_agency"),
    ]


def test_a_username_stays_with_its_holder() -> None:
    """Nobody takes over another person's sign-in by a later roster."""
    directory = FakeDirectory()
    load_directory(directory, LOAD)
    thief = make_officer("o9", username=OFFICERS[0].username)
    with pytest.raises(Conflict):
        load_directory(directory, replace(LOAD, officers=(thief,)))
