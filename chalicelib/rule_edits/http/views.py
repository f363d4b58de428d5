"""Rules, and what an edit of them would do, as they are answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from chalicelib.kernel.instants import wire
from chalicelib.kernel.pages import Position
from chalicelib.rule_edits.application.previews import (
    ComingReminder,
    HeldCase,
    MovedCase,
    Rerouted,
    ReroutedCase,
)
from chalicelib.rule_edits.application.question_changes import QuestionChange
from chalicelib.rule_edits.domain.recomputation import Recomputation
from chalicelib.rules.domain.questions import question_document
from chalicelib.rules.domain.routing import Route
from chalicelib.rules.domain.rules import Edition

View = dict[str, Any]
_NAMED = 100
"""Cases that an answer names at most."""


def edition_view(edition: Edition, in_force: int, history: Sequence[Edition]) -> View:
    """The document, with the versions there were."""
    lines = [_line(one) for one in reversed(history)]
    return {**edition.document, "in_force": in_force, "history": lines}


def item_view(item: MovedCase | ComingReminder | ReroutedCase | HeldCase) -> View:
    """One line of a preview of cases."""
    if isinstance(item, HeldCase):
        return {"code": item.code, "before": list(item.before), "after": list(item.after)}
    if isinstance(item, ReroutedCase):
        matter = item.matter
        return {
            "code": item.code,
            "category": matter.category,
            "commune": matter.commune.code,
            "urgency": matter.urgency,
            "channel": matter.channel,
            "before": _way(item.before),
            "after": _way(item.after),
        }
    if isinstance(item, MovedCase):
        due = {"due_at": wire(item.before), "new_due_at": wire(item.after)}
        return {"code": item.code, "agency": item.agency, **due, "overdue": item.overdue}
    return {**vars(item), "at": wire(item.at)}


def rerouted_views(found: Iterable[Rerouted]) -> list[View]:
    """The communes of equal change together."""
    keyed = sorted(((_key(one), one) for one in found), key=lambda pair: (pair[0], pair[1].commune))
    groups = ([one for _, one in group] for _, group in groupby(keyed, key=lambda pair: pair[0]))
    lines = (
        {
            "category": group[0].category,
            "urgency": group[0].urgency,
            "communes": [one.commune for one in group],
            "before": _way(group[0].before),
            "after": _way(group[0].after),
        }
        for group in groups
    )
    return sorted(lines, key=lambda line: tuple(place_of_rerouted(line).values()))


def question_change_view(one: QuestionChange) -> View:
    """One line of a preview of questions."""
    before, after = (q and question_document(q) for q in (one.before, one.after))
    return {
        "category": one.category,
        "question": one.question,
        "change": one.change,
        "before": before,
        "after": after,
    }


def place_of_question(one: QuestionChange) -> Position:
    """A question stands there once."""
    return {"category": one.category, "question": one.question}


def place_of_rerouted(line: View) -> Position:
    """A commune stands in one line of a category and urgency."""
    place: View = {name: line[name] for name in ("category", "urgency")}
    return {**place, "commune": line["communes"][0]}


def recomputation_view(one: Recomputation) -> View:
    """How far it is."""
    return {
        "state": one.progress.value,
        "calendar": one.calendar,
        "policy": one.policy,
        "examined": one.examined,
        "moved": one.moved,
        "failed": len(one.broken),
        "failed_cases": list(one.broken[:_NAMED]),
        "starts_at": wire(one.starts_at),
        "changed_at": wire(one.changed_at),
    }


def _line(edition: Edition) -> View:
    return {
        "version": edition.version,
        "valid_from": edition.document.get("valid_from"),
        "source": edition.document["source"],
        "put_at": wire(edition.put_at) if edition.put_at else None,
        "put_by": edition.put_by,
    }


def _key(one: Rerouted) -> tuple[str, ...]:
    """A committee's own commune stands for all that go to their committees."""
    ways = (_way(way) or {} for way in (one.before, one.after))
    texts = (str(way).replace(one.commune, "{commune}") for way in ways)
    return one.category, one.urgency, *texts


def _way(decision: Route | None) -> View | None:
    if decision is None:
        return None
    return {
        "agency": decision.agency,
        "coordinating": list(decision.coordinating),
        "sure": decision.sure,
        "rule": decision.rule,
    }
