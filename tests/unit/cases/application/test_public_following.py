"""Following public cases by choice: who may, what it is told, and that nothing doubles."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.cases.application import public_following
from chalicelib.cases.application.followed import FollowedDesk, followed_cases
from chalicelib.cases.application.followers import Follower
from chalicelib.cases.application.public_following import (
    FollowDesk,
    follow_public,
    stop_following,
)
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.visibility import Visibility
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.errors import Conflict, NotFound
from tests.support.case_index import FakeCaseIndex
from tests.support.cases import INTAKE, LEADER, OFFICER
from tests.support.linked import LinkedOffice

WATCHER = "w1"
WISH = Follower(WATCHER, None)


@pytest.fixture
def world() -> LinkedOffice:
    world = LinkedOffice()
    world.notifier.add_account(WATCHER, email="w@example.vn")
    return world


def desk_of(world: LinkedOffice) -> FollowDesk:
    return FollowDesk(world.office.desk, world.followers)


def follow(world: LinkedOffice, case: Case) -> Case:
    return follow_public(desk_of(world), WATCHER, case.code)


def followed(world: LinkedOffice) -> list[str]:
    """The codes of the watcher's list."""
    desk = FollowedDesk(world.followers, FakeCaseIndex(world.office.store))
    return sorted(one.code for one in followed_cases(desk, WATCHER, 20, None).items)


def stop(world: LinkedOffice, case: Case) -> None:
    stop_following(desk_of(world), WATCHER, case.code)


def told(world: LinkedOffice) -> list[tuple[str, Any, str]]:
    found = world.notifier.messages.items.values()
    return [(m.kind, m.case, m.channel.value) for m in found if m.recipient == WATCHER]


def answered(world: LinkedOffice) -> Case:
    case = world.new(world.office.pending_approval, category="roads")
    follow(world, case)
    return world.take(case, LEADER, commands.Approve())


def test_who_follows_is_told_the_answer_and_the_end(world: LinkedOffice) -> None:
    """In the bell and by mail, and never by SMS; the closing in the bell alone."""
    case = answered(world)
    world.take(case, LEADER, commands.Close())
    world.settle()
    assert set(told(world)) == {
        ("followed_answered", case.code, Channel.BELL.value),
        ("followed_answered", case.code, Channel.EMAIL.value),
        ("followed_closed", case.code, Channel.BELL.value),
    }


def test_a_reopening_and_an_end_without_answer_are_told(world: LinkedOffice) -> None:
    """Each once."""
    case = answered(world)
    world.take(case, Actor(Role.CITIZEN, case.reporter), commands.Reopen("Lại hỏng."))
    other = world.new(world.office.accepted)
    follow(world, other)
    world.take(other, INTAKE, commands.Redirect("other", "Sang Sở Y tế"))
    world.settle()
    kinds = [kind for kind, _, channel in told(world) if channel == Channel.BELL]
    assert sorted(kinds) == ["followed_answered", "followed_over", "followed_reopened"]


def test_following_again_changes_nothing(world: LinkedOffice) -> None:
    """One item a person, and one message."""
    case = world.new(world.office.in_progress, category="roads")
    for _ in range(3):
        assert follow(world, case).code == case.code
    assert world.followers.of(case.code) == [WISH]
    assert world.find(case).followed


def test_who_follows_no_more_is_told_nothing(world: LinkedOffice) -> None:
    """And forgetting it twice is no fault."""
    case = world.new(world.office.pending_approval, category="roads")
    follow(world, case)
    for _ in range(2):
        stop(world, case)
    world.take(case, LEADER, commands.Approve())
    world.settle()
    assert told(world) == []


@pytest.mark.parametrize("made", ["submit", "private", "withdrawn"])
def test_what_is_not_published_is_not_there(world: LinkedOffice, made: str) -> None:
    """Neither to be followed nor to be left."""
    case = world.new(world.office.submit if made == "submit" else world.office.accepted)
    citizen = Actor(Role.CITIZEN, case.reporter)
    if made == "private":
        world.take(case, citizen, commands.SetVisibility(Visibility.PRIVATE))
    if made == "withdrawn":
        world.take(case, citizen, commands.Withdraw())
    for act in (follow, stop):
        with pytest.raises(NotFound, match="case_not_found"):
            act(world, case)
    assert world.followers.of(case.code) == []


def test_the_own_case_needs_no_following(world: LinkedOffice) -> None:
    """Its reporter is told anyway."""
    case = world.new(world.office.accepted)
    with pytest.raises(Conflict, match="own_case"):
        follow_public(desk_of(world), case.reporter, case.code)


def test_of_a_duplicate_the_root_is_followed(world: LinkedOffice) -> None:
    """At the end of the chain, by whichever code; leaving by that code leaves the root."""
    root, child = (world.new(world.office.accepted) for _ in range(2))
    world.mark(child, root)
    assert follow(world, child).code == root.code
    assert WISH in world.followers.of(root.code)
    assert WISH not in world.followers.of(child.code)
    stop(world, child)
    assert WISH not in world.followers.of(root.code)


def test_of_a_duplicate_of_a_private_case_nothing_is_followed(world: LinkedOffice) -> None:
    """A code that strangers do not know stays unknown."""
    root, child = (world.new(world.office.accepted) for _ in range(2))
    world.mark(child, root)
    citizen = Actor(Role.CITIZEN, root.reporter)
    world.take(root, citizen, commands.SetVisibility(Visibility.PRIVATE))
    with pytest.raises(NotFound):
        follow(world, child)


def test_who_follows_a_case_that_becomes_private_is_told_and_may_leave(
    world: LinkedOffice,
) -> None:
    """What was promised is kept; nothing of the case is shown."""
    case = world.new(world.office.in_progress, category="roads")
    follow(world, case)
    citizen = Actor(Role.CITIZEN, case.reporter)
    world.take(case, citizen, commands.SetVisibility(Visibility.PRIVATE))
    stop(world, case)
    assert world.followers.of(case.code) == []


def test_a_mark_at_the_same_moment_loses_nobody(
    world: LinkedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The case becomes a duplicate after it was read, and before the wish is written."""
    root, child = (world.new(world.office.accepted) for _ in range(2))
    write = public_following.follow

    def meanwhile(*arguments: Any) -> None:
        if not world.find(child).duplicate_of:
            world.mark(child, root)
        write(*arguments)

    monkeypatch.setattr(public_following, "follow", meanwhile)
    assert follow(world, child).code == root.code
    world.settle()
    assert WISH in world.followers.of(root.code)
    assert WISH not in world.followers.of(child.code)


def _answer(world: LinkedOffice, case: Case) -> None:
    """From wherever it stands to what its people are told."""
    world.take(case, INTAKE, commands.Assign("so-xay-dung", "o1"))
    world.take(case, OFFICER, commands.Start())
    world.take(case, OFFICER, commands.ProposeAnswer("Đã vá ổ gà và kẻ lại vạch sơn."))
    world.take(case, LEADER, commands.Approve())
    world.settle()


def heard_answers(world: LinkedOffice) -> list[str]:
    """Cases whose answers the watcher found in the bell."""
    return [
        str(code)
        for kind, code, channel in told(world)
        if (kind, channel) == ("followed_answered", Channel.BELL)
    ]


@pytest.mark.parametrize("settled", [True, False])
def test_a_mark_taken_back_gives_a_case_its_followers_back(
    world: LinkedOffice, settled: bool
) -> None:
    """They hear its answer, and not that of the case that it was taken for."""
    parent, case = (world.new(world.office.accepted) for _ in range(2))
    follow(world, case)
    world.mark(case, parent)
    if settled:
        world.settle()
    world.take(case, INTAKE, commands.UnmarkDuplicate())
    world.settle()
    _answer(world, parent)
    _answer(world, case)
    assert heard_answers(world) == [case.code]


@pytest.mark.parametrize("answered", ["before", "after"])
def test_followers_of_a_duplicate_hear_the_answer_of_its_parent(
    world: LinkedOffice, answered: str
) -> None:
    """Also one that was given before the mark; once, though they chose both; and without SMS."""
    parent, case = (world.new(world.office.accepted) for _ in range(2))
    for one in (case, parent):
        follow(world, one)
    stop(world, parent)
    if answered == "before":
        _answer(world, parent)
    world.mark(case, parent)
    world.settle()
    if answered == "after":
        _answer(world, parent)
    assert heard_answers(world) == [parent.code]
    assert Channel.SMS not in {channel for _, _, channel in told(world)}


def test_followers_go_up_a_chain_and_back_with_their_own_case(world: LinkedOffice) -> None:
    """The middle one is taken back: who follows the lowest stays with the root, as it does."""
    root, middle, case = (world.new(world.office.accepted) for _ in range(3))
    follow(world, case)
    world.mark(case, middle)
    world.settle()
    world.mark(middle, root)
    world.settle()
    world.take(middle, INTAKE, commands.UnmarkDuplicate())
    world.settle()
    _answer(world, middle)
    assert heard_answers(world) == []
    _answer(world, root)
    assert heard_answers(world) == [root.code]


@pytest.mark.parametrize("by", ["case", "parent"])
def test_who_went_along_may_leave_by_either_code(world: LinkedOffice, by: str) -> None:
    """And hears nothing more, of neither."""
    parent, case = (world.new(world.office.accepted) for _ in range(2))
    follow(world, case)
    world.mark(case, parent)
    world.settle()
    stop(world, parent if by == "parent" else case)
    _answer(world, parent)
    assert told(world) == []
    assert followed(world) == []


def test_the_list_names_the_parent_of_what_became_a_duplicate(world: LinkedOffice) -> None:
    """Once, though both were chosen; and the case itself once the mark is taken back."""
    parent, case = (world.new(world.office.accepted) for _ in range(2))
    for one in (case, parent):
        follow(world, one)
    world.mark(case, parent)
    world.settle()
    assert followed(world) == [parent.code]
    world.take(case, INTAKE, commands.UnmarkDuplicate())
    world.settle()
    assert followed(world) == sorted([parent.code, case.code])


def test_a_case_takes_so_many_followers(
    world: LinkedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who follow already are not refused."""
    monkeypatch.setattr(public_following, "MOST_FOLLOWERS", 1)
    case = world.new(world.office.accepted)
    follow(world, case)
    follow(world, case)
    with pytest.raises(Conflict, match="too_many_followers"):
        follow_public(desk_of(world), "w2", case.code)
