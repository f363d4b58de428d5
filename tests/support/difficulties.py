"""Difficulties to look at, and to put where a path leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.difficulties.domain.difficulties import Difficulty, Topic
from chalicelib.kernel.entries import EntryStore
from tests.support.cases import LEADER
from tests.support.clock import NOW

DIFFICULTY = "01J0000000000000000000000D"
DIFFICULTY_CHANGED = AuditEvent(AuditKind.DIFFICULTY_CHANGED, NOW, LEADER, "request-1")


def make_difficulty(id: str = DIFFICULTY, **other: Any) -> Difficulty:
    """Raised by the department of construction, which is to solve it too."""
    first = Difficulty(
        id=id,
        version=1,
        agency="so-xay-dung",
        topic=Topic.NETWORK,
        text="Thôn Nậm Kén chưa có sóng 4G.",
        raised_at=NOW,
        raised_by="o1",
        changed_at=NOW,
        changed_by="o1",
        owner="so-xay-dung",
        due=date(2026, 8, 20),
    )
    return replace(first, **other)


def put_difficulty(store: EntryStore[Difficulty], **other: Any) -> str:
    """It is there from now on."""
    new = make_difficulty(**other)
    assert store.put(new, None, DIFFICULTY_CHANGED)
    return new.id
