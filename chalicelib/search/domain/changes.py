"""What an event says of a case's lines, where that is all that is new of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def lines_told(event: Mapping[str, Any]) -> tuple[str, tuple[IndexEntry, ...]] | None:
    """The place of the case in every list, and the lines that the event adds; None where the case
    itself must be asked."""
    sent = event.get("submitted_at")
    alone = Action(event["action"]) in STATE_ALONE and not event["detail"].get("recategorised")
    if not sent or not alone:
        return None
    return f"{sent}#{event['code']}", tuple(_lines(event))


def _lines(event: Mapping[str, Any]) -> Iterable[IndexEntry]:
    agencies = dict.fromkeys(one for one in (event["agency"], *event["coordinating"]) if one)
    for scope in (PROVINCE, *agencies):
        yield IndexEntry(list_of(scope, "state", event["to"]))
