"""What fell through, for those who watch: nothing is lost without being seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.cases.application.listing import NOBODY
from chalicelib.cases.application.ports import CardPage, CaseStore, Queue, StuckCase
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden
from chalicelib.messages.application.messages import MessagePage, MessageStore

WATCHERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
MOST = 100


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
    """The first hundred of each kind."""

    unmanned: CardPage
    stuck: tuple[StuckCase, ...]
    messages: MessagePage
    dead_letters: tuple[tuple[str, int], ...]


def what_needs_attention(desk: AttentionDesk, reader: Actor) -> Attention:
    """For supervisors and administrators; raises Forbidden for others."""
    if reader.role not in WATCHERS:
        raise Forbidden("attention_not_allowed")
    return Attention(
        unmanned=desk.cases.page(Queue.OFFICER, NOBODY, limit=MOST, position=None),
        stuck=tuple(desk.cases.stuck(MOST)),
        messages=desk.messages.attention(MOST, None),
        dead_letters=tuple(desk.dead_letters.counts()),
    )
