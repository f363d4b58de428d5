"""What fell through, for those who watch: nothing is lost without being seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.application.listing import NOBODY
from chalicelib.application.ports.cases import Card, CaseStore, Queue, StuckCase
from chalicelib.application.ports.messages import MessageStore
from chalicelib.domain.actors import Actor, Role
from chalicelib.domain.errors import Forbidden
from chalicelib.domain.messages import Message
from chalicelib.domain.pages import Page, Position

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
        if not (self.unmanned.more or self.stuck.more or self.messages.more):
            return None
        ends = (
            ("unmanned", self.unmanned.end),
            ("stuck", self.stuck.end),
            ("messages", self.messages.end),
        )
        return {
            f"{name}.{member}": value for name, end in ends for member, value in (end or {}).items()
        }


def what_needs_attention(
    desk: AttentionDesk, reader: Actor, limit: int, position: Position | None
) -> Attention:
    """For supervisors and administrators, at most `limit` of each kind; raises Forbidden for
    others."""
    if reader.role not in WATCHERS:
        raise Forbidden("attention_not_allowed")
    return Attention(
        unmanned=desk.cases.page(
            Queue.OFFICER, NOBODY, limit=limit, position=_of("unmanned", position)
        ),
        stuck=desk.cases.stuck(limit, _of("stuck", position)),
        messages=desk.messages.attention(limit, _of("messages", position)),
        dead_letters=tuple(desk.dead_letters.counts()),
    )


def _of(name: str, position: Position | None) -> Position | None:
    """Where that list goes on; at its beginning while nothing of it was shown."""
    begins = f"{name}."
    return {
        member.removeprefix(begins): value
        for member, value in (position or {}).items()
        if member.startswith(begins)
    } or None
