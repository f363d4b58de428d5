"""A suggested category as it is answered."""

from __future__ import annotations

from pydantic import BaseModel, Field


class SuggestionView(BaseModel):
    """The category that the text speaks of, as learned from earlier decisions. A person decides,
    unless the policy says otherwise of a category and certainty."""

    category: str = Field(examples=["roads"])
    certainty: int = Field(ge=0, le=100, description="Per cent")
    sure: bool = Field(description="Whether the certainty is that which the policy asks for")
    model: int = Field(ge=1, description="The version of what was learned")
