"""Supervisors look whether what was answered is true."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.cases.application.reinspections import waiting_reinspections
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.answer_commands import CorrectAnswer
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.permissions import allowed_actions
from chalicelib.cases.domain.reinspection_commands import Reinspect
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from chalicelib.uploads.domain.uploads import ExaminationResult
from tests.support.actors import central
from tests.support.cases import (
    CITIZEN,
    INTAKE,
    LEADER,
    OFFICER,
    PEOPLE,
    SUPERVISOR,
    Office,
    change_policy,
)
from tests.support.clock import NOW
from tests.support.directory import make_directory, make_officer
from tests.support.uploads import make_upload

ALL = ReinspectionPolicy(percent=100)
NONE = ReinspectionPolicy(percent=0, low_rated_percent=0)
WRONG = Reinspect(False, "Đã đến nơi: ổ gà chưa được vá.")
OF_AGENCY = Actor(Role.SUPERVISOR, "s4", "so-xay-dung")
OF_COMMUNE = Actor(Role.SUPERVISOR, "s5", "ubnd-02680")
OF_ANOTHER = Actor(Role.SUPERVISOR, "s6", "so-y-te")


@pytest.fixture
def office() -> Office:
    made = Office()
    change_policy(made, reinspections=ALL)
    return made


def waiting(office: Office, reader: Actor = SUPERVISOR) -> list[str]:
    return [card.code for card in waiting_reinspections(office.desk, reader, 100, None).items]


def again(office: Office, case: Case) -> Case:
    """Answered once more."""
    case = office.take(case, OFFICER, commands.Start())
    case = office.take(case, OFFICER, commands.ProposeAnswer("Đã vá lại."))
    return office.take(case, LEADER, commands.Approve())


def test_what_holds_stays_answered_and_leaves_the_list(office: Office) -> None:
    """With a line of the office's; each answer once."""
    case = office.answered()
    assert waiting(office) == waiting(office, OF_AGENCY) == [case.code]
    assert waiting(office, OF_ANOTHER) == []
    found = office.take(case, SUPERVISOR, Reinspect(True, "Đã vá."))
    assert (found.state, found.reinspections[-1].holds) == (State.ANSWERED, True)
    assert (found.timeline[-1].action, found.timeline[-1].internal) == (Action.REINSPECT, True)
    assert waiting(office) == []
    with pytest.raises(Conflict, match="already_reinspected"):
        office.take(found, OF_AGENCY, WRONG)


def test_what_does_not_hold_goes_back_to_work_at_once(office: Office) -> None:
    """In one version, by the supervisor, and the next answer has a lot of its own."""
    case = office.answered()
    office.clock.advance(days=1)
    back = office.take(case, SUPERVISOR, WRONG)
    assert (back.state, back.reopenings, back.version) == (State.ASSIGNED, 1, case.version + 1)
    seen, reopened = back.timeline[-2:]
    assert (seen.facts["holds"], reopened.facts["reinspection"]) == (False, True)
    assert (reopened.action, reopened.actor) == (Action.REOPEN, SUPERVISOR)
    assert reopened.note is None
    second = again(office, back)
    assert [one.round for one in second.reinspections] == [1, 2]
    assert waiting(office) == [case.code]


@pytest.mark.parametrize("late", [True, False])
def test_where_it_cannot_be_reopened_it_is_only_counted(office: Office, late: bool) -> None:
    """Fourteen days after the answer, or after two reopenings."""
    change_policy(office, reinspections=ALL, max_reopenings=2 if late else 0)
    case = office.answered()
    office.clock.advance(days=15 if late else 1)
    found = office.take(case, SUPERVISOR, WRONG)
    assert found.state in (State.ANSWERED, State.CLOSED)
    assert found.reinspections[-1].holds is False
    assert waiting(office) == []


def test_a_closed_case_is_looked_at_too(office: Office) -> None:
    """A good rating closes it and hides nothing."""
    case = office.take(office.answered(), CITIZEN, commands.Rate(5))
    assert (case.state, waiting(office)) == (State.CLOSED, [case.code])
    assert office.take(case, SUPERVISOR, WRONG).state is State.ASSIGNED


def test_an_answer_that_was_reopened_waits_no_longer(office: Office) -> None:
    """There is nothing to look at until it is answered again."""
    case = office.take(office.answered(), CITIZEN, commands.Reopen("Lại hỏng."))
    assert waiting(office) == []
    with pytest.raises(Conflict, match="illegal_transition"):
        office.take(case, SUPERVISOR, WRONG)


def test_what_was_not_drawn_is_not_looked_at(office: Office) -> None:
    """Nobody chooses whom to look at."""
    change_policy(office, reinspections=NONE)
    case = office.answered()
    assert waiting(office) == []
    assert Action.REINSPECT not in allowed_actions(SUPERVISOR, case, False)
    with pytest.raises(Conflict, match="not_drawn"):
        office.take(case, SUPERVISOR, WRONG)


@pytest.mark.parametrize("actor", [OFFICER, INTAKE, CITIZEN])
def test_only_supervisors(office: Office, actor: Actor) -> None:
    """Whoever answered, took it in or sent it judges not; the list is not theirs either."""
    case = office.answered()
    assert Action.REINSPECT in allowed_actions(SUPERVISOR, case, False)
    with pytest.raises(Forbidden, match="action_not_allowed"):
        office.take(case, actor, WRONG)
    with pytest.raises(Forbidden, match="reinspections_not_allowed"):
        waiting(office, actor)


def test_nobody_judges_their_own_answer(office: Office) -> None:
    """A supervisor who stood in for the leader leaves it to another one."""
    case = office.take(office.accepted(), INTAKE, commands.Assign("ubnd-02680", "solo"))
    solo = Actor(Role.OFFICER, "solo", "ubnd-02680")
    case = office.take(case, solo, commands.Start())
    case = office.take(case, solo, commands.ProposeAnswer("Đã vá ổ gà."))
    case = office.take(case, SUPERVISOR, commands.Approve())
    with pytest.raises(Forbidden, match="own_answer"):
        office.take(case, SUPERVISOR, WRONG)
    other = replace(SUPERVISOR, id="s2")
    assert office.take(case, other, Reinspect(True, "Đã vá.")).reinspections[-1].by == "s2"


def test_photos_of_what_was_seen_belong_to_the_case(office: Office) -> None:
    """Files that the supervisor sent; others are refused and nothing is done."""
    photo = "01J00000000000000000000007"
    case = office.answered()
    with pytest.raises(Invalid):
        office.take(case, SUPERVISOR, WRONG, uploads=(photo,))
    assert waiting(office) == [case.code]
    upload = replace(make_upload(photo, SUPERVISOR.id), verdict=ExaminationResult(NOW))
    office.uploads.add(upload)
    found = office.take(case, SUPERVISOR, WRONG, uploads=(photo,))
    assert [file.id for file in found.reinspections[-1].evidence] == [photo]
    assert photo in {file.id for file in found.all_files()}
    assert photo not in {file.id for file in found.files()}


@pytest.mark.parametrize("low", [True, False])
def test_more_answers_of_agencies_with_low_ratings(low: bool) -> None:
    """All of them here, and of others none."""
    office = Office()
    change_policy(office, reinspections=ReinspectionPolicy(percent=0, low_rated_percent=100))
    office.low_ratings.keep(NOW.date(), frozenset({"so-xay-dung"} if low else {"so-y-te"}))
    case = office.answered()
    assert waiting(office) == ([case.code] if low else [])


def test_who_corrected_an_answer_does_not_say_that_it_holds() -> None:
    """A supervisor who stands in for the leader; another may."""
    alone = make_officer("chair", "ubnd-02680", Role.LEADER)
    rest = [one for one in PEOPLE if one.agency != alone.agency]
    office = Office(directory=make_directory([*rest, alone]))
    change_policy(office, reinspections=ALL)
    chair, other = Actor(Role.LEADER, "chair", alone.agency), central(Role.SUPERVISOR, "s2")
    case = office.accepted(category="sanitation", commune="02680")
    case = office.take(case, INTAKE, commands.Assign("ubnd-02680", "chair"))
    case = office.take(case, chair, commands.Start())
    case = office.take(case, chair, commands.ProposeAnswer("Đã dọn xong bãi rác."))
    case = office.take(case, other, commands.Approve())
    case = office.take(case, SUPERVISOR, CorrectAnswer("Đã dọn một nửa.", "Ghi nhầm"))
    for one in (SUPERVISOR, other):
        assert Action.REINSPECT not in allowed_actions(one, case, True)
        with pytest.raises(Forbidden, match="own_answer"):
            office.take(case, one, Reinspect(True, "Đúng như đã trả lời."))
    assert office.take(case, OF_COMMUNE, Reinspect(True, "Đã dọn.")).reinspections[-1].holds
