"""Duplicates: who may be a parent, and what becomes of a case that was one (handbook §3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.cases.application.transitions import circumstances
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.actions.apply import apply
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.standings import RoundStatus, spells
from chalicelib.cases.domain.workflow import DUPLICATE_ORIGINS, State
from chalicelib.kernel.actors import ROUTER
from chalicelib.kernel.errors import Invalid
from tests.support.cases import CITIZEN, INTAKE, STRANGER, Office

NO_PARENT = {State.DUPLICATE, State.REJECTED, State.REDIRECTED, State.WITHDRAWN}


@pytest.fixture
def office() -> Office:
    return Office()


def _in(office: Office, origin: State) -> Case:
    make = {
        State.RECEIVED: office.submit,
        State.ACCEPTED: office.accepted,
        State.ASSIGNED: office.assigned,
    }
    return make[origin]()


def _marked(office: Office, case: Case, parent: Case, actor=INTAKE) -> Case:
    command = commands.MarkDuplicate(parent.code)
    about = replace(circumstances(office.desk, case, actor, command), parent=parent)
    return apply(case, command, about)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("reporter", [CITIZEN.id, STRANGER.id])
@pytest.mark.parametrize("visibility", ["public", "private"])
def test_who_may_be_a_parent(office: Office, state: State, reporter: str, visibility: str) -> None:
    """A case that can still be answered, or was, and that the citizen may see."""
    parent = office.submit(reporter=reporter, visibility=visibility)
    parent = replace(parent, state=state)
    seen = visibility == "public" or reporter == CITIZEN.id
    if seen and state not in NO_PARENT:
        assert _marked(office, office.accepted(), parent).duplicate_of == parent.code
    else:
        with pytest.raises(Invalid) as refused:
            _marked(office, office.accepted(), parent)
        assert [(f.path, f.code) for f in refused.value.faults] == [(("parent",), "not_a_parent")]


@pytest.mark.parametrize("state", State)
def test_the_system_takes_a_duplicate_on_to_whoever_will_be_answered(
    office: Office, state: State
) -> None:
    """Also to a private case of somebody else: its answer is told all the same."""
    first, second = office.submit(), office.submit(reporter=STRANGER.id, visibility="private")
    duplicate = _marked(office, office.assigned(), first)
    if state in NO_PARENT:
        with pytest.raises(Invalid):
            _marked(office, duplicate, replace(second, state=state), ROUTER)
        return
    moved = _marked(office, duplicate, replace(second, state=state), ROUTER)
    assert (moved.state, moved.origin) == (State.DUPLICATE, State.ASSIGNED)
    assert moved.duplicate_of == second.code
    assert moved.clock == duplicate.clock


@pytest.mark.parametrize("by_system", [True, False])
@pytest.mark.parametrize("origin", DUPLICATE_ORIGINS)
def test_where_a_duplicate_comes_back_to(office: Office, origin: State, by_system: bool) -> None:
    """By a person to where it was; by the system to the intake desk. The due time moves by the
    working time spent as a duplicate."""
    before = _in(office, origin)
    duplicate = _marked(office, before, office.submit())
    office.clock.advance(hours=2)
    actor = ROUTER if by_system else INTAKE
    about = circumstances(office.desk, duplicate, actor)
    back = apply(duplicate, commands.UnmarkDuplicate(), about)
    at_intake = origin if origin is State.RECEIVED else State.ACCEPTED
    assert back.state is (at_intake if by_system else origin)
    assert (back.origin, back.duplicate_of) == (None, None)
    gone = by_system or origin is not State.ASSIGNED
    assert (back.agency, back.officer) == ((None, None) if gone else ("so-xay-dung", "o1"))
    assert before.clock
    assert back.clock
    moved = about.calendar.add_working(before.clock.due_at, timedelta(hours=2))
    assert back.clock.due_at == moved
    last = back.timeline[-1]
    assert last.facts == {"parent": duplicate.duplicate_of, "parent_ended": by_system}
    assert [spell.standing.status for spell in spells(back)] == [RoundStatus.PENDING_IN_TIME]
