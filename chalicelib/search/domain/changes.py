"""What an event says of a case's lines, where that is all that is new of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.cases.domain.workflow import Action
from chalicelib.search.domain.entries import PROVINCE, IndexEntry, list_of

STATE_ALONE = frozenset(
    {
        Action.ACCEPT,
        Action.REJECT,
        Action.REDIRECT,
        Action.MARK_DUPLICATE,
        Action.UNMARK_DUPLICATE,
        Action.GIVE_UP_WAITING,
        Action.REQUEST_INFO,
        Action.RETURN,
        Action.START,
        Action.PROPOSE_ANSWER,
        Action.SEND_BACK,
        Action.CLOSE,
        Action.REOPEN,
        Action.WITHDRAW,
    }
)
"""After these the case stands in one list more for whoever sees it, and its words are the same;
unless it was taken in under another category."""


WORDS_TOO = frozenset(
    {Action.SUPPLEMENT, Action.APPROVE, Action.RECORD_ANSWER, Action.CORRECT_ANSWER}
)
_STATE, _OFFICER, _WORDS = "state", "officer", "words"


@dataclass(frozen=True)
class NewGroups:
    """Of a case's groups of lines those that an event brought: all of these scopes, and these
    properties in all scopes."""

    scopes: frozenset[str] = frozenset()
    properties: frozenset[str] = frozenset()

    def has(self, group: str) -> bool:
        """Whether it may not be there yet."""
        scope, _, property = group.partition("#")
        return scope in self.scopes or property.partition("=")[0] in self.properties


def new_groups(event: Mapping[str, Any]) -> NewGroups | None:
    """Where the case itself must be asked, what of it is new; None: anything may be."""
    action = Action(event["action"])
    if action in WORDS_TOO:
        return NewGroups(properties=frozenset({_STATE, _WORDS}))
    if action not in (Action.ASSIGN, Action.HAND_OVER):
        return None
    led = [event["agency"]] if event["detail"].get("handed_over") else []
    joined = event["coordinating"] if action is Action.ASSIGN else ()
    scopes = frozenset(one for one in (*led, *joined) if one)
    return NewGroups(scopes, frozenset({_STATE, _OFFICER}))


def lines_told(event: Mapping[str, Any]) -> tuple[str, tuple[IndexEntry, ...]] | None:
    """The place of the case in every list, and the lines that the event adds; None where the case
    itself must be asked."""
    sent = event.get("submitted_at")
    alone = Action(event["action"]) in STATE_ALONE and not event["detail"].get("recategorised")
    if not sent or not alone:
        return None
    return f"{sent}#{event['code']}", tuple(_lines(event))


def _lines(event: Mapping[str, Any]) -> Iterable[IndexEntry]:
    seeing = event["agency"], *event["coordinating"], event.get("addressed_to")
    for scope in (PROVINCE, *dict.fromkeys(one for one in seeing if one)):
        yield IndexEntry(list_of(scope, "state", event["to"]))
