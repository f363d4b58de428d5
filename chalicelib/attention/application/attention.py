"""What fell through, for those who watch: nothing is lost without being seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib.cases.application.listing import NOBODY
from chalicelib.cases.application.ports import Card, CaseStore, Queue, StuckCase
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden
from chalicelib.kernel.pages import Page, Position, part_of, side_by_side
from chalicelib.messages.application.messages import MessageStore
from chalicelib.messages.domain.messages import Message

WATCHERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


class DeadLetters(Protocol):
    """Counts letters in dead-letter queues."""

    def counts(self) -> Sequence[tuple[str, int]]:
        """Each dead-letter queue and how many letters it holds, about."""
        ...


@dataclass(frozen=True)
class AttentionDesk:
    """What the list is made from."""

    cases: CaseStore
    messages: MessageStore
    dead_letters: DeadLetters


@dataclass(frozen=True)
class Attention:
    """A page of each list; all go on from one position until all have ended."""

    unmanned: Page[Card]
    stuck: Page[StuckCase]
    messages: Page[Message]
    dead_letters: tuple[tuple[str, int], ...]

    @property
    def position(self) -> Position | None:
        """Behind which places of all the next page begins: whichever has ended may grow again."""
        lists: dict[str, Page[Any]] = {
            "unmanned": self.unmanned,
            "stuck": self.stuck,
            "messages": self.messages,
        }
        return side_by_side(lists)


def what_needs_attention(
    desk: AttentionDesk, reader: Actor, limit: int, position: Position | None
) -> Attention:
    """For the province's supervisors and administrators, at most `limit` of each kind; raises
    Forbidden for others."""
    if reader.role not in WATCHERS or not reader.province:
        raise Forbidden("attention_not_allowed")
    return Attention(
        unmanned=desk.cases.page(
            Queue.OFFICER, NOBODY, limit=limit, position=part_of("unmanned", position)
        ),
        stuck=desk.cases.stuck(limit, part_of("stuck", position)),
        messages=desk.messages.attention(limit, part_of("messages", position)),
        dead_letters=tuple(desk.dead_letters.counts()),
    )
