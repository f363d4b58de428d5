"""Messages that fail, in the store: put off, on the attention list, unreadable."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import boto3

from chalicelib.kernel.channels import Channel
from chalicelib.messages.adapters.message_policy_file import load_message_policy
from chalicelib.messages.adapters.messages import DynamoMessageStore
from chalicelib.messages.application.messages import DueMessage, MessageStore
from chalicelib.messages.domain.messages import BROKEN, Message, MessageStatus, bell_id
from tests.support.keys import make_sealer
from tests.support.messages import NOON, MemoryMessageStore, make_line, make_message
from tests.support.tables import messages_table

LATER = NOON + timedelta(days=1)


def _due(store: MessageStore) -> DueMessage:
    return store.due(LATER, 1)[0]


def test_a_message_is_put_off_from_the_instant_that_was_seen(store: MessageStore) -> None:
    """A minute after the first failure; whoever was first counts; the message stays as it is."""
    message = make_message()
    store.claim(message)
    due = _due(store)
    assert store.put_off(due, "ValueError", NOON)
    assert not store.put_off(due, "ValueError", NOON)
    assert not store.put_off(DueMessage("nobody", message.id, NOON), "ValueError", NOON)
    later = NOON + timedelta(minutes=1)
    assert store.due(LATER, 5) == [DueMessage(message.recipient, message.id, later)]
    assert store.find(message.recipient, message.id) == replace(message, next_at=later)


def test_after_the_third_failure_it_is_on_the_list_until_it_is_saved(store: MessageStore) -> None:
    """With the class of the fault as its reason; the message is still open."""
    message = make_message()
    store.claim(message)
    for _ in range(3):
        assert store.attention(10, None).items == ()
        assert store.put_off(_due(store), "ValueError", NOON)
    (found,) = store.attention(10, None).items
    assert (found.status, found.reason) == (MessageStatus.CLAIMED, f"{BROKEN}: ValueError")
    present = store.find(message.recipient, message.id)
    assert present is not None
    assert store.save(
        replace(present, version=2, status=MessageStatus.SENT, next_at=None, reason=None)
    )
    assert store.attention(10, None).items == ()


def test_what_cannot_be_read_is_named_and_the_page_comes(store: MessageStore) -> None:
    """The newest and the middle one of three in the bell."""
    ids = [bell_id(f"01K1TQV2Z8Q4N6S0G3C5E7H9J{n}") for n in "ABC"]
    for id in ids:
        store.claim(
            make_message(id=id, channel=Channel.BELL, status=MessageStatus.SENT, next_at=None)
        )
    for id in ids[1:]:
        _spoil(store, make_message(id=id), "status", {"S": "none of ours"})
    page = store.bell("A1", 10, None)
    assert [message.id for message in page.items] == ids[:1]
    assert page.unreadable == (ids[2], ids[1])


def test_a_digest_is_read_without_the_lines_that_cannot_be(emulator_endpoint: str) -> None:
    """The first and the middle one of five, written by other code."""
    with messages_table(emulator_endpoint) as table:
        store = DynamoMessageStore(table, make_sealer(), load_message_policy())
        digest = make_message(kind="digest", status=MessageStatus.HELD, text=None)
        for number in range(1, 6):
            store.gather(replace(digest, lines=(make_line(number),)))
        written = boto3.client("dynamodb").scan(TableName=table)["Items"][0]["lines"]["SS"]
        lines = sorted(written)
        lines[0], lines[2] = '{"about":"0"}', "no JSON"
        _spoil(store, digest, "lines", {"SS": lines})
        found = store.find(digest.recipient, digest.id)
        assert found is not None
        assert len(found.lines) == 3


def _spoil(store: MessageStore, message: Message, name: str, value: dict[str, object]) -> None:
    if isinstance(store, MemoryMessageStore):
        store.unreadable.add((message.recipient, message.id))
        return
    table = vars(store)["_items"].Meta.table_name
    boto3.client("dynamodb").update_item(
        TableName=table,
        Key={"recipient": {"S": message.recipient}, "id": {"S": message.id}},
        UpdateExpression="SET #name = :value",
        ExpressionAttributeNames={"#name": name},
        ExpressionAttributeValues={":value": value},
    )
