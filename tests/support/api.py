"""Calls to the API in process, with fakes behind it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalice.test import Client

from app import app
from chalicelib.audit.application.ports import AuditTrail
from chalicelib.audit.application.reading import ReadersDesk
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.presence import Presence
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import SETTINGS, Settings
from tests.support.audit import MemoryAudit
from tests.support.clock import FakeClock
from tests.support.document import check_answer


def make_services(given: Mapping[type, Any]) -> Services:
    """These things by their types, an audit that takes reads, and settings that lead nowhere."""
    values = dict.fromkeys(SETTINGS, "nowhere")
    known = {"STAGE": "local", "PROVINCE": "lao_cai"}
    known |= {
        "ADDRESS_LIMITS": "on",
        "NETWORK_ALLOWANCE": "1",
        "PUBLIC_URL": "https://cases.example",
    }
    known |= {"MAIL_PER_SECOND": "1000", "SMS_PER_SECOND": "1000"}
    made = Services(Settings({**values, **known}))
    audit = MemoryAudit()
    readers = ReadersDesk(audit, FakeClock())
    kinds = {AuditTrail: audit, ReadersDesk: readers, Presence: FakePresence(), **given}
    for kind, value in kinds.items():
        made.register_value(kind, value)
    return made


class FakePresence:
    """Accounts by the months in which they were seen, and the events that told of each."""

    def __init__(self) -> None:
        self.events: dict[tuple[str, str], dict[str, object]] = {}

    def note(self, account: str, at: datetime, correlation_id: str) -> None:
        event = AccountEvent(AccountEventType.ACCOUNT_ACTIVE, at, correlation_id)
        month = f"{local_date(at):%Y%m}"
        self.events.setdefault((account, month), event.document(f"A#{account}", int(month)))


@dataclass(frozen=True)
class Answer:
    """What came back; `body` is the JSON value."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def code(self) -> str:
        """A problem's code."""
        return str(self.body["code"])

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Pointers and codes of a problem's errors."""
        return [(fault["pointer"], fault["code"]) for fault in self.body.get("errors", [])]


class Api:
    """Speaks to the app as the gateway does."""

    def __init__(self) -> None:
        self._client = Client(app)

    def send(
        self, method: str, path: str, body: Any = None, token: str = "", **headers: str
    ) -> Answer:
        """One request, whose answer must be documented. Header names have underscores here."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            given["Authorization"] = f"Bearer {token}"
        if body is not None:
            given.setdefault("Content-Type", "application/json")
        raw = (
            body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        )
        response = self._client.http.request(method, path, headers=given, body=raw)
        text, media = response.body.decode(), response.headers.get("Content-Type", "")
        read = json.loads(text) if text and "json" in media else text or None
        check_answer(method, path, response.status_code, response.headers, read)
        return Answer(response.status_code, response.headers, read)
