"""What a policy says of re-inspections, as it is edited."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.rules.domain.reinspections import (
    LEAST_RATINGS,
    LONGEST_SEED,
    PERCENTS,
    ReinspectionPolicy,
)

_DEFAULT = ReinspectionPolicy()
_Percent = Annotated[int, Field(ge=PERCENTS[0], le=PERCENTS[1])]


class ReinspectionMember(BaseModel):
    """Which answers are looked at once more. `low_rated_percent` is of agencies of whose ratings of
    three months, if there are `least_ratings`, less than `low_rated_below` per cent are good."""

    model_config = ConfigDict(extra="forbid")

    seed: Annotated[str, Field(min_length=1, max_length=LONGEST_SEED)] = _DEFAULT.seed
    percent: _Percent = _DEFAULT.percent
    low_rated_percent: _Percent = _DEFAULT.low_rated_percent
    low_rated_below: _Percent = _DEFAULT.low_rated_below
    least_ratings: Annotated[int, Field(ge=LEAST_RATINGS[0], le=LEAST_RATINGS[1])] = (
        _DEFAULT.least_ratings
    )
