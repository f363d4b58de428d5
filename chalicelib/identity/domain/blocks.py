"""Accounts that may send nothing for a while. Source: docs/blocking.md (default)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.errors import Conflict, Fault, Forbidden, Invalid
from chalicelib.kernel.instants import local_date, local_midnight

LONGEST_BLOCK = timedelta(days=90)
"""After which a person may have changed; a new one needs a new case."""


class BlockState(StrEnum):
    """How a block stands."""

    LASTS = "lasts"
    APPEALED = "appealed"
    LIFTED = "lifted"
    OVER = "over"


@dataclass(frozen=True)
class Appeal:
    """What the person says against it."""

    text: str
    at: datetime


@dataclass(frozen=True)
class BlockDecision:
    """What an administrator said of it, with the reason."""

    lifts: bool
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class AccountBlock:
    """The block of an account, in its present version. Instants are UTC.

    `reason` is told to the person; `case` is the one for which it was put.
    """

    account: str
    version: int
    case: str
    reason: str
    by: str
    since: datetime
    until: datetime
    appeal: Appeal | None = None
    decision: BlockDecision | None = None

    def lasts(self, now: datetime) -> bool:
        """Whether the account may send nothing at that instant."""
        return now < self.until and not (self.decision and self.decision.lifts)

    def state(self, now: datetime) -> BlockState:
        """At that instant; appealed until somebody has decided on the appeal: it may come after
        a decision that nobody had asked for."""
        if self.decision and self.decision.lifts:
            return BlockState.LIFTED
        if now >= self.until:
            return BlockState.OVER
        return BlockState.APPEALED if self._is_appeal_open else BlockState.LASTS

    @property
    def _is_appeal_open(self) -> bool:
        said, decision = self.appeal, self.decision
        return said is not None and (decision is None or decision.at < said.at)


def end_of(last_day: date, now: datetime) -> datetime:
    """The midnight after the last local day; raises Invalid for one that is over, or too far."""
    today = local_date(now)
    if last_day < today:
        raise Invalid([Fault(("until",), "date_in_past")])
    if last_day > today + LONGEST_BLOCK:
        latest = (today + LONGEST_BLOCK).isoformat()
        raise Invalid([Fault(("until",), "date_too_late", {"latest": latest})])
    return local_midnight(last_day + timedelta(days=1))


def appealed(block: AccountBlock | None, text: str, now: datetime) -> AccountBlock:
    """Once a block; raises Conflict (`not_blocked`, `already_appealed`)."""
    if block is None or not block.lasts(now):
        raise Conflict("not_blocked")
    if block.appeal is not None:
        raise Conflict("already_appealed")
    return replace(block, version=block.version + 1, appeal=Appeal(text, now))


def decided(block: AccountBlock, decision: BlockDecision) -> AccountBlock:
    """By somebody else than who put it; raises Conflict (`not_blocked`) and Forbidden
    (`own_block`)."""
    if not block.lasts(decision.at):
        raise Conflict("not_blocked")
    if block.by == decision.by:
        raise Forbidden("own_block")
    return replace(block, version=block.version + 1, decision=decision)
