"""The states of a message's sending."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.kernel.channels import Channel
from chalicelib.messages.domain import messages
from chalicelib.messages.domain.messages import LEASE, OPEN, MessageStatus
from tests.support.messages import NOON, make_message

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("status", "may_start", "is_stuck"),
    [
        (MessageStatus.CLAIMED, True, False),
        (MessageStatus.HELD, True, False),
        (MessageStatus.RETRY, True, False),
        (MessageStatus.SENDING, False, True),
        (MessageStatus.SENT, False, False),
        (MessageStatus.FAILED, False, False),
        (MessageStatus.DROPPED, False, False),
        (MessageStatus.UNCERTAIN, False, False),
    ],
)
def test_what_may_become_of_a_message_that_is_due(status, may_start, is_stuck) -> None:
    """The whole table: what is due starts, but what a dead worker was sending never does."""
    message = make_message(status=status, next_at=NOON if status in OPEN else None)
    assert messages.may_start(message, NOON) is may_start
    assert messages.is_stuck(message, NOON) is is_stuck


@pytest.mark.parametrize("status", sorted(OPEN))
def test_nobody_touches_a_message_before_its_time(status) -> None:
    """A lease that runs, a retry and a held message wait, to the microsecond."""
    message = make_message(status=status, next_at=NOON)
    early = NOON - timedelta(microseconds=1)
    assert not messages.may_start(message, early)
    assert not messages.is_stuck(message, early)


def test_starting_counts_the_attempt_and_takes_a_lease() -> None:
    """What was due is leased for longer than any worker lives."""
    started = messages.start(make_message(status=MessageStatus.RETRY, attempts=1), NOON)
    assert (started.status, started.attempts, started.version) == (MessageStatus.SENDING, 2, 2)
    assert started.next_at == NOON + LEASE


def test_an_own_claim_keeps_its_lease() -> None:
    """The claimer goes on under the lease of its claim: one index write less for each message."""
    claimed = make_message(next_at=NOON + LEASE)
    assert messages.start(claimed, NOON + SECOND).next_at == NOON + LEASE


def test_a_taken_over_claim_gets_a_lease_of_its_own() -> None:
    """Whoever finds a dead worker's claim has the full time."""
    claimed = make_message(next_at=NOON)
    assert messages.start(claimed, NOON + SECOND).next_at == NOON + SECOND + LEASE


def test_a_sent_message_keeps_no_text() -> None:
    """What was carried need not be kept; the receipt is."""
    sent = messages.sent(messages.start(make_message(), NOON), NOON, "sns", "r-1")
    assert (sent.status, sent.text, sent.receipt, sent.next_at) == (
        MessageStatus.SENT,
        None,
        "r-1",
        None,
    )


def test_a_retry_waits_from_now() -> None:
    """The next attempt is due work."""
    waiting = messages.retry(make_message(), NOON, timedelta(minutes=5), "throttled")
    assert (waiting.status, waiting.next_at) == (MessageStatus.RETRY, NOON + timedelta(minutes=5))
    assert waiting.reason == "throttled"


@pytest.mark.parametrize(
    "status", [MessageStatus.FAILED, MessageStatus.DROPPED, MessageStatus.UNCERTAIN]
)
def test_an_end_is_final_and_says_why(status) -> None:
    """Nothing is due any more, and the reason is kept."""
    over = messages.ended(make_message(), NOON, status, "refused")
    assert (over.status, over.next_at, over.reason, over.changed_at) == (
        status,
        None,
        "refused",
        NOON,
    )


def test_the_key_is_made_of_what_the_message_is_about() -> None:
    """Event, purpose and channel: the same event makes the same key on every delivery."""
    assert messages.message_id("LC-260803-7K3QX#4", "answered", Channel.SMS) == (
        "sms#LC-260803-7K3QX#4#answered"
    )
