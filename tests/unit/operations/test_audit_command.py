"""The command that verifies the audit: what it takes and what it says."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.audit.application.entering import enter
from chalicelib.audit.application.verifying import AuditReading, verify_one, verify_whole
from chalicelib.audit.domain.audit_policy import AuditPolicy
from chalicelib.kernel.errors import NotFound
from operations.audit import head_of, told
from tests.support.audit import MemoryAudit, make_audit_desk, make_audit_line
from tests.support.clock import FakeClock

MONDAY = date(2026, 8, 3)
POLICY = AuditPolicy(1, MONDAY, "test", 24)


@pytest.fixture
def reading() -> AuditReading:
    audit, clock = MemoryAudit(), FakeClock()
    for number in range(3):
        enter(make_audit_desk(audit, clock), [make_audit_line(str(number))])
        clock.advance(days=1)
    return AuditReading(audit, POLICY, clock)


def test_a_chain_that_holds_is_said_to(reading: AuditReading) -> None:
    """With its end, which the command takes again."""
    text = told(verify_whole(reading))
    assert "8 lines: the chain holds" in text
    end = text.split("it ends with ")[1].partition(":")[0]
    assert verify_whole(reading, [head_of(end)]).breaks == ()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_day_is_verified_between_its_neighbours(reading: AuditReading, number: int) -> None:
    """The day that breaks, and the next one where its beginning does not fit."""
    tuesday = MONDAY + timedelta(days=1)
    book = reading.book
    assert isinstance(book, MemoryAudit)
    assert [verify_one(reading, MONDAY + timedelta(days=n)).breaks for n in range(3)] == [()] * 3
    book.links[tuesday, number] = replace(book.links[tuesday, number], line='{"kind": "x"}')
    found = verify_one(reading, tuesday)
    assert f"2026-08-04/{number}: was changed" in told(found)


def test_a_day_without_lines_is_none(reading: AuditReading) -> None:
    """That is said."""
    with pytest.raises(NotFound):
        verify_one(reading, date(2026, 1, 1))


@pytest.mark.parametrize("text", ["", "2026-08-03", "2026-08-03/1/xyz", "2026-13-03/1/" + "0" * 64])
def test_an_end_is_read_as_it_is_told_only(text: str) -> None:
    """Whatever else is refused by its form."""
    with pytest.raises(argparse.ArgumentTypeError):
        head_of(text)


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2028, 3, 31), date(2026, 8, 3)])
@pytest.mark.parametrize("months", [1, 3, 24])
def test_what_must_be_there_is_not_gone_yet(day: date, months: int) -> None:
    """The table's expiry and the verification agree, whatever the month's length."""
    policy = replace(POLICY, months_kept=months)
    since = policy.kept_since(day)
    assert policy.kept_until(since) > day
    assert policy.kept_until(since - timedelta(days=1)) <= day
