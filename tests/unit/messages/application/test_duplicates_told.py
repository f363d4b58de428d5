"""Who is told the answer of the case of which their own is a duplicate, and when."""

from __future__ import annotations

import pytest

from chalicelib.cases.application.followers import Follower
from chalicelib.cases.domain.workflow import State
from chalicelib.messages.application.notifications import notify
from tests.support.notifier import CODE, addresses, make_event, make_notifier, told

BELL, SMS, EMAIL = "bell", "sms", "email"
CHILD = "LC-260803-00002"
DUPLICATE = make_event(
    "mark_duplicate", 3, code=CHILD, reporter="c2", officer=None, detail={"parent": CODE}
)


@pytest.mark.parametrize("first", [DUPLICATE, make_event("approve")])
def test_the_citizen_of_a_duplicate_is_told_the_answer_of_the_parent_once(first) -> None:
    """Whichever event comes first, and also when the parent was answered long before."""
    notifier = make_notifier()
    notifier.cases.put(CHILD, State.DUPLICATE, reporter="c2", marked=(CODE,))
    if first is not DUPLICATE:
        notifier.cases.put(CODE, State.ANSWERED, answered_as=8)
    notify(notifier.desk, first)
    notifier.cases.put(CODE, State.ANSWERED, answered_as=8)
    for event in (DUPLICATE, make_event("approve"), DUPLICATE):
        notify(notifier.desk, event)
    told_follower = {line for line in told(notifier) if line[1] == "followed_answered"}
    assert told_follower == {("c2", "followed_answered", c) for c in (BELL, SMS, EMAIL)}
    assert addresses(notifier.email.carried).count("c2@mail.example") == 2


def test_a_duplicate_of_an_open_case_is_told_no_answer_yet() -> None:
    """There is none."""
    notifier = make_notifier()
    notifier.cases.put(CODE, State.IN_PROGRESS)
    notifier.cases.put(CHILD, State.DUPLICATE, reporter="c2", marked=(CODE,))
    notify(notifier.desk, DUPLICATE)
    assert {kind for _, kind, _ in told(notifier)} == {"duplicate"}


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(
    ("state", "parents", "is_told"),
    [
        (State.DUPLICATE, (CODE,), True),
        (State.ASSIGNED, (CODE, None), False),
        (State.DUPLICATE, (CODE, None, "LC-260803-00003"), False),
        (State.DUPLICATE, (CODE, None, "LC-260803-00003", None, CODE), True),
    ],
)
def test_whose_answer_it_is_says_the_duplicate_itself(late, state, parents, is_told) -> None:
    """A mark taken back ends the following, also where another took its place, and also when the
    event of the mark comes (again) after all that."""
    notifier = make_notifier()
    notifier.followers.follow(CODE, Follower("c2", CHILD))
    notifier.cases.put(CHILD, state, reporter="c2", marked=parents)
    notifier.cases.put(CODE, State.ANSWERED, answered_as=8)
    for event in (DUPLICATE, make_event("approve"))[:: -1 if late else 1]:
        notify(notifier.desk, event)
    assert (("c2", "followed_answered", SMS) in told(notifier)) is is_told
    assert notifier.followers.of(CODE) == ([Follower("c2", CHILD)] if is_told else [])


def test_a_reporter_who_also_follows_is_told_once() -> None:
    """Two cases of one citizen about the same matter: one message about the answer."""
    notifier = make_notifier()
    notifier.followers.follow(CODE, Follower("c1", "LC-260803-00002"))
    notify(notifier.desk, make_event("approve"))
    assert {kind for recipient, kind, _ in told(notifier) if recipient == "c1"} == {"answered"}
