"""The questions of categories, as they are read and edited, and what an edit would change."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.rule_edits.http.preview_schemas import PreviewPageView
from chalicelib.rule_edits.http.schemas import Day, Documented, Read, RuleDocument
from chalicelib.rules.domain.questions import (
    MOST_CATEGORIES,
    MOST_CHOICES,
    MOST_QUESTIONS,
    QuestionType,
)

_ID = Field(pattern="^[a-z][a-z0-9_]{0,39}$", examples=["pole"])
Text = Annotated[str, Field(min_length=1, max_length=1000)]


class _Member(BaseModel):
    model_config = ConfigDict(extra="forbid")


class QuestionNames(_Member):
    """In both languages."""

    vi: Annotated[Text, Field(examples=["Số hiệu cột đèn"])]
    en: Annotated[Text, Field(examples=["Number of the pole"])]


class ChoiceMember(_Member):
    """One that may be chosen."""

    value: Annotated[str, _ID]
    name: QuestionNames


class QuestionMember(_Member):
    """One question. `choices` are there for the type `choice`, and empty for all others."""

    id: Annotated[str, _ID]
    name: QuestionNames
    type: QuestionType
    required: bool
    choices: Annotated[list[ChoiceMember], Field(max_length=MOST_CHOICES)] = []


class AskedCategoryMember(_Member):
    """What is asked of cases of a category, in this order."""

    category: Annotated[str, Field(examples=["lighting_water"])]
    questions: Annotated[list[QuestionMember], Field(max_length=MOST_QUESTIONS)]


class QuestionsDocument(RuleDocument):
    """What is asked beside the description. Cases keep the version that they were answered to."""

    valid_from: Day
    categories: Annotated[list[AskedCategoryMember], Field(max_length=MOST_CATEGORIES)]


class QuestionsView(QuestionsDocument, Read):
    """The newest version of the questions, or the one asked for."""


class QuestionChangeView(BaseModel):
    """A question that an edit adds, removes or changes."""

    category: str
    question: str
    change: Literal["added", "removed", "changed"]
    before: QuestionMember | None
    after: QuestionMember | None


class QuestionsPreviewView(PreviewPageView):
    """What would be asked otherwise, beside the newest version. Cases that are there stay as they
    are: none is looked at."""

    items: list[QuestionChangeView]


QuestionsBody = Annotated[dict[str, Any], Documented(QuestionsView)]
