"""What becomes of duplicates when their parent will get no answer: none hangs, none hears twice."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import replace
from unittest import mock

import pytest

from chalicelib.cases.application.duplicates import Unfinished, keep_duplicates
from chalicelib.cases.application.followers import Follower
from chalicelib.cases.application.following import follow, follow_parent
from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import DUPLICATE_ORIGINS, NO_PARENTS, Action, State
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import DomainError
from chalicelib.messages.application.notifications import always
from tests.support.cases import INTAKE, LEADER, OFFICER
from tests.support.linked import LinkedOffice, links_of

TEXT = "Đã vá ổ gà và kẻ lại vạch sơn."


@pytest.fixture
def world() -> LinkedOffice:
    return LinkedOffice()


def _reporter(case: Case) -> Actor:
    return Actor(Role.CITIZEN, case.reporter)


def _reject(world: LinkedOffice, case: Case) -> None:
    world.take(case, INTAKE, commands.Reject("unclear", TEXT))


def _redirect(world: LinkedOffice, case: Case) -> None:
    world.take(case, INTAKE, commands.Redirect("complaint", TEXT))


def _withdraw(world: LinkedOffice, case: Case) -> None:
    world.take(case, _reporter(case), commands.Withdraw(None))


def _no_reply(world: LinkedOffice, case: Case) -> None:
    world.take(case, INTAKE, commands.RequestInfo("Đoạn nào?"))
    world.office.clock.advance(days=11)
    assert let_time_pass(world.office.desk, case.code, "test")


def _answer(world: LinkedOffice, case: Case) -> None:
    if world.find(case).state is State.RECEIVED:
        world.take(case, INTAKE, commands.Accept())
    if world.find(case).state is State.ACCEPTED:
        world.take(case, INTAKE, commands.Assign("so-xay-dung", "o1"))
    world.take(case, OFFICER, commands.Start())
    world.take(case, OFFICER, commands.ProposeAnswer(TEXT))
    world.take(case, LEADER, commands.Approve())


ENDS = {"rejected": _reject, "redirected": _redirect, "withdrawn": _withdraw, "no reply": _no_reply}
ORDERS: dict[str, Callable[[list], object]] = {
    "first come": lambda letters: letters.pop(0),
    "last come": lambda letters: letters.pop(),
    "notices last": lambda letters: letters.pop(
        min(range(len(letters)), key=lambda i: letters[i][0] == "notifications")
    ),
    "notices first": lambda letters: letters.pop(
        min(range(len(letters)), key=lambda i: letters[i][0] != "notifications")
    ),
}


def _in(world: LinkedOffice, state: State) -> Case:
    office = world.office
    makers = {
        State.RECEIVED: office.submit,
        State.ACCEPTED: office.accepted,
        State.ASSIGNED: office.assigned,
    }
    return world.new(makers[state])


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("origin", DUPLICATE_ORIGINS)
@pytest.mark.parametrize("end", ENDS)
def test_a_parent_that_ends_without_an_answer_sends_its_duplicates_back(
    world: LinkedOffice, end: str, origin: State, at_once: bool, order: str
) -> None:
    """To the intake desk, with one message, whichever letter comes first; and they are answered."""
    parent, child = world.new(), _in(world, origin)
    world.mark(child, parent)
    if not at_once:
        world.settle()
    ENDS[end](world, parent)
    world.settle(ORDERS[order])
    back = world.find(child)
    assert back.state is (origin if origin is State.RECEIVED else State.ACCEPTED)
    assert (back.duplicate_of, back.agency, world.links()) == (None, None, {})
    assert world.heard(child)["parent_ended", child.code] == 1
    _answer(world, child)
    world.settle(ORDERS[order])
    assert world.answers(child) == [child.code]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("answered", ["before", "meanwhile", "after"])
def test_a_parent_marked_a_duplicate_takes_its_duplicates_along(
    world: LinkedOffice, at_once: bool, answered: str, order: str
) -> None:
    """All follow the end of the chain and are told its answer, once."""
    root, middle, child = (world.new() for _ in range(3))
    world.mark(child, middle)
    if not at_once:
        world.settle()
    if answered == "before":
        _answer(world, root)
    world.mark(middle, root)
    if answered == "meanwhile":
        _answer(world, root)
    world.settle(ORDERS[order])
    if answered == "after":
        _answer(world, root)
        world.settle(ORDERS[order])
    assert world.find(child).duplicate_of == world.find(middle).duplicate_of == root.code
    assert world.links() == {root.code: {middle.code, child.code}}
    for case in (root, middle, child):
        assert world.answers(case) == [root.code]


@pytest.mark.parametrize("order", ORDERS)
def test_a_mark_taken_back_and_another_in_its_place(world: LinkedOffice, order: str) -> None:
    """The first parent's answer is nothing to this citizen any more, and it counts one less."""
    first, second, child = (world.new() for _ in range(3))
    world.mark(child, first)
    world.take(child, INTAKE, commands.UnmarkDuplicate())
    world.mark(child, second)
    _answer(world, first)
    world.settle(ORDERS[order])
    assert (world.links(), world.answers(child)) == ({second.code: {child.code}}, [])
    _answer(world, second)
    world.settle(ORDERS[order])
    assert world.answers(child) == [second.code]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("settled", [False, True])
def test_whoever_is_unmarked_in_the_middle_of_a_chain_hears_one_answer(
    world: LinkedOffice, settled: bool, order: str
) -> None:
    """Their own one; and whoever came along with it hears one as well."""
    root, middle, child = (world.new() for _ in range(3))
    world.mark(child, middle)
    world.mark(middle, root)
    if settled:
        world.settle()
    world.take(middle, INTAKE, commands.UnmarkDuplicate())
    world.settle(ORDERS[order])
    for case in (root, middle):
        _answer(world, case)
    world.settle(ORDERS[order])
    assert world.answers(middle) == [middle.code]
    assert world.answers(child) == [str(world.find(child).duplicate_of)]


def test_a_parent_made_private_keeps_its_duplicates(world: LinkedOffice) -> None:
    """And tells them as before."""
    parent, child = world.new(), world.new()
    world.mark(child, parent)
    world.take(parent, INTAKE, commands.Accept(visibility="private"))
    _answer(world, parent)
    world.settle()
    assert world.find(child).duplicate_of == parent.code
    assert world.answers(child) == [parent.code]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("length", [2, 3, 7])
def test_marks_of_one_moment_that_make_a_ring(world: LinkedOffice, length: int, order: str) -> None:
    """The oldest of the ring is a case of its own again, and the others' parent."""
    ring = [world.new() for _ in range(length)]
    outside = world.new()
    world.mark_at_once(*zip(ring, [*ring[1:], ring[0]], strict=True), (outside, ring[-1]))
    world.settle(ORDERS[order])
    oldest = min(ring, key=lambda case: (case.submitted_at, case.code))
    others = {case.code for case in (*ring, outside)} - {oldest.code}
    assert world.links() == {oldest.code: others}
    _answer(world, oldest)
    world.settle(ORDERS[order])
    assert {tuple(world.answers(case)) for case in (*ring, outside)} == {(oldest.code,)}


@pytest.mark.parametrize("late", ["follow", "unfollow"])
def test_a_case_that_changes_while_its_link_is_written(world: LinkedOffice, late: str) -> None:
    """The worker that is late with an old version looks again, and leaves the newest's links."""
    parent, child = world.new(), world.new()
    world.mark(child, parent)
    if late == "unfollow":
        world.take(child, INTAKE, commands.UnmarkDuplicate())
    write = getattr(world.followers, late)

    def overtaken(*given: object) -> None:
        setattr(world.followers, late, write)
        if late == "follow":
            world.take(child, INTAKE, commands.UnmarkDuplicate())
        else:
            world.mark(child, parent)
        follow_parent(world.office.store, world.followers, child.code)
        write(*given)

    setattr(world.followers, late, overtaken)
    follow_parent(world.office.store, world.followers, child.code)
    assert world.links() == links_of(world.office.store.cases.values())


def test_a_long_chain_ends_under_its_root(world: LinkedOffice) -> None:
    """Each look is bounded; a letter for which the chain was too long comes again."""
    cases = [world.new() for _ in range(250)]
    world.mark_at_once(*zip(cases[1:], cases, strict=False))
    for _ in range(5):
        again = []
        while world.collect():
            letter = world.letters.pop()
            try:
                world.carry(letter)
            except Unfinished:
                again.append(letter)
        world.letters += again
    assert not world.letters
    assert world.links() == {cases[0].code: {case.code for case in cases[1:]}}


def test_a_run_that_has_no_time_left_goes_on_where_it_stopped(world: LinkedOffice) -> None:
    """The letter comes again; nobody is told twice."""
    parent, children = world.new(), [world.new() for _ in range(5)]
    for child in children:
        world.mark(child, parent)
    world.settle()
    _reject(world, parent)
    for run in range(3):
        assert sum(world.find(child).duplicate_of is None for child in children) == 2 * run
        looks = itertools.chain([True, True], itertools.repeat(False))
        try:
            keep_duplicates(world.desk, world.find(parent), "test", looks.__next__)
        except Unfinished:
            assert run < 2
    assert not any(world.find(child).duplicate_of for child in children)
    world.settle()
    assert [world.heard(child)["parent_ended", child.code] for child in children] == [1] * 5


def test_who_follows_by_choice_goes_along_too(world: LinkedOffice) -> None:
    """To the parent of the case that was followed; the wish stays where it was."""
    root, middle = world.new(), world.new()
    follow(world.office.store, world.followers, middle.code, Follower("c1", None))
    world.mark(middle, root)
    world.settle()
    assert world.followers.of(middle.code) == [Follower("c1", None)]
    assert Follower("c1", middle.code) in world.followers.of(root.code)
    _answer(world, root)
    world.settle()
    told = [(m.recipient, m.case) for m in world.notifier.messages.items.values()]
    assert ("c1", root.code) in told


def test_what_came_back_waits_for_the_intake_desk(world: LinkedOffice) -> None:
    """No rule assigns it, however sure; once a person has accepted it, a rule may."""
    parent, child = world.new(), world.new(category="roads")
    world.mark(child, parent)
    _reject(world, parent)
    world.settle()
    assert world.find(child).state is State.RECEIVED
    world.take(child, INTAKE, commands.Accept())
    world.settle()
    assert world.find(child).agency == "so-xay-dung"


@pytest.mark.parametrize("state", State)
def test_a_case_that_can_have_duplicates_costs_no_call(world: LinkedOffice, state: State) -> None:
    """The router's letters are many; cases and followers are read for few of them."""
    case = replace(world.new(), state=state)
    followers, store = world.followers, world.office.store
    with (
        mock.patch.object(followers, "of", wraps=followers.of) as of,
        mock.patch.object(store, "find", wraps=store.find) as find,
    ):
        keep_duplicates(world.desk, case, "test", always)
    assert (of.called or find.called) == (state in NO_PARENTS)


class Killed(BaseException):
    """The process dies here."""


def _hampered(world: LinkedOffice, chance: random.Random) -> None:
    """Now and then a worker dies at a call."""
    for port, names in (
        (world.followers, ("follow", "unfollow", "of")),
        (world.office.store, ("find",)),
    ):
        for name in names:
            whole = getattr(port, name)

            def call(*given: object, _whole: Callable = whole) -> object:
                if chance.random() < 0.02:
                    raise Killed
                return _whole(*given)

            setattr(port, name, call)


def _act(world: LinkedOffice, cases: list[Case], chance: random.Random) -> None:
    one, other, third, fourth = chance.sample(cases, 4)
    acts: list[Callable[[], object]] = [
        lambda: world.mark(one, other),
        lambda: world.mark(one, other),
        lambda: world.mark_at_once((one, other), (other, one)),
        lambda: world.mark_at_once((one, other), (other, third), (third, fourth)),
        lambda: world.take(one, INTAKE, commands.UnmarkDuplicate()),
        lambda: chance.choice([_reject, _redirect, _withdraw])(world, one),
        lambda: _answer(world, one),
    ]
    try:
        chance.choice(acts)()
    except (DomainError, AssertionError):
        return  # not possible as things stand
    world.office.clock.advance(minutes=1)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_done_and_however_letters_come(seed: int) -> None:
    """Disordered, repeated, and by workers that die: in the end every duplicate has a parent that
    was or can be answered, and every link is one that stands."""
    chance, world = random.Random(seed), LinkedOffice()
    cases = [world.new() for _ in range(9)]
    carried = []
    for _ in range(60):
        _act(world, cases, chance)
        for _ in range(chance.randrange(4)):
            if not world.collect():
                break
            letter = world.letters.pop(chance.randrange(len(world.letters)))
            carried.append(letter)
            world.carry(letter)
    world.letters += chance.sample(carried, len(carried) // 2)
    _hampered(world, chance)
    while world.collect():
        letter = world.letters.pop(chance.randrange(len(world.letters)))
        try:
            world.carry(letter)
        except Killed:
            world.letters.append(letter)
    found = list(world.office.store.cases.values())
    states = {case.code: case.state for case in found}
    assert not [case.code for case in found if states.get(case.duplicate_of or "") in NO_PARENTS]
    assert world.links() == links_of(found)
    for case in found:
        ends = [e for e in case.timeline if e.action is Action.UNMARK_DUPLICATE]
        by_system = sum(bool(e.facts["parent_ended"]) for e in ends)
        assert world.heard(case)["parent_ended", case.code] == by_system
        parent = states.get(case.duplicate_of or "")
        if parent in (State.ANSWERED, State.CLOSED):
            assert world.answers(case).count(str(case.duplicate_of)) == 1
