"""The message store: what the fake promises, DynamoDB keeps."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import boto3
import pytest

from chalicelib.kernel.channels import Channel
from chalicelib.messages.adapters.message_policy_file import load_message_policy
from chalicelib.messages.adapters.messages import DynamoMessageStore
from chalicelib.messages.application.messages import MessageStore
from chalicelib.messages.domain import messages
from chalicelib.messages.domain.messages import MessageStatus, Text
from tests.support.keys import make_sealer
from tests.support.messages import NOON, make_line, make_message
from tests.support.tables import messages_table


@pytest.fixture(params=["moto", "emulator"])
def table(request: pytest.FixtureRequest) -> Iterator[str]:
    on_emulator = request.param == "emulator"
    endpoint = request.getfixturevalue("emulator_endpoint") if on_emulator else None
    with messages_table(endpoint) as name:
        yield name


def test_a_claim_is_taken_once(store: MessageStore) -> None:
    """The same recipient is told the same once, whatever the second claim says."""
    assert store.claim(make_message())
    assert not store.claim(make_message(urgent=True))
    assert store.claim(make_message(recipient="A2"))


def test_racers_have_one_winner(store: MessageStore) -> None:
    """Two deliveries of one event at the same moment send one message."""
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda _: store.claim(make_message()), range(8)))
    assert sum(won) == 1


def test_what_is_written_comes_back_whole(store: MessageStore) -> None:
    """Every member survives, in every state, the sealed text included."""
    message = replace(
        messages.start(make_message(urgent=True), NOON),
        provider="sns",
        receipt="r-1",
        parts=2,
        reason="throttled",
    )
    store.claim(message)
    assert store.find(message.recipient, message.id) == message


def test_what_is_absent_stays_absent(store: MessageStore) -> None:
    """A code's message has no text and no case."""
    message = make_message(text=None, case=None, next_at=None)
    store.claim(message)
    assert store.find(message.recipient, message.id) == message


def test_nobody_is_found_where_nothing_was_claimed(store: MessageStore) -> None:
    """An unknown key is None, not an error."""
    assert store.find("A1", "sms#x#y") is None


def test_a_save_over_another_version_fails(store: MessageStore) -> None:
    """Of two workers that found the same message due, one goes on."""
    message = make_message()
    store.claim(message)
    assert store.save(messages.start(message, NOON))
    assert not store.save(messages.start(message, NOON))
    assert not store.save(messages.start(make_message(recipient="A9"), NOON))


def test_due_messages_come_oldest_first_and_bounded(store: MessageStore) -> None:
    """A backlog is worked off in order; what is later or over is not read."""
    for minute in range(12):
        due_at = NOON - timedelta(minutes=minute)
        store.claim(make_message(recipient=f"A{minute}", next_at=due_at))
    store.claim(make_message(recipient="later", next_at=NOON + timedelta(microseconds=1)))
    store.claim(make_message(recipient="over", next_at=None, status=MessageStatus.SENT))
    assert [due.recipient for due in store.due(NOON, 5)] == ["A11", "A10", "A9", "A8", "A7"]
    assert len(store.due(NOON, 100)) == 12
    assert store.due(NOON, 1)[0].at == NOON - timedelta(minutes=11)


def test_a_message_leaves_the_due_work_when_it_is_sent(store: MessageStore) -> None:
    """The index is sparse: its size follows what is open."""
    started = messages.start(make_message(), NOON)
    store.claim(started)
    store.save(messages.sent(started, NOON, "sns", "r-1"))
    assert not store.due(NOON + timedelta(days=9), 10)


def test_attention_lists_what_failed_newest_first_without_texts(store: MessageStore) -> None:
    """Supervisors see what fell through, page by page, and never what it said."""
    for hour, status in enumerate(
        [MessageStatus.FAILED, MessageStatus.UNCERTAIN, MessageStatus.DROPPED, MessageStatus.FAILED]
    ):
        message = make_message(recipient=f"A{hour}")
        store.claim(message)
        store.save(messages.ended(message, NOON + timedelta(hours=hour), status, "refused"))
    first = store.attention(2, None)
    second = store.attention(2, first.position)
    assert [m.recipient for m in first.items + second.items] == ["A3", "A1", "A0"]
    assert second.position is None
    assert {m.text for m in first.items} == {None}


def test_the_bell_lists_newest_first_page_by_page(store: MessageStore) -> None:
    """Only this account's bell, with texts; the last page says that it is the last."""
    for number in range(5):
        bell_id = f"bell#01J{number}"
        store.claim(make_message(id=bell_id, channel=Channel.BELL, status=MessageStatus.SENT))
    store.claim(make_message())
    store.claim(make_message(recipient="A2", id="bell#01J9", channel=Channel.BELL))
    store.mark_read("A1", "01J3")
    first = store.bell("A1", 3, None)
    second = store.bell("A1", 3, first.position)
    ids = [m.id for m in first.items + second.items]
    assert ids == [f"bell#01J{number}" for number in (4, 3, 2, 1, 0)]
    assert second.position is None
    assert {m.text for m in first.items} == {make_message().text}


def test_the_read_mark_only_moves_forward(store: MessageStore) -> None:
    """Two phones of one person never make read things unread."""
    assert store.read_mark("A1") is None
    for up_to in ("01J2", "01J5", "01J3"):
        store.mark_read("A1", up_to)
    assert store.read_mark("A1") == "01J5"


def digest(number: int, minute: int = 0):
    return make_message(
        id="email#digest#2026-08-03",
        status=MessageStatus.HELD,
        text=None,
        case=None,
        next_at=NOON + timedelta(minutes=minute),
        lines=(make_line(number),),
    )


def test_a_digest_gathers_lines_while_it_is_held(store: MessageStore) -> None:
    """Each line once, however often it comes; the instant of sending moves with the last."""
    for number, minute in ((1, 0), (2, 1), (1, 2)):
        assert store.gather(digest(number, minute))
    stored = store.find("A1", "email#digest#2026-08-03")
    assert stored is not None
    assert set(stored.lines) == {make_line(1), make_line(2)}
    assert stored.next_at == NOON + timedelta(minutes=2)


def test_a_window_of_urgent_cases_ends_when_it_ends(store: MessageStore) -> None:
    """Whatever is gathered late, it goes out at the instant that the first line gave it."""
    for number in (1, 2, 3):
        assert store.gather(replace(digest(number, minute=number), urgent=True))
    stored = store.find("A1", "email#digest#2026-08-03")
    assert stored is not None
    assert len(stored.lines) == 3
    assert stored.next_at == NOON + timedelta(minutes=1)


def test_a_digest_on_its_way_takes_no_more_lines(store: MessageStore) -> None:
    """A line that it has is in it for good; another one must find its own way."""
    store.gather(digest(1))
    stored = store.find("A1", "email#digest#2026-08-03")
    assert stored is not None
    assert store.save(messages.start(stored, NOON))
    assert store.gather(digest(1))
    assert not store.gather(digest(2))


def test_an_event_that_is_told_again_with_another_due_time_is_one_line(store: MessageStore) -> None:
    """Relayed anew it tells of the case as it is by then: before the digest leaves, and after."""
    again = replace(digest(1), lines=(replace(make_line(1), due_at=NOON + timedelta(days=3)),))
    store.gather(digest(1))
    assert store.gather(again)
    stored = store.find("A1", "email#digest#2026-08-03")
    assert stored is not None
    assert stored.lines == again.lines
    assert store.save(messages.start(stored, NOON))
    assert store.gather(digest(1))
    assert not store.gather(digest(2))


def test_a_line_that_comes_while_the_digest_starts_is_not_lost(store: MessageStore) -> None:
    """Gathering makes a new version, so that a start on the older one fails and reads again."""
    store.gather(digest(1))
    stored = store.find("A1", "email#digest#2026-08-03")
    assert stored is not None
    store.gather(digest(2))
    assert not store.save(messages.start(stored, NOON))


def test_no_text_stands_readable_in_the_table(table: str) -> None:
    """Texts are sealed, bound to their place: copied to another recipient they do not open."""
    dynamodb = DynamoMessageStore(table, make_sealer(), load_message_policy())
    dynamodb.claim(make_message(text=Text("Chủ đề", "0912345678")))
    client = boto3.client("dynamodb")
    item = client.scan(TableName=table)["Items"][0]
    assert b"0912345678" not in item["text"]["B"]
    client.put_item(TableName=table, Item={**item, "recipient": {"S": "A7"}})
    moved = dynamodb.find("A7", item["id"]["S"])
    assert moved is not None
    assert moved.text is None
