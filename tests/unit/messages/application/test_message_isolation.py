"""One recipient, message or line that is broken keeps nobody else from being told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.cases.application.followers import Follower
from chalicelib.cases.domain.workflow import State
from chalicelib.kernel.faults import Work
from chalicelib.kernel.isolation import BrokenThings
from chalicelib.messages.application.notifications import notify, send_due
from chalicelib.messages.application.wording import digest_text
from chalicelib.messages.domain.messages import BROKEN, Book, Message, MessageStatus
from tests.support.clock import NOW
from tests.support.messages import make_line, make_message
from tests.support.notifier import CODE, Notifier, make_event, make_notifier, told

FOLLOWERS = ("c3", "c4", "c5", "c6")


def _failing(real: Callable[..., Any], broken: set[object], place: int) -> Callable[..., Any]:
    """What raises when its argument at that place is one of the broken."""

    def look(*given: Any) -> Any:
        if given[place] in broken:
            raise ValueError(given[place])
        return real(*given)

    return look


def _held(number: int) -> Message:
    """Due a minute after the notifier's now, and sent then."""
    due = NOW + timedelta(seconds=number)
    about = f"{CODE}#{number}"
    return make_message(
        recipient=f"c{number}", about=about, status=MessageStatus.HELD, due_at=due, next_at=due
    )


@pytest.fixture
def notifier() -> Notifier:
    notifier = make_notifier()
    for account in FOLLOWERS:
        notifier.add_account(account)
        notifier.followers.follow(CODE, Follower(account, None))
    return notifier


def _told(notifier: Notifier) -> set[str]:
    return {recipient for recipient, kind, _ in told(notifier) if kind == "followed_answered"}


def test_followers_whose_account_cannot_be_read_keep_nobody_from_being_told(
    notifier: Notifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first and the middle one: the others are told once, the letter comes again, and when
    the accounts can be read the rest is told."""
    find = notifier.accounts.find
    monkeypatch.setattr(notifier.accounts, "find", _failing(find, {"c3", "c5"}, 0))
    with pytest.raises(BrokenThings):
        notify(notifier.desk, make_event("approve"))
    others = {"c4", "c6"}
    assert _told(notifier) == others
    assert len(notifier.faults.of(Work.TELL)) == 2
    carried = notifier.carried()
    with pytest.raises(BrokenThings):
        notify(notifier.desk, make_event("approve"))
    assert notifier.carried() == carried
    monkeypatch.setattr(notifier.accounts, "find", find)
    notify(notifier.desk, make_event("approve"))
    assert _told(notifier) == others | {"c3", "c5"}


def test_followers_whose_own_case_cannot_be_read_keep_nobody_from_being_told(
    notifier: Notifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether they are still to be told is not known; of the others it is."""
    notifier.followers.items[CODE] = [Follower(a, f"case of {a}") for a in FOLLOWERS]
    for account in FOLLOWERS:
        notifier.cases.put(f"case of {account}", State.DUPLICATE, reporter=account, marked=[CODE])
    broken = {"case of c3", "case of c5"}
    monkeypatch.setattr(notifier.cases, "find", _failing(notifier.cases.find, set(broken), 0))
    with pytest.raises(BrokenThings):
        notify(notifier.desk, make_event("approve"))
    assert _told(notifier) == {"c4", "c6"}


def test_what_cannot_be_written_down_for_one_is_written_down_for_the_others(
    notifier: Notifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store refuses the first and the third of all messages of the event."""
    claim, asked = notifier.messages.claim, iter(range(100))

    def refusing(message: Message) -> bool:
        if next(asked) in (0, 2):
            raise ValueError("too large")
        return claim(message)

    whole = make_notifier()
    for account in FOLLOWERS:
        whole.add_account(account)
        whole.followers.follow(CODE, Follower(account, None))
    notify(whole.desk, make_event("approve"))
    monkeypatch.setattr(notifier.messages, "claim", refusing)
    with pytest.raises(BrokenThings):
        notify(notifier.desk, make_event("approve"))
    assert len(told(notifier)) == len(told(whole)) - 2
    notify(notifier.desk, make_event("approve"))
    assert told(notifier) == told(whole)


def test_a_passing_fault_brings_the_whole_letter_again(
    notifier: Notifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is nobody's own, and is not counted as such."""

    def away(_: str) -> None:
        raise ConnectionError

    monkeypatch.setattr(notifier.accounts, "find", away)
    with pytest.raises(ConnectionError):
        notify(notifier.desk, make_event("approve"))
    assert notifier.faults.noted == []


def test_due_messages_that_cannot_be_worked_on_are_put_off_and_the_others_go_out() -> None:
    """The first cannot be read, the third's recipient neither; of five three are sent."""
    notifier = make_notifier()
    messages = [_held(number) for number in range(1, 6)]
    for message in messages:
        notifier.messages.claim(message)
    for account in ("c3", "c4", "c5"):
        notifier.add_account(account)
    notifier.messages.unreadable = {(messages[0].recipient, messages[0].id)}
    find = notifier.accounts.find
    notifier.accounts.find = _failing(find, {"c3"}, 0)  # type: ignore[method-assign]
    notifier.clock.advance(minutes=1)
    send_due(notifier.desk)
    states = [notifier.messages.items[m.recipient, m.id].status for m in messages]
    sent, held = MessageStatus.SENT, MessageStatus.HELD
    assert states == [held, sent, held, sent, sent]
    assert notifier.faults.of(Work.SEND) == [messages[0].id, messages[2].id]
    assert list(notifier.messages.due(notifier.clock.now(), 10)) == []


def test_a_message_that_fails_three_times_is_on_the_attention_list_until_it_goes_out() -> None:
    """After 1, 2 and 4 minutes; the next try after the mending sends it."""
    notifier = make_notifier()
    message = _held(1)
    notifier.messages.claim(message)
    find = notifier.accounts.find
    notifier.accounts.find = _failing(find, {"c1"}, 0)  # type: ignore[method-assign]
    for stands in (False, False, True):
        notifier.clock.advance(minutes=5)
        send_due(notifier.desk)
        assert bool(notifier.messages.attention(10, None).items) is stands
    assert notifier.messages.attention(10, None).items[0].reason == f"{BROKEN}: ValueError"
    notifier.accounts.find = find  # type: ignore[method-assign]
    notifier.clock.advance(minutes=5)
    assert send_due(notifier.desk).moved == 1
    assert notifier.messages.attention(10, None).items == ()
    assert len(notifier.carried()) == 1


def test_a_line_that_cannot_be_worded_leaves_the_digest_its_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first and the middle one of five; the count is that of the lines that are there."""
    notifier = make_notifier()
    lines = tuple(replace(make_line(n), category=f"category {n}") for n in range(1, 6))
    digest = make_message(book=Book.OFFICERS, recipient="o1", kind="digest", lines=lines, text=None)
    broken: set[object] = {"category 1", "category 3"}
    real = notifier.directory.category
    monkeypatch.setattr(notifier.directory, "category", _failing(real, broken, 0))
    text = digest_text(notifier.desk, digest, "vi")
    assert [line.code for line in lines if line.code in text.body] == [
        lines[1].code,
        lines[3].code,
        lines[4].code,
    ]
    assert text.subject.startswith("3 ")
    assert notifier.faults.of(Work.TELL) == [lines[0].code, lines[2].code]
