"""What was answered to the questions of a category, as it is shown with the case."""

from __future__ import annotations

from pydantic import BaseModel, Field


class QuestionAnswerView(BaseModel):
    """In the words of the version that it was given to; `value_name` is that of a choice."""

    question: str = Field(examples=["pole"])
    name: str = Field(examples=["Số hiệu cột đèn"])
    value: str | int | float | bool
    value_name: str | None
