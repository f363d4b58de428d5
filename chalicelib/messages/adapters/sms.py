"""Short messages through SNS."""

from __future__ import annotations

from typing import Any

from chalicelib.messages.adapters.providers import Verdicts, judged
from chalicelib.messages.application.senders import THROTTLED, Final, Retryable
from chalicelib.messages.domain.messages import Text
from chalicelib.messages.domain.sms import SENDER_NAME_LENGTH, is_sender_name

VERDICTS: Verdicts = {
    "Throttled": (Retryable, THROTTLED),
    "ThrottledException": (Retryable, THROTTLED),
    "InternalError": (Retryable, "unavailable"),
    "InternalErrorException": (Retryable, "unavailable"),
    "AuthorizationError": (Retryable, "not_authorised"),
    "AuthorizationErrorException": (Retryable, "not_authorised"),
    "KMSThrottling": (Retryable, THROTTLED),
    "InvalidParameter": (Final, "bad_address"),
    "InvalidParameterValue": (Final, "bad_address"),
    "ValidationException": (Final, "bad_address"),
    "OptedOut": (Final, "opted_out"),
}
"""What is wrong with our account may be right at the second provider; a bad number stays bad."""


class BadSenderName(ValueError):
    """Networks would refuse it, or replace it by a number."""


class SnsSmsSender:
    """One SNS account and region; `client` must be made with `SEND_ONCE`."""

    def __init__(self, client: Any, sender_name: str) -> None:
        if not is_sender_name(sender_name):
            raise BadSenderName(f"1 to {SENDER_NAME_LENGTH} plain characters with a letter")
        self._client = client
        self._attributes = {
            "AWS.SNS.SMS.SenderID": _string(sender_name),
            "AWS.SNS.SMS.SMSType": _string("Transactional"),
        }
        self.name = f"sns:{client.meta.region_name}"

    def send(self, address: str, text: Text) -> str:
        """Hand over one short message to a number in E.164; returns SNS's message id."""
        with judged(VERDICTS):
            answer = self._client.publish(
                PhoneNumber=address, Message=text.body, MessageAttributes=self._attributes
            )
        return str(answer["MessageId"])


def _string(value: str) -> dict[str, str]:
    return {"DataType": "String", "StringValue": value}
