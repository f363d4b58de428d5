"""What a policy says of disputes, as it is edited."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.rules.domain.disputes import MOST_PEOPLE, PERCENTS, DisputePolicy


class DisputeMember(BaseModel):
    """How many people reopen an answered case together: the larger of the two."""

    model_config = ConfigDict(extra="forbid")

    people: Annotated[int, Field(ge=1, le=MOST_PEOPLE)] = DisputePolicy().people
    percent: Annotated[
        int, Field(ge=PERCENTS[0], le=PERCENTS[1], description="Of the followers")
    ] = DisputePolicy().percent
