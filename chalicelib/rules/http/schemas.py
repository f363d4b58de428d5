"""Categories as answered. Only the document is made from these."""

from __future__ import annotations

from pydantic import BaseModel, Field

from chalicelib.rules.domain.questions import QuestionType
from chalicelib.rules.http.urgencies import UrgencyCode


class NamesView(BaseModel):
    """In both languages."""

    vi: str = Field(examples=["Đường sá, giao thông"])
    en: str = Field(examples=["Roads"])


class ChoiceView(BaseModel):
    """One that may be chosen."""

    value: str = Field(examples=["household"])
    name: NamesView


class QuestionView(BaseModel):
    """What is asked of a case of the category; the answer goes to `answers` under its `id`.

    `text`: 1–1,000 characters; `number`; `choice`: the value of one of the choices; `yes_no`: true
    or false; `date`: a day.
    """

    id: str = Field(examples=["pole"])
    name: NamesView
    type: QuestionType
    required: bool
    choices: list[ChoiceView]


class CategoryView(BaseModel):
    """What a case can be about."""

    code: str = Field(examples=["roads"])
    name: NamesView
    default_urgency: UrgencyCode
    evidence_required: bool
    questions: list[QuestionView]


class CategoriesView(BaseModel):
    """In the order in which they are shown."""

    items: list[CategoryView]
    questions_version: int = Field(ge=1, description="Of the questions; a case may name it")
