"""What people find on their phones and in their mailboxes, read back from the emulator."""

from __future__ import annotations

import json
import re
import urllib.parse
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from localstack.demo.client import exchange
from localstack.demo.waiting import until

_CODE = re.compile(r"(?<![\w-])\d{6}(?![\w-])")
"""Six digits that stand alone: not the date within a case code."""


@dataclass(frozen=True)
class PhoneMessage:
    """One SMS or mail as it arrived. `subject` is empty for SMS."""

    channel: str
    recipient: str
    subject: str
    text: str


class Post:
    """The carriers' side of the local cloud: every SMS and every mail that was really sent."""

    def __init__(self, emulator_url: str) -> None:
        self._url = emulator_url.rstrip("/")
        self._before: Counter[PhoneMessage] = Counter()

    def forget(self) -> None:
        """From now on only what is sent after this counts as sent to anybody."""
        self._before = Counter()
        self._before = Counter(self.all_sms() + self.all_mails())

    def messages(self, phone: str) -> list[str]:
        """The texts on one phone (E.164), oldest first."""
        query = urllib.parse.urlencode({"phoneNumber": phone})
        return [sms["Message"] for sms in self._sms(f"?{query}").get(phone, [])]

    def all_sms(self) -> list[PhoneMessage]:
        """Every SMS to anybody."""
        return self._since(
            PhoneMessage("sms", phone, "", sms["Message"])
            for phone, texts in self._sms("").items()
            for sms in texts
        )

    def all_mails(self) -> list[PhoneMessage]:
        """Every mail, once per recipient."""
        accounts = self._read("/_ministack/ses/messages")["messages"]
        return self._since(
            PhoneMessage("email", address, mail["Subject"], mail["BodyText"])
            for mails in accounts.values()
            for mail in mails
            for address in mail["To"]
        )

    def _since(self, found: Iterable[PhoneMessage]) -> list[PhoneMessage]:
        earlier, later = Counter(self._before), []
        for message in found:
            if earlier[message] > 0:
                earlier[message] -= 1
            else:
                later.append(message)
        return later

    def _sms(self, query: str) -> dict[str, list[dict[str, str]]]:
        by_phone: dict[str, list[dict[str, str]]] = self._read(
            f"/_ministack/sns/sms-messages{query}"
        )["sms_messages"]
        return by_phone

    def _read(self, path: str) -> dict[str, Any]:
        return dict(json.loads(exchange("GET", self._url + path).body))


class Phone:
    """One person's phone, with the mailbox that is open on it where an address is given."""

    def __init__(self, post: Post, number: str, email: str | None = None) -> None:
        self.number = number
        self._email = email
        self._post = post
        self._seen: Counter[str] = Counter()

    def texts(self) -> list[str]:
        """Everything that arrived: SMS first, then mails, each oldest first."""
        return self._post.messages(self.number) + self._mails()

    def look(self) -> None:
        """Remember which codes are there already, before asking for a new one."""
        self._seen = self._codes()

    def last_code(self) -> str:
        """The one-time code that came since the last look. Waits for it; raises Waited."""
        return until(self._new_code, "mã xác thực một lần")

    def _new_code(self) -> str | None:
        new = self._codes() - self._seen
        return next(iter(new), None)

    def _codes(self) -> Counter[str]:
        found = [_CODE.search(text) for text in self.texts()]
        return Counter(match.group() for match in found if match)

    def _mails(self) -> list[str]:
        if self._email is None:
            return []
        return [mail.text for mail in self._post.all_mails() if mail.recipient == self._email]
