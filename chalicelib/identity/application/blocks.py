"""Accounts are blocked, appeal, and are let go. Source: docs/blocking.md.

A block is written together with the closing of what it forbids: the day's counts of cases refuse
the account until it is over, so that sending a case costs nobody another call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chalicelib.audit.application.reading import sealed_reason
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.identity.application.people import AccountStore
from chalicelib.identity.domain.blocks import (
    AccountBlock,
    BlockDecision,
    appealed,
    decided,
    end_of,
)
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.ids import is_sortable_id
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.pages import Page, Position
from chalicelib.kernel.quotas import Limiter
from chalicelib.kernel.store import StoredEvent
from chalicelib.kernel.together import Part, Refused


class BlockStore(Protocol):
    """Blocks, the last one of each account."""

    def find(self, account: str) -> AccountBlock | None:
        """Read consistently."""
        ...

    def page(self, limit: int, position: Position | None) -> Page[AccountBlock]:
        """By account; those that are over among them."""
        ...

    def putting(self, block: AccountBlock, before: AccountBlock | None, event: StoredEvent) -> Part:
        """In place of exactly the one before."""
        ...

    def write(self, parts: Sequence[Part]) -> None:
        """All of them, or none; raises Refused."""
        ...


@dataclass(frozen=True)
class BlockDesk:
    """What blocking needs. `closes` says which of an account's uses a block refuses."""

    clock: Clock
    blocks: BlockStore
    accounts: AccountStore
    limiter: Limiter
    sealer: Sealer
    closes: Sequence[str]


@dataclass(frozen=True)
class BlockAccount:
    """Whose account is blocked for which case, up to and with which local day, why and by whom."""

    account: str
    case: str
    last_day: date
    reason: str
    by: Actor
    correlation_id: str


def may_block(actor: Actor) -> bool:
    """The province's intake desk, which may learn who somebody is, and administrators."""
    return actor.province and actor.role in (Role.INTAKE, Role.ADMINISTRATOR)


def block_account(desk: BlockDesk, command: BlockAccount) -> AccountBlock:
    """The new block, by somebody who `may_block`. One that lasts is not replaced: Conflict
    (`already_blocked`). Raises Invalid for the day, NotFound (`no_account`) for whoever has none.
    """
    now = desk.clock.now()
    until = end_of(command.last_day, now)
    before = desk.blocks.find(command.account)
    if before is not None and before.lasts(now):
        raise Conflict("already_blocked")
    if desk.accounts.find(command.account) is None:
        raise NotFound("no_account")
    version = before.version + 1 if before else 1
    block = AccountBlock(
        command.account, version, command.case, command.reason, command.by.id, now, until
    )
    what = {"until": command.last_day.isoformat(), "case": command.case}
    event = _event(desk, AuditKind.ACCOUNT_BLOCKED, block, command.by, command.correlation_id, what)
    subject = subject_of(command.account)
    closing = desk.limiter.close(subject, desk.closes, local_date(now), command.last_day)
    _write(desk, [desk.blocks.putting(block, before, event), closing])
    return block


def appeal(desk: BlockDesk, person: Actor, text: str, correlation_id: str) -> AccountBlock:
    """What the person says against their block; raises what `appealed` does."""
    before = desk.blocks.find(person.id)
    block = appealed(before, text, desk.clock.now())
    event = _event(desk, AuditKind.BLOCK_APPEALED, block, person, correlation_id, {}, reason="")
    _write(desk, [desk.blocks.putting(block, before, event)])
    return block


def decide(
    desk: BlockDesk, account: str, lifts: bool, reason: str, by: Actor, correlation_id: str
) -> AccountBlock:
    """Lifted from now on, or upheld. Raises NotFound (`block_not_found`), and what `decided`
    does."""
    before = blocked(desk, account)
    now = desk.clock.now()
    block = decided(before, BlockDecision(lifts, reason, by.id, now))
    what, kind = {"lifts": lifts}, AuditKind.BLOCK_DECIDED
    event = _event(desk, kind, block, by, correlation_id, what, reason=reason)
    parts = [desk.blocks.putting(block, before, event)]
    if lifts:
        subject, last = subject_of(account), local_date(before.until)
        parts.append(desk.limiter.reopen(subject, desk.closes, local_date(now), last))
    _write(desk, parts)
    return block


def blocked(desk: BlockDesk, account: str) -> AccountBlock:
    """The last block of that account; raises NotFound."""
    found = desk.blocks.find(account) if is_sortable_id(account) else None
    if found is None:
        raise NotFound("block_not_found")
    return found


def subject_of(account: str) -> str:
    """Under which an account's uses are counted."""
    return f"account-{account}"


def _write(desk: BlockDesk, parts: Sequence[Part]) -> None:
    try:
        desk.blocks.write(parts)
    except Refused:
        raise Conflict("busy") from None


def _event(
    desk: BlockDesk,
    kind: AuditKind,
    block: AccountBlock,
    by: Actor,
    correlation_id: str,
    what: Mapping[str, object],
    reason: str | None = None,
) -> AuditEvent:
    """Names the person by id; words travel sealed."""
    words = block.reason if reason is None else reason
    sealed = sealed_reason(desk.sealer, block.account, words) if words else {}
    told = {"person": block.account, **what, **sealed}
    return AuditEvent(kind, desk.clock.now(), by, correlation_id, told, about=block.account)
