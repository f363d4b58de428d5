"""Account events."""

from __future__ import annotations

import pytest

from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.runtime.workers import contracts
from tests.support.clock import NOW


@pytest.mark.parametrize("event_type", AccountEventType)
def test_every_type_keeps_the_contract(event_type: AccountEventType) -> None:
    """What the table's stream carries, the workers can read."""
    subject = "R#01J4B3V5T0AAAAAAAAAAAAAAAA"
    document = AccountEvent(event_type, NOW, "c-1").document(subject, 2)
    contracts.check("account_event/1", document)
    assert document["id"] == f"{subject}#2"
