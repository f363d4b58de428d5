"""Blocks and the counts that they close: in memory, and in the tables alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.identity.adapters.blocks import DynamoBlocks
from chalicelib.identity.application.blocks import BlockStore
from chalicelib.kernel.together import Part, Refused
from chalicelib.rules.domain.usage_limits import CASES_OF, DEFAULTS
from chalicelib.runtime.dynamodb.limiter import DynamoLimiter
from tests.support.blocks import FakeBlocks, make_block
from tests.support.cases import INTAKE
from tests.support.clock import NOW
from tests.support.faults import FakeFaults
from tests.support.keys import make_sealer
from tests.support.limits import FakeLimiter
from tests.support.tables import cloud, make_table

EVENT = AuditEvent(AuditKind.ACCOUNT_BLOCKED, NOW, INTAKE, "request-1")
TODAY = date(2026, 8, 3)


@dataclass(frozen=True)
class Given:
    """Both stores; `write` is one transaction over them."""

    blocks: BlockStore
    limiter: FakeLimiter | DynamoLimiter

    def write(self, *parts: Part) -> bool:
        try:
            self.blocks.write(parts)
        except Refused:
            return False
        return True

    def sends(self, days: int, *, urgent: bool = False) -> bool:
        """Whether a case that is sent so many days on is taken."""
        quota, at = DEFAULTS.cases(urgent=urgent), NOW + timedelta(days=days)
        return self.write(self.limiter.use("account-A1", [quota], at))


@pytest.fixture(params=["memory", "moto", "emulator"])
def given(request: pytest.FixtureRequest) -> Iterator[Given]:
    if request.param == "memory":
        yield Given(FakeBlocks(), FakeLimiter())
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        directory, ledger = make_table("DirectoryTable"), make_table("LedgerTable")
        blocks = DynamoBlocks(directory, make_sealer(), FakeFaults())
        yield Given(blocks, DynamoLimiter(ledger))


def test_a_block_is_kept_over_exactly_the_one_before(given: Given) -> None:
    """Two who put the first one at once: one; so for what follows it."""
    first = make_block("A1")
    assert given.write(given.blocks.putting(first, None, EVENT))
    assert not given.write(given.blocks.putting(first, None, EVENT))
    second = replace(first, version=2, reason="Lại xúc phạm.")
    assert given.write(given.blocks.putting(second, first, EVENT))
    assert not given.write(given.blocks.putting(second, first, EVENT))
    assert given.blocks.find("A1") == second
    assert given.blocks.find("A2") is None


def test_pages_by_account(given: Given) -> None:
    """Each once, and the last page says so."""
    for number in range(3):
        assert given.write(given.blocks.putting(make_block(f"A{number}"), None, EVENT))
    page = given.blocks.page(2, None)
    assert [block.account for block in page.items] == ["A0", "A1"]
    assert page.more
    rest = given.blocks.page(2, page.end)
    assert ([block.account for block in rest.items], rest.more) == (["A2"], False)


@pytest.mark.parametrize("days", [0, 9, 90])
def test_closed_days_take_no_case(given: Given, days: int) -> None:
    """Of either kind, the first and the last day included; uploads go on, and the day after."""
    last = TODAY + timedelta(days=days)
    assert given.sends(0)
    block = given.blocks.putting(make_block("A1"), None, EVENT)
    assert given.write(block, given.limiter.close("account-A1", CASES_OF, TODAY, last))
    for urgent in (False, True):
        assert not given.sends(0, urgent=urgent)
        assert not given.sends(days, urgent=urgent)
        assert given.sends(days + 1, urgent=urgent)
    uploads = DEFAULTS.uploads(of_officer=False)
    assert given.write(given.limiter.use("account-A1", [uploads], NOW))
    assert given.write(given.limiter.reopen("account-A1", CASES_OF, TODAY, last))
    assert given.sends(0)
    assert given.sends(days)


def test_nothing_is_closed_where_the_block_is_not_written(given: Given) -> None:
    """Both, or neither."""
    first = make_block("A1")
    assert given.write(given.blocks.putting(first, None, EVENT))
    closing = given.limiter.close("account-A1", CASES_OF, TODAY, TODAY)
    assert not given.write(given.blocks.putting(first, None, EVENT), closing)
    assert given.sends(0)
