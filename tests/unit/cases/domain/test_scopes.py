"""Whose a case is, and who of the office may do what with it: person × case × action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import pytest

from chalicelib.cases.application.transitions import circumstances
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.actions.apply import apply
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.parties import Party, Relation
from chalicelib.cases.domain.permissions import RulesNow, allowed_actions, may_see, relation_to
from chalicelib.cases.domain.workflow import POSITIONS, Action, Position, State, find_step
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from tests.support.cases import CITIZEN, INTAKE, STRANGER, SUPERVISOR, Office, change_policy

HERE, THERE = "ubnd-02647", "ubnd-02683"
"""The commune that the case lies in, and another."""
ROADS, HEALTH = "so-xay-dung", "so-y-te"
DESKS = (Role.INTAKE, Role.SUPERVISOR)
STAFF = (Role.OFFICER, Role.LEADER)

HOLDS, HELPS, WATCHES = Relation.HOLDS, Relation.COORDINATES, Relation.WATCHES
Seen = Relation | None
NOBODY: tuple[Seen, Seen] = (None, None)
SIGHT: Mapping[str, Mapping[str, tuple[Seen, Seen]]] = {
    "at the desk": {HERE: (HOLDS, None)},
    "with the roads, health helps": {
        HERE: (WATCHES, None),
        ROADS: (HOLDS, HOLDS),
        HEALTH: (HELPS, HELPS),
    },
    "with the roads, the commune helps": {HERE: (HELPS, HELPS), ROADS: (HOLDS, HOLDS)},
    "with the commune": {HERE: (HOLDS, HOLDS)},
    "with another commune": {HERE: (WATCHES, None), THERE: (HOLDS, HOLDS)},
}
"""What the case is to the desk and supervisors of an agency, and to those who handle cases there;
to all others it is nothing."""
LED = {
    "with the roads, health helps": commands.Assign(ROADS, None, (HEALTH,)),
    "with the roads, the commune helps": commands.Assign(ROADS, None, (HERE,)),
    "with the commune": commands.Assign(HERE),
    "with another commune": commands.Assign(THERE),
}


def brought_to(office: Office, where: str) -> Case:
    if where not in LED:
        return office.submit(commune="02647")
    return office.take(office.accepted(commune="02647"), INTAKE, LED[where])


@pytest.mark.parametrize("where", SIGHT)
def test_what_a_scope_covers(where: str) -> None:
    """And what it does not cover is not there; the province's see all, its citizen their own."""
    case = brought_to(Office(), where)
    for agency in (HERE, THERE, ROADS, HEALTH):
        desk, staff = SIGHT[where].get(agency, NOBODY)
        people = [(role, desk) for role in DESKS] + [(role, staff) for role in STAFF]
        for role, expected in people:
            actor = Actor(role, "x1", agency)
            assert relation_to(actor, case) is expected, (agency, role)
            assert may_see(actor, case) == (expected is not None)
        for role in (Role.ADMINISTRATOR, Role.HOTLINE, Role.TEAM_MEMBER):
            assert not may_see(Actor(role, "x1", agency), case)
    assert all(may_see(actor, case) for actor in (INTAKE, SUPERVISOR, CITIZEN))
    assert not may_see(STRANGER, case)
    for role in (*DESKS, *STAFF):
        assert not may_see(Actor(role, "x1"), case), "without an agency nobody sees anything"


@pytest.mark.parametrize("where", SIGHT)
def test_nobody_is_offered_more_than_the_table_says(where: str) -> None:
    """In every state: what is offered stands in the table, and what does not is refused."""
    office = Office()
    case = brought_to(office, where)
    for position in POSITIONS:
        there = replace(case, state=position.state, origin=position.origin)
        for agency, role in product((HERE, THERE, ROADS, HEALTH), (*DESKS, *STAFF)):
            _check(office, there, position, Actor(role, "x1", agency))


def _check(office: Office, case: Case, position: Position, actor: Actor) -> None:
    relation = relation_to(actor, case)
    party = Party(actor.role, actor.scope, relation) if relation else None
    legal = {one for one in Action if party and find_step(one, position, party)}
    assert set(allowed_actions(actor, case, sole_staff=False)) <= legal, actor
    if Action.START not in legal:
        with pytest.raises((Forbidden, Conflict)):
            apply(case, commands.Start(), circumstances(office.desk, case, actor))


def test_a_commune_takes_in_what_lies_there_and_keeps_it_to_itself() -> None:
    """Its desk accepts and assigns to its own agency; to others, the province's does."""
    office = Office()
    desk = Actor(Role.INTAKE, "i2", HERE)
    case = office.take(office.submit(commune="02647"), desk, commands.Accept())
    with pytest.raises(Invalid) as caught:
        office.take(case, desk, commands.Assign(ROADS))
    assert [fault.code for fault in caught.value.faults] == ["not_own_agency"]
    for command, code in (
        (commands.Assign(HERE, binding=True), "binding_not_allowed"),
        (commands.Assign(HERE, coordinating=(HEALTH,)), "coordinating_not_allowed"),
    ):
        with pytest.raises(Forbidden) as refused:
            office.take(case, desk, command)
        assert refused.value.code == code
    case = office.take(case, desk, commands.Assign(HERE))
    assert (case.state, case.agency) == (State.ASSIGNED, HERE)


def test_who_watches_does_not_act() -> None:
    """A commune's supervisors see what a department does there, and stop no escalation of it."""
    office = Office()
    case = brought_to(office, "with the roads, health helps")
    supervisor = Actor(Role.SUPERVISOR, "s2", HERE)
    with pytest.raises(Forbidden, match="action_not_allowed"):
        office.take(case, supervisor, commands.Assign(HERE))
    with pytest.raises(Forbidden, match="action_not_allowed"):
        office.take(case, supervisor, commands.Acknowledge())


def test_an_agencys_own_supervisor_stands_in_for_a_sole_leader() -> None:
    """Who handles cases there is one person, whoever else the agency has."""
    office = Office()
    alone = "ubnd-02680"
    case = office.take(office.accepted(), INTAKE, commands.Assign(alone))
    own = Actor(Role.SUPERVISOR, "s3", alone)
    assert circumstances(office.desk, case, own).sole_staff
    assert Action.ASSIGN in allowed_actions(own, case, sole_staff=True)
    assert office.take(case, own, commands.Assign(alone, "solo")).officer == "solo"


@pytest.mark.parametrize("named", [None, ("roads",), ("land",), ()])
@pytest.mark.parametrize("who", [INTAKE, Actor(Role.INTAKE, "d1", HERE)], ids=["province", "desk"])
def test_the_policy_says_what_a_desk_accepts_by_itself(
    who: Actor, named: tuple[str, ...] | None
) -> None:
    """The province's desk accepts all; nobody gets around it by naming another category."""
    office = Office()
    change_policy(office, desk_categories=named)
    case, directory = office.submit(category="roads"), office.directory
    rules = RulesNow(directory.policy(), directory.calendar(), office.clock.now())
    allowed = who.province or named is None or "roads" in named
    assert (Action.ACCEPT in allowed_actions(who, case, sole_staff=False, rules=rules)) == allowed
    if allowed:
        assert office.take(case, who, commands.Accept()).state is State.ACCEPTED
        return
    for command in (commands.Accept(), commands.Accept(category="land")):
        with pytest.raises(Forbidden) as refused:
            office.take(case, who, command)
        assert refused.value.code == "category_not_of_desk"


def test_a_desk_gives_no_case_a_category_that_is_not_its_own() -> None:
    """What it is to be taken in as must be left to the desk too."""
    office, desk = Office(), Actor(Role.INTAKE, "d1", HERE)
    change_policy(office, desk_categories=("roads",))
    case = office.submit(category="roads")
    with pytest.raises(Forbidden):
        office.take(case, desk, commands.Accept(category="land"))
    assert office.find(case) == case
