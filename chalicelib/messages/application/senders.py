"""Providers that carry a message to a phone or a mailbox."""

from __future__ import annotations

from typing import Protocol

from chalicelib.messages.domain.messages import Text

THROTTLED = "throttled"
"""The reason of a provider that takes no more for now: what it did not take is due again soon."""


class SendFailure(Exception):
    """Base of what a provider can answer instead of taking a message.

    `reason` is a stable code such as `throttled`; never the provider's text, which may quote the
    address.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Retryable(SendFailure):
    """Not taken now; the same message may be taken later, or by another provider."""


class Final(SendFailure):
    """Not taken, and never will be."""


class Unsure(SendFailure):
    """No answer came: the provider may or may not have taken it."""


class Sender(Protocol):
    """One provider of one channel."""

    @property
    def name(self) -> str:
        """Which one, for the record and the metrics."""
        ...

    def send(self, address: str, text: Text) -> str:
        """Hand over one message, at most once; returns the provider's receipt.

        `address` is a phone number in E.164 or an email address. Raises `Retryable`, `Final` or
        `Unsure`.
        """
        ...


class EmailSender(Sender, Protocol):
    """Sends plain text mail: `text.subject` and `text.body`."""


class SmsSender(Sender, Protocol):
    """Sends short messages: `text.body` alone."""
