"""What a policy says of suggested categories, as it is edited."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.rules.domain.suggestions import CERTAINTIES, MOST_DECIDED, SuggestionPolicy

Certainty = Annotated[int, Field(ge=CERTAINTIES[0], le=CERTAINTIES[1], description="Per cent")]


class DecidedCategory(BaseModel):
    """A category that a suggestion decides from that certainty on."""

    model_config = ConfigDict(extra="forbid")

    category: str
    certainty: Certainty


class SuggestionMember(BaseModel):
    """Suggested categories: from which certainty on one is shown as sure, and which are decided by
    it: then the router takes a case in as that category. None is, unless it is said."""

    model_config = ConfigDict(extra="forbid")

    certainty: Certainty = SuggestionPolicy().certainty
    decides: Annotated[list[DecidedCategory], Field(max_length=MOST_DECIDED)] = []
