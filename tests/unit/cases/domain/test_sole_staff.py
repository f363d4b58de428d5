"""An agency of one person: its work is done, and nobody decides their own matters."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from chalicelib.cases.application.transitions import circumstances
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.actions.apply import apply
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.parties import Party
from chalicelib.cases.domain.permissions import allowed_actions, may_ever
from chalicelib.cases.domain.workflow import POSITIONS, Action, find_step, open_to
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden
from chalicelib.worktime.domain.limits import Limit
from tests.support.actors import central
from tests.support.cases import CITIZEN, INTAKE, LEADER, OFFICER, PEOPLE, SUPERVISOR, Office
from tests.support.directory import make_directory, make_officer

ALONE = Actor(Role.LEADER, "chair", "ubnd-02680")
ASK = commands.RequestExtension(Limit(2, "days"), "Chờ vật liệu về.")


def office_of(*alone: Role) -> Office:
    """The commune's agency has these people; the first is `chair`."""
    rest = [one for one in PEOPLE if one.agency != ALONE.agency]
    there = [
        make_officer(f"chair{number or ''}", ALONE.agency or "", role)
        for number, role in enumerate(alone)
    ]
    return Office(directory=make_directory([*rest, *there]))


def begun(office: Office, by: Actor = ALONE) -> Case:
    case = office.accepted(category="sanitation", commune="02680")
    case = office.take(case, INTAKE, commands.Assign("ubnd-02680", "chair"))
    return office.take(case, by, commands.Start())


def code(office: Office, case: Case, actor: Actor, command: commands.Command) -> str:
    with pytest.raises(Forbidden) as caught:
        office.take(case, actor, command)
    return caught.value.code


def actions(office: Office, case: Case, actor: Actor) -> set[str]:
    about = circumstances(office.desk, case, actor)
    return {action.value for action in allowed_actions(actor, case, about.sole_staff)}


def test_a_sole_leader_does_not_grant_the_own_extension() -> None:
    """The supervisor stands in; the leader neither decides nor is offered to."""
    office = office_of(Role.LEADER)
    case = office.take(begun(office), ALONE, ASK)
    assert code(office, case, ALONE, commands.DecideExtension(True)) == "action_not_allowed"
    assert "decide_extension" not in actions(office, case, ALONE)
    assert "decide_extension" in actions(office, case, SUPERVISOR)
    granted = office.take(case, SUPERVISOR, commands.DecideExtension(True))
    assert granted.extensions_granted == 1


def test_whoever_asked_does_not_decide_when_others_have_come() -> None:
    """Alone when asking, and leader of two when deciding; another leader may."""
    office = office_of(Role.LEADER)
    case = office.take(begun(office), ALONE, ASK)
    grown = office_of(Role.LEADER, Role.LEADER)
    office.directory = grown.directory
    assert code(office, case, ALONE, commands.DecideExtension(True)) == "own_extension"
    assert "decide_extension" not in actions(office, case, ALONE)
    other = Actor(Role.LEADER, "chair1", ALONE.agency)
    assert office.take(case, other, commands.DecideExtension(False)).extension is None


def test_a_promoted_officer_does_not_decide_the_own_request() -> None:
    """Whatever the role has become meanwhile."""
    office = Office()
    case = office.take(office.in_progress(), OFFICER, ASK)
    promoted = Actor(Role.LEADER, OFFICER.id, OFFICER.agency)
    assert code(office, case, promoted, commands.DecideExtension(True)) == "own_extension"
    assert office.take(case, LEADER, commands.DecideExtension(True)).extensions_granted == 1


def test_a_sole_leader_stops_no_escalation_of_the_own_case() -> None:
    """It climbs on to the supervisors; they may acknowledge for the leader."""
    office = office_of(Role.LEADER)
    case = begun(office)
    for action in (Action.ACKNOWLEDGE, Action.CLOSE, Action.APPROVE, Action.ASSIGN):
        assert not may_ever(ALONE, action, case, sole_staff=True)
        assert may_ever(SUPERVISOR, action, case, sole_staff=True)


@pytest.mark.parametrize(("role", "sole_staff"), list(product(Role, [False, True])))
def test_everybody_and_every_action(role: Role, sole_staff: bool) -> None:
    """The whole matrix of the lead agency: who acts as whom, alone or not."""
    office = office_of(Role.LEADER)
    case = begun(office)
    is_central = role in (Role.INTAKE, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.HOTLINE)
    actor = central(role, "x1") if is_central else Actor(role, "x1", ALONE.agency)
    actor = CITIZEN if role is Role.CITIZEN else actor
    acts_as = {role}
    if sole_staff and role in (Role.OFFICER, Role.LEADER):
        acts_as = {Role.OFFICER}
    if sole_staff and role is Role.SUPERVISOR:
        acts_as = {Role.SUPERVISOR, Role.LEADER}
    for action in Action:
        expected = any(open_to(action, Party(one, actor.scope)) for one in acts_as)
        assert may_ever(actor, action, case, sole_staff) == expected, action
    for position in POSITIONS:
        there = replace(case, state=position.state, origin=position.origin)
        offered = set(allowed_actions(actor, there, sole_staff))
        parties = [Party(one, actor.scope) for one in acts_as]
        legal = {a for a in Action if any(find_step(a, position, one) for one in parties)}
        assert offered <= legal


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER])
def test_other_agencies_people_are_nobody(role: Role) -> None:
    """Also where they are alone at home."""
    office = office_of(Role.LEADER)
    case = begun(office)
    stranger = Actor(role, "o9", "so-y-te")
    assert allowed_actions(stranger, case, sole_staff=True) == ()
    about = replace(circumstances(office.desk, case, stranger), sole_staff=True)
    with pytest.raises(Forbidden, match="action_not_allowed"):
        apply(case, ASK, about)
