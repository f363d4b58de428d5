"""The worker of the queue `audit`: what travels becomes lines, once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from chalicelib.audit.application.entering import AuditDesk
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.audit.worker import handle
from chalicelib.cases.domain import commands
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.runtime.services import use
from tests.support.api import make_services
from tests.support.audit import CLERK, CODE, MemoryAudit, make_audit_desk
from tests.support.cases import INTAKE, Office
from tests.support.clock import NOW

ALL_DONE = {"batchItemFailures": []}


@pytest.fixture
def audit() -> Iterator[MemoryAudit]:
    made = MemoryAudit()
    use(make_services({AuditDesk: make_audit_desk(made)}))
    yield made
    use(None)


def batch(*events: Mapping[str, Any]) -> dict[str, Any]:
    envelopes = [{"event": one, "correlation_id": "c-1"} for one in events]
    return {
        "Records": [
            {"messageId": str(number), "body": json.dumps(envelope)}
            for number, envelope in enumerate(envelopes)
        ]
    }


def lines(audit: MemoryAudit) -> list[dict[str, Any]]:
    said = [json.loads(link.line) for _, link in sorted(audit.links.items())]
    return [one for one in said if not one["kind"].startswith("day.")]


def test_every_event_of_a_case_has_its_line(audit: MemoryAudit) -> None:
    """Once, however often it is told, in whatever order."""
    office = Office()
    office.answered()
    office.take(office.submit(), INTAKE, commands.Reject("spam", "Quảng cáo trá hình"))
    events = office.store.events
    assert handle(batch(*events, *reversed(events)), None) == ALL_DONE
    assert handle(batch(*events), None) == ALL_DONE
    assert [one["id"] for one in lines(audit)] == [one["id"] for one in events]
    rejected = next(one for one in lines(audit) if one["what"]["action"] == "reject")
    assert (rejected["why"], rejected["actor"]["id"]) == ("spam", INTAKE.id)
    assert "Quảng cáo" not in json.dumps(lines(audit), ensure_ascii=False)


def test_accounts_that_are_made_are_entered_and_codes_that_are_asked_for_are_not(
    audit: MemoryAudit,
) -> None:
    """A code is no change; the sign-in that it opens is."""
    id = "A#01K1QX0A3Y8M5TN4W2R7C6V9DB"
    made = AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c-1").document(id, 1)
    asked = AccountEventType.SIGN_IN_CODE_REQUESTED
    asking = AccountEvent(asked, NOW, "c-1").document("S#01K1QX0A3Y8M5TN4W2R7C6V9DB", 1)
    assert handle(batch(made, asking), None) == ALL_DONE
    assert [(one["kind"], one["actor"]["id"]) for one in lines(audit)] == [
        ("account.created", "01K1QX0A3Y8M5TN4W2R7C6V9DB")
    ]


def test_a_letter_that_cannot_be_read_takes_no_other_along(audit: MemoryAudit) -> None:
    """It alone comes again."""
    good = AuditEvent(AuditKind.CASE_READ, NOW, CLERK, "c-1").document(CODE, "s1")
    assert handle(batch({**good, "more": 1}, good), None) == {
        "batchItemFailures": [{"itemIdentifier": "0"}]
    }
    assert len(lines(audit)) == 1


def test_a_line_that_the_book_refuses_takes_no_other_along(
    audit: MemoryAudit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are entered one by one then."""
    add = audit.add

    def refusing(links: Any) -> bool:
        if any("o-too-large" in link.line for link in links):
            raise ValueError
        return add(links)

    monkeypatch.setattr(audit, "add", refusing)
    good, large = (
        AuditEvent(AuditKind.CASE_READ, NOW, CLERK, "c-1").document(subject, "s1")
        for subject in (CODE, "o-too-large")
    )
    assert handle(batch(large, good), None) == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert len(lines(audit)) == 1


def test_a_fault_of_the_cloud_brings_the_whole_batch_again(
    audit: MemoryAudit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost."""

    def away(_: Any) -> bool:
        raise ConnectionError

    monkeypatch.setattr(audit, "add", away)
    first, second = (
        AuditEvent(AuditKind.CASE_READ, NOW, CLERK, "c-1").document(CODE, seed)
        for seed in ("s1", "s2")
    )
    failed = [{"itemIdentifier": "0"}, {"itemIdentifier": "1"}]
    assert handle(batch(first, second), None) == {"batchItemFailures": failed}
