"""Categories of cases. Source: docs/handbook.md §2, §4."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.kernel.documents import Document
from chalicelib.kernel.frozen import frozen
from chalicelib.rules.domain.urgencies import Urgency

LANGUAGES = ("vi", "en")


@frozen
class Category:
    """A category; `default_urgency` decides the limit unless the intake desk says otherwise."""

    code: str
    names: Mapping[str, str]
    """By language, `vi` and `en`."""
    default_urgency: Urgency
    evidence_required: bool = False
    """Whether an answer needs a photo or a document."""

    def name(self, language: str) -> str:
        """The name in that language."""
        return self.names[language]


def categories_from_document(value: object) -> tuple[Category, ...]:
    """All categories in their order; raises Invalid with all faults of the document."""
    document = Document(value)
    document.text("source")
    categories = tuple(_category(part) for part in document.parts("categories"))
    document.each_once("categories", (category.code for category in categories))
    document.finish()
    return categories


def _category(part: Document) -> Category:
    names = part.part("name")
    return Category(
        code=part.text("code"),
        names={language: names.text(language) for language in LANGUAGES},
        default_urgency=Urgency(part.one_of("default_urgency", tuple(Urgency))),
        evidence_required=part.flag("evidence_required"),
    )
