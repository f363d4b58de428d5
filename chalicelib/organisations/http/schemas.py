"""Organisations as they come and go."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StrictBool

from chalicelib.identity.http.schemas.people import Phone
from chalicelib.organisations.domain.organisations import OrganisationState
from chalicelib.runtime.http.schemas.organisation_numbers import OrganisationNumber
from chalicelib.runtime.http.schemas.queries import Paging
from chalicelib.runtime.http.schemas.texts import Body, Note, Title, UploadIds, left_out

_NUMBER = Field(examples=["5300100276"])


class OrganisationBody(Body):
    """A body that the caller represents; files that show its number and its name."""

    number: OrganisationNumber
    name: Annotated[Title, Field(examples=["Công ty TNHH MTV Apatit Việt Nam"])]
    evidence: Annotated[UploadIds, Field(min_length=1)]


class RepresentativeBody(Body):
    """Who is to represent it too."""

    phone: Phone


class OrganisationDecisionBody(Body):
    """Confirmed or not; who is refused is told why."""

    confirm: StrictBool
    reason: Annotated[Note | None, Field(json_schema_extra=left_out)] = None


class OrganisationsQuery(Paging):
    """Which of them; left out: all."""

    state: Literal["waiting", "confirmed", "refused"] | None = None


class RepresentativeView(BaseModel):
    """A person by id and the last digits of the phone."""

    account: str
    phone_end: str = Field(examples=["678"])
    since: str
    me: bool


class OwnOrganisationView(BaseModel):
    """As its representatives see it; `reason` is what the desk said."""

    id: Annotated[str, _NUMBER]
    number: Annotated[str, _NUMBER]
    version: int
    name: str
    state: OrganisationState
    reason: str | None
    asked_at: str = Field(examples=["2026-08-03T08:05:00+07:00"])
    decided_at: str | None
    representatives: list[RepresentativeView]


class OwnOrganisationsView(BaseModel):
    """The highest number first."""

    items: list[OwnOrganisationView]
    unreadable: list[str]
    next_cursor: str | None


class EvidenceView(BaseModel):
    """A file of those that came with the request; `number` counts from 1."""

    number: int
    kind: str = Field(examples=["application/pdf"])


class OrganisationView(BaseModel):
    """As the desk sees it: of persons the last digits of the phone of whoever asked, while they
    represent it; who they are stands in the documents."""

    id: Annotated[str, _NUMBER]
    number: Annotated[str, _NUMBER]
    version: int
    name: str
    state: OrganisationState
    reason: str | None
    asked_at: str
    phone_end: str | None = Field(examples=["678"])
    decided_at: str | None
    decided_by: str | None
    representatives: int
    evidence: list[EvidenceView]


class OrganisationsView(BaseModel):
    """The highest number first."""

    items: list[OrganisationView]
    unreadable: list[str]
    next_cursor: str | None
