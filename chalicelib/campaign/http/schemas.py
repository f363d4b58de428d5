"""What teams send and are answered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.campaign.domain.visits import EntryStatus, VisitResult
from chalicelib.cases.http.schemas.forms import CommuneView
from chalicelib.cases.http.schemas.instants import Instant
from chalicelib.identity.http.schemas.people import Phone
from chalicelib.runtime.http.schemas.queries import Paging
from chalicelib.runtime.http.schemas.texts import Body, left_out
from chalicelib.runtime.http.schemas.times import Day

MOST_ENTRIES = 500
_RESULTS = ", ".join(result.value for result in VisitResult)

ClientId = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9_-]{8,64}$", examples=["5f0c9a52-3c1b-4a60-9a53-0d3f5b7f0a11"]),
]


class HelpBody(Body):
    """Whom a member of a team helps to an account, and in which hamlet of that commune."""

    phone: Phone
    hamlet: Annotated[str, Field(min_length=1, max_length=100, examples=["Tổ dân phố số 5"])]


class VisitEntryBody(Body):
    """One visit. What can be wrong with it in the field (a time, a hamlet, a number) refuses this
    entry alone; `client_id` is the device's own name for it, the same whenever it is sent."""

    client_id: ClientId
    at: Annotated[
        str,
        Field(max_length=40, description="The device's time", examples=["2026-08-01T08:20+07:00"]),
    ]
    hamlet: Annotated[str, Field(max_length=100, examples=["Tổ dân phố số 5"])]
    result: Annotated[
        str, Field(max_length=40, description=f"One of {_RESULTS}", examples=["account_made"])
    ]
    phone: Annotated[
        str | None,
        Field(
            max_length=40,
            description="Of the household, kept as a keyed hash",
            json_schema_extra=left_out,
            examples=["0912345678"],
        ),
    ] = None


class VisitsBody(Body):
    """What the device has gathered, in any order."""

    entries: Annotated[list[VisitEntryBody], Field(min_length=1, max_length=MOST_ENTRIES)]


class VisitAnswerView(BaseModel):
    """What became of an entry. `code` says why it was refused, or of one that counts what the team
    should know: `visited_before`, `visited_by_another_team`, `account_made_by_another`."""

    client_id: ClientId
    status: Literal[tuple(status.value for status in EntryStatus)]  # type: ignore[valid-type]
    code: str | None


class VisitsView(BaseModel):
    """One answer for each entry, in the order in which they were sent."""

    results: list[VisitAnswerView]


class VisitsQuery(Paging):
    """Of which day (today, if none is named)."""

    day: Day | None = None


class VisitView(BaseModel):
    """A visit of the reader's team; `mine`: by the reader."""

    client_id: ClientId
    at: Instant
    hamlet: str
    result: Literal[tuple(result.value for result in VisitResult)]  # type: ignore[valid-type]
    mine: bool
    received_at: Instant
    code: str | None


class VisitPageView(BaseModel):
    """In the order of the devices' time."""

    items: list[VisitView]
    next_cursor: str | None


class TeamView(BaseModel):
    """The reader's team, and the hamlets of its commune that lists know."""

    commune: CommuneView
    hamlet: str
    hamlets: list[str]
