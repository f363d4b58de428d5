"""What happened to people's items, in the past tense and without personal data.

Form: `events/contracts/account_event.v1.json`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.kernel.instants import store


class AccountEventType(StrEnum):
    """Types of account events."""

    REGISTRATION_CODE_REQUESTED = "registration.code_requested"
    SIGN_IN_CODE_REQUESTED = "sign_in.code_requested"
    OFFICER_SIGN_IN_CODE_REQUESTED = "officer_sign_in.code_requested"
    OFFICER_CONTACT_CODE_REQUESTED = "officer_contact.code_requested"
    ACCOUNT_CREATED = "account.created"
    ACCOUNT_MOVED = "account.moved"
    ACCOUNT_ACTIVE = "account.active"
    PERSONAL_ID_YIELDED = "account.personal_id_yielded"


@dataclass(frozen=True)
class AccountEvent:
    """One event; the item that it stands on gives subject and number."""

    type: AccountEventType
    at: datetime
    correlation_id: str

    def document(self, subject: str, version: int) -> dict[str, object]:
        """As it travels. `subject` is the item's key, for example `R#01J…`."""
        return {
            "schema": "account_event/1",
            "id": f"{subject}#{version}",
            "type": self.type.value,
            "subject": subject,
            "at": store(self.at),
            "correlation_id": self.correlation_id,
        }
