"""Blocked accounts in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.identity.application.blocks import BlockDesk
from chalicelib.identity.application.people import AccountStore
from chalicelib.identity.domain.blocks import AccountBlock
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.pages import Page, Position, page_of
from chalicelib.kernel.quotas import Limiter
from chalicelib.kernel.store import StoredEvent
from chalicelib.kernel.together import Part
from chalicelib.rules.domain.usage_limits import CASES_OF
from tests.support.clock import NOW
from tests.support.keys import make_sealer
from tests.support.together import FakePart, write_together


class FakeBlocks:
    """With the same conditions as the table."""

    def __init__(self) -> None:
        self.blocks: dict[str, AccountBlock] = {}
        self.events: list[dict[str, object]] = []

    def find(self, account: str) -> AccountBlock | None:
        return self.blocks.get(account)

    def page(self, limit: int, position: Position | None) -> Page[AccountBlock]:
        found = [self.blocks[account] for account in sorted(self.blocks)]
        return page_of(found, limit, position, lambda block: {"sk": block.account})

    def putting(self, block: AccountBlock, before: AccountBlock | None, event: StoredEvent) -> Part:
        def put() -> None:
            self.blocks[block.account] = block
            self.events.append(event.document(f"blocks#{block.account}", block.version))

        return FakePart(lambda: self.blocks.get(block.account) == before, put)

    def write(self, parts: Sequence[Part]) -> None:
        write_together(parts)


def make_block_desk(
    clock: Clock, blocks: FakeBlocks, accounts: AccountStore, limiter: Limiter
) -> BlockDesk:
    """Over these."""
    return BlockDesk(clock, blocks, accounts, limiter, make_sealer(), CASES_OF)


def make_block(account: str, **changes: Any) -> AccountBlock:
    """Of ten days, from noon of 3 August 2026 on."""
    block = AccountBlock(
        account=account,
        version=1,
        case="LC-260803-7K3QX",
        reason="Nhiều lần gửi nội dung xúc phạm.",
        by="i1",
        since=NOW,
        until=NOW + timedelta(days=10),
    )
    return replace(block, **changes)
