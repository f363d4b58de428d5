"""People who follow a case say that its answer does not hold."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from chalicelib.cases.application.disputing import disputable, raise_dispute
from chalicelib.cases.application.public_following import FollowDesk, follow_public
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.dispute_commands import AnswerDispute, RaiseDispute
from chalicelib.cases.domain.visibility import Visibility
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.rules.domain.disputes import DisputePolicy
from tests.support.cases import ELSEWHERE, LEADER, OFFICER, change_policy
from tests.support.linked import LinkedOffice

REASON = "Ổ gà vẫn còn, mưa là ngập."


@pytest.fixture
def world() -> LinkedOffice:
    return LinkedOffice()


def desk_of(world: LinkedOffice) -> FollowDesk:
    return FollowDesk(world.office.desk, world.followers)


def people(world: LinkedOffice, case: Case, count: int) -> list[Actor]:
    """So many who follow it."""
    found = []
    for number in range(count):
        account = f"w{number}"
        world.notifier.add_account(account)
        follow_public(desk_of(world), account, case.code)
        found.append(Actor(Role.CITIZEN, account))
    return found


def dispute(world: LinkedOffice, who: Actor, case: Case, uploads: Sequence[str] = ()) -> Case:
    found = disputable(desk_of(world), case.code)
    command = RaiseDispute(REASON)
    return raise_dispute(desk_of(world), who, found, command, uploads, "test", None)


def answered(world: LinkedOffice, followers: int) -> tuple[Case, list[Actor]]:
    case = world.new(world.office.pending_approval, category="roads")
    found = people(world, case, followers)
    return world.take(case, LEADER, commands.Approve()), found


@pytest.mark.parametrize(("followers", "needed"), [(3, 3), (15, 3), (16, 4), (21, 5)])
def test_the_larger_of_three_people_and_a_fifth_reopens(
    world: LinkedOffice, followers: int, needed: int
) -> None:
    """The last of them, in the same write; the full limit starts anew, and the line is the
    system's."""
    case, watchers = answered(world, followers)
    for who in watchers[: needed - 1]:
        assert dispute(world, who, case).state is State.ANSWERED
    reopened = dispute(world, watchers[needed - 1], case)
    assert (reopened.state, reopened.reopenings) == (State.ASSIGNED, 1)
    last = reopened.timeline[-1]
    assert (last.action, last.actor.role, last.facts["disputes"]) == (
        Action.REOPEN,
        Role.SYSTEM,
        needed,
    )
    assert reopened.timeline[-2].version == last.version


@pytest.mark.parametrize(
    ("policy", "followers", "needed"),
    [
        (DisputePolicy(), 0, 3),
        (DisputePolicy(), 15, 3),
        (DisputePolicy(), 16, 4),
        (DisputePolicy(5, 0), 1000, 5),
        (DisputePolicy(1, 50), 3, 2),
        (DisputePolicy(1, 100), 1000, 1000),
    ],
)
def test_how_many_are_needed(policy: DisputePolicy, followers: int, needed: int) -> None:
    """A part of a person is a whole one."""
    assert policy.needed(followers) == needed


def test_the_policy_says_how_many(world: LinkedOffice) -> None:
    """Of the version under which the case was opened."""
    change_policy(world.office, disputes=DisputePolicy(1, 0))
    case, watchers = answered(world, 5)
    assert dispute(world, watchers[0], case).state is State.ASSIGNED


def test_once_a_person_and_answer(world: LinkedOffice) -> None:
    """The next answer can be disputed by the same people."""
    case, watchers = answered(world, 3)
    dispute(world, watchers[0], case)
    with pytest.raises(Conflict, match="already_disputed"):
        dispute(world, watchers[0], case)
    for who in watchers[1:]:
        dispute(world, who, case)
    for actor, command in (
        (OFFICER, commands.Start()),
        (OFFICER, commands.ProposeAnswer("Đã vá lại ổ gà bằng bê tông.")),
        (LEADER, commands.Approve()),
    ):
        world.take(case, actor, command)
    again = dispute(world, watchers[0], case)
    assert [one.number for one in again.present_disputes()] == [4]


def test_who_does_not_follow_is_told_to(world: LinkedOffice) -> None:
    """And a case that is not public is not there."""
    case, watchers = answered(world, 1)
    with pytest.raises(Forbidden, match="not_following"):
        dispute(world, Actor(Role.CITIZEN, "somebody"), case)
    private = world.new(world.office.answered, category="roads", visibility="private")
    with pytest.raises(NotFound, match="case_not_found"):
        dispute(world, watchers[0], private)


def test_the_reporter_may_too(world: LinkedOffice) -> None:
    """Beside reopening it alone."""
    case, _ = answered(world, 0)
    after = dispute(world, Actor(Role.CITIZEN, case.reporter), case)
    assert len(after.present_disputes()) == 1


def test_whose_case_is_a_duplicate_may_by_its_code(world: LinkedOffice) -> None:
    """They follow the case that was answered."""
    root = world.new(world.office.pending_approval, category="roads")
    child = world.new(world.office.accepted)
    world.mark(child, root)
    world.settle()
    world.take(root, LEADER, commands.Approve())
    after = dispute(world, Actor(Role.CITIZEN, child.reporter), child)
    assert (after.code, len(after.present_disputes())) == (root.code, 1)


@pytest.mark.parametrize("made", ["in_progress", "accepted"])
def test_only_an_answer_is_disputed(world: LinkedOffice, made: str) -> None:
    """Whoever is impatient waits."""
    case = world.new(getattr(world.office, made), category="roads")
    who = people(world, case, 1)[0]
    with pytest.raises(Conflict, match="illegal_transition"):
        dispute(world, who, case)


def test_when_the_days_are_over(world: LinkedOffice) -> None:
    """To the last instant of the window it is taken, closed or not."""
    case, watchers = answered(world, 2)
    world.take(case, LEADER, commands.Close())
    world.office.clock.advance(days=14)
    assert dispute(world, watchers[0], case).state is State.CLOSED
    world.office.clock.advance(seconds=1)
    with pytest.raises(Conflict, match="dispute_over"):
        dispute(world, watchers[1], case)


def test_a_case_that_was_reopened_too_often_is_not_again(world: LinkedOffice) -> None:
    """The disputes are taken all the same, and the agency answers them."""
    change_policy(world.office, max_reopenings=0)
    case, watchers = answered(world, 4)
    for who in watchers:
        assert dispute(world, who, case).state is State.ANSWERED


def test_the_agency_must_answer_before_the_case_closes(world: LinkedOffice) -> None:
    """Neither its leader nor time closes it, nor a content reporter; then time does at once."""
    case, watchers = answered(world, 1)
    dispute(world, watchers[0], case)
    with pytest.raises(Conflict, match="dispute_open"):
        world.take(case, LEADER, commands.Close())
    world.take(case, Actor(Role.CITIZEN, case.reporter), commands.Rate(5))
    assert world.find(case).state is State.ANSWERED
    assert case.code not in world.office.store.next_at
    world.office.clock.advance(days=20)
    replied = world.take(case, OFFICER, AnswerDispute(1, "Tuần này vá lại."))
    assert replied.disputes[0].reply == "Tuần này vá lại."
    assert world.office.store.next_at[case.code] <= world.office.clock.now()


def test_what_cannot_be_answered(world: LinkedOffice) -> None:
    """One that there is not, one that is answered; nobody of another agency answers."""
    case, watchers = answered(world, 1)
    dispute(world, watchers[0], case)
    reply = AnswerDispute(1, "Đã xem lại.")
    with pytest.raises(Forbidden):
        world.take(case, ELSEWHERE, reply)
    with pytest.raises(Invalid):
        world.take(case, OFFICER, AnswerDispute(2, "Đã xem lại."))
    world.take(case, LEADER, reply)
    with pytest.raises(Conflict, match="dispute_answered"):
        world.take(case, OFFICER, reply)


def test_who_is_told_what(world: LinkedOffice) -> None:
    """The agency of the dispute, who raised it of the reply, and all of the reopening."""
    case, watchers = answered(world, 3)
    dispute(world, watchers[0], case)
    world.take(case, OFFICER, AnswerDispute(1, "Tuần này vá lại."))
    world.settle()
    told = [
        (m.recipient, m.kind)
        for m in world.notifier.messages.items.values()
        if m.channel in (Channel.BELL, Channel.EMAIL)
    ]
    assert ("o1", "disputed") in told
    assert ("l1", "disputed") in told
    assert [who for who, kind in told if kind == "dispute_replied"] == ["w0"]
    for who in watchers[1:]:
        dispute(world, who, case)
    world.settle()
    told = [(m.recipient, m.kind) for m in world.notifier.messages.items.values()]
    assert {who for who, kind in told if kind == "followed_reopened"} == {"w0", "w1", "w2"}
    assert (case.reporter, "reopened") in told


def test_no_word_of_a_dispute_is_on_the_timeline(world: LinkedOffice) -> None:
    """Its number is; whoever reads the timeline does not read other people's words."""
    case, watchers = answered(world, 1)
    line = dispute(world, watchers[0], case).timeline[-1]
    assert (line.action, line.note, line.facts["dispute"]) == (Action.DISPUTE, None, 1)


def test_a_case_that_became_private_is_disputed_no_more(world: LinkedOffice) -> None:
    """It is not there for strangers, whatever they followed."""
    case = world.new(world.office.in_progress, category="roads")
    who = people(world, case, 1)[0]
    citizen = Actor(Role.CITIZEN, case.reporter)
    world.take(case, citizen, commands.SetVisibility(Visibility.PRIVATE))
    with pytest.raises(NotFound):
        dispute(world, who, case)
