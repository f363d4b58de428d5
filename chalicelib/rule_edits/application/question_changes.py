"""What an edit of the categories' questions would change for whoever sends a case."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.rules.domain.questions import CategoryQuestion, CategoryQuestions


@dataclass(frozen=True)
class QuestionChange:
    """One question that is `added`, `removed` or `changed`; None where it is not asked."""

    category: str
    question: str
    change: str
    before: CategoryQuestion | None
    after: CategoryQuestion | None


def question_changes(before: CategoryQuestions, after: CategoryQuestions) -> list[QuestionChange]:
    """By category and question; what stays as it is is left out."""
    categories = sorted({*before.by_category, *after.by_category})
    return [
        QuestionChange(category, id, _change(old, new), old, new)
        for category in categories
        for id, old, new in _paired(before.of(category), after.of(category))
        if old != new
    ]


def _paired(
    before: tuple[CategoryQuestion, ...], after: tuple[CategoryQuestion, ...]
) -> list[tuple[str, CategoryQuestion | None, CategoryQuestion | None]]:
    old, new = ({one.id: one for one in asked} for asked in (before, after))
    return [(id, old.get(id), new.get(id)) for id in sorted({*old, *new})]


def _change(before: CategoryQuestion | None, after: CategoryQuestion | None) -> str:
    if before is None:
        return "added"
    return "removed" if after is None else "changed"
