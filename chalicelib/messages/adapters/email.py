"""Plain text mail through SES, with a calendar file where there is one."""

from __future__ import annotations

from typing import Any

from chalicelib.messages.adapters.providers import Verdicts, judged
from chalicelib.messages.application.senders import THROTTLED, Final, Retryable
from chalicelib.messages.domain.messages import Text

VERDICTS: Verdicts = {
    "TooManyRequestsException": (Retryable, THROTTLED),
    "LimitExceededException": (Retryable, "quota_used_up"),
    "SendingPausedException": (Retryable, "sending_paused"),
    "AccountSuspendedException": (Retryable, "account_suspended"),
    "MailFromDomainNotVerifiedException": (Retryable, "sender_not_verified"),
    "NotFoundException": (Retryable, "not_configured"),
    "MessageRejected": (Final, "message_rejected"),
    "BadRequestException": (Final, "bad_address"),
}
"""What is wrong with our account may be right at the second provider; a bad address stays bad."""


class SesEmailSender:
    """One SES account and region; `client` must be made with `SEND_ONCE`."""

    def __init__(self, client: Any, sender: str) -> None:
        self._client = client
        self._sender = sender
        self.name = f"ses:{client.meta.region_name}"

    def send(self, address: str, text: Text) -> str:
        """Hand over one mail; returns SES's message id."""
        with judged(VERDICTS):
            answer = self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [address]},
                Content={
                    "Simple": {
                        "Subject": {"Data": text.subject, "Charset": "UTF-8"},
                        "Body": {"Text": {"Data": text.body, "Charset": "UTF-8"}},
                        **_attached(text),
                    }
                },
            )
        return str(answer["MessageId"])


def _attached(text: Text) -> dict[str, Any]:
    if text.calendar is None:
        return {}
    file = {
        "FileName": "lich.ics",
        "ContentType": "text/calendar; charset=utf-8",
        "RawContent": text.calendar.encode(),
    }
    return {"Attachments": [file]}
