"""Cases that may be the same, as asked for and answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.cases.domain.likeness import Sought
from chalicelib.cases.domain.workflow import State
from chalicelib.cases.http.schemas.cases import Location
from chalicelib.cases.http.schemas.forms import CaseCode, CommuneView
from chalicelib.cases.http.schemas.instants import Instant
from chalicelib.cases.http.schemas.suggestions import SuggestionView
from chalicelib.runtime.http.schemas.texts import Body, Description


class ToldBody(Body):
    """What the office has been told so far; without a place no cases are looked for."""

    category: Annotated[str, Field(min_length=1, max_length=40, examples=["roads"])] | None = None
    description: Description
    location: Location | None = None
    commune_code: Annotated[str, Field(pattern=r"^[0-9]{5}$", examples=["02647"])] | None = None

    def sought(self) -> Sought:
        """As the use cases know it."""
        place = (self.location.lat, self.location.lon) if self.location else None
        return Sought(self.description, self.category, place, self.commune_code)


class SimilarBody(ToldBody):
    """What is about to be sent; at least one of `location` and `commune_code`."""


class ReasonsView(BaseModel):
    """Why it may be the same."""

    metres: int | None = Field(
        description="Between the two, in tens; of other people's cases from a place that is rounded"
        " to about 100 m. Null where only the commune is known"
    )
    alike: int = Field(
        ge=0,
        le=100,
        description="Per cent of the words that both texts have; of other people's cases in steps"
        " of 20, and without words that have a digit",
    )
    same_category: bool


class SimilarCaseView(BaseModel):
    """A case that may be the same. `excerpt`: how its text begins, of other people's cases that of
    their public form."""

    code: CaseCode
    state: State
    category: str = Field(examples=["roads"])
    commune: CommuneView
    own: bool
    excerpt: str = Field(max_length=120)
    submitted_at: Instant
    reasons: ReasonsView


class SimilarView(BaseModel):
    """At most ten of the last twelve weeks, nearest first: within 50 m, and up to 250 m where
    little was sent in."""

    items: list[SimilarCaseView]
    suggestion: SuggestionView | None
