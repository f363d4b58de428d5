"""Bodies of the citizens' case routes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from chalicelib.cases.application.matters import Matter
from chalicelib.cases.domain.visibility import Visibility
from chalicelib.cases.http.schemas.visibility import VisibilityCode
from chalicelib.rules.domain.questions import MOST_QUESTIONS
from chalicelib.runtime.http.schemas.organisation_numbers import OrganisationNumber
from chalicelib.runtime.http.schemas.texts import (
    Address,
    Body,
    Description,
    Latitude,
    Longitude,
    Note,
    UploadIds,
)


class Location(Body):
    """A point on the ground: degrees, WGS 84."""

    lat: Latitude
    lon: Longitude


Answers = Annotated[
    dict[str, Any],
    Field(
        max_length=MOST_QUESTIONS,
        description="To the category's questions (`GET /v1/categories`), by their ids",
        examples=[{"pole": "LC-0417"}],
    ),
]


class MatterBody(Body):
    """What a case is about; at least one of `location` and `commune_code`."""

    category: Annotated[str, Field(min_length=1, max_length=40, examples=["roads"])]
    description: Description
    location: Location | None = None
    address: Address | None = None
    commune_code: Annotated[str, Field(pattern=r"^[0-9]{5}$", examples=["02647"])] | None = None
    uploads: UploadIds = Field(default_factory=list)
    visibility: VisibilityCode
    urgent: bool = False
    answers: Answers = Field(default_factory=dict)
    questions_version: (
        Annotated[int, Field(ge=1, description="Of the questions as they were asked", examples=[1])]
        | None
    ) = None
    organisation: OrganisationNumber | None = None

    def matter(self) -> Matter:
        """As the use cases know it."""
        return Matter(
            category=self.category,
            description=self.description,
            visibility=Visibility(self.visibility),
            urgent=self.urgent,
            location=(self.location.lat, self.location.lon) if self.location else None,
            address=self.address,
            commune=self.commune_code,
            uploads=self.uploads,
            answers=self.answers,
            questions_version=self.questions_version,
            organisation=self.organisation,
        )


class SubmitBody(MatterBody):
    """A new case; at least one of `location` and `commune_code`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "category": "roads",
                    "description": "Ổ gà sâu trước cổng trường, xe máy ngã nhiều lần.",
                    "location": {"lat": 22.4856, "lon": 103.9707},
                    "uploads": ["01K1QX4F7H2Q9S5D3G8J6K0M1N"],
                    "visibility": "public",
                }
            ]
        }
    )


class SupplementBody(Body):
    """What the citizen adds on request."""

    text: Annotated[Description, Field(examples=["Đoạn trước số nhà 12, bên phải."])]
    uploads: UploadIds = Field(default_factory=list)


class RatingBody(Body):
    """Stars for the present answer."""

    stars: Annotated[int, Field(ge=1, le=5, examples=[5])]
    comment: Annotated[Note, Field(examples=["Nhanh và gọn."])] | None = None


class ReopenBody(Body):
    """Why the answer does not settle the matter."""

    reason: Annotated[Note, Field(examples=["Mưa một trận là hố lại lộ ra."])]


class WithdrawBody(Body):
    """Why the case is taken back, if the citizen cares to say."""

    reason: Annotated[Note, Field(examples=["Đã có người đến sửa."])] | None = None
