"""Reports of the reach, and targets, as they are asked for and answered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.campaign.domain.targets import MOST_ACCOUNTS, MOST_DAYS
from chalicelib.cases.http.schemas.instants import Instant
from chalicelib.figures.http.schemas import Month, ShareView
from chalicelib.identity.http.schemas.people import CommuneCode
from chalicelib.runtime.http.schemas.queries import NoQuery
from chalicelib.runtime.http.schemas.texts import Body
from chalicelib.runtime.http.schemas.times import Day

_EXAMPLE = [{"day": "2026-08-10", "accounts": 2700}, {"day": "2026-08-30", "accounts": 8080}]


SheetOrJson = Literal["json", "xlsx"]


class ReachQuery(NoQuery):
    """[from, to) of 92 local days at most; without them this month up to and with today. Hamlets
    and teams are those of one commune."""

    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None
    level: Literal["province", "commune", "hamlet", "team"] = "province"
    commune: CommuneCode | None = None
    format: SheetOrJson = "json"


class MadeView(BaseModel):
    """Accounts that were made in the period, by people alone and with a team's help."""

    alone: int
    assisted: int


class VisitCountsView(BaseModel):
    """Visits of the period by how they ended."""

    account_made: int
    has_account: int
    no_smartphone: int
    absent: int
    refused: int
    later: int


class ListedView(BaseModel):
    """People with an ID card and a smartphone, as the list had them at that instant."""

    people: int
    at: Instant


class ForecastView(BaseModel):
    """What there will be at the end of the targets' last day, at the pace of the last days."""

    day: str
    accounts: int


class ReachLineView(BaseModel):
    """`accounts` are there at the period's end; hamlets and teams know those that they helped to in
    it. `pace`: accounts made in the last days (seven at most) of the period, and how many days.
    `target` was to be reached by its end, and `behind` is missing of it."""

    accounts: int
    made: MadeView
    visits: VisitCountsView
    pace: ShareView
    target: int | None
    behind: int
    of_target: Annotated[
        ShareView | None, Field(description="Of the whole target, which may be zero")
    ]
    listed: ListedView | None
    of_listed: ShareView | None
    forecast: ForecastView | None


class ReachRowView(ReachLineView):
    """The line of a commune, a hamlet or a team; a team's key is its hamlet."""

    key: str
    name: str


class ReachDaysView(BaseModel):
    """Local days, the last one exclusive."""

    from_: Annotated[str, Field(alias="from")]
    to: str


class ReachView(BaseModel):
    """`behind` names the rows that have not come to their targets, the farthest first."""

    period: ReachDaysView
    level: str
    total: ReachLineView
    rows: list[ReachRowView]
    behind: list[str]


class ActivityQuery(NoQuery):
    """A calendar month; the present one, if none is named."""

    month: Month | None = None
    format: SheetOrJson = "json"


class OfficialsQuery(NoQuery):
    """As an answer, or as a sheet."""

    format: SheetOrJson = "json"


class ActivityLineView(BaseModel):
    """Accounts with at least one signed-in action of the person's own in the month, of the accounts
    at its end; making the account and refreshing are none."""

    active: ShareView


class ActivityRowView(ActivityLineView):
    """The line of a commune."""

    key: str
    name: str


class ActivityView(BaseModel):
    """`provisional` until the month is over."""

    month: str
    provisional: bool
    total: ActivityLineView
    rows: list[ActivityRowView]


class OfficialsLineView(BaseModel):
    """Officials with an account, of those on the list."""

    reached: ShareView


class OfficialsRowView(OfficialsLineView):
    """The line of an agency, as it was counted at that instant."""

    key: str
    name: str
    counted_at: Instant


class OfficialsView(BaseModel):
    """Agencies that have a list."""

    total: OfficialsLineView
    rows: list[OfficialsRowView]


class TargetDayBody(Body):
    """What is to be there at the end of a local day."""

    day: Day
    accounts: Annotated[int, Field(ge=0, le=MOST_ACCOUNTS)]


class CommuneTargetBody(Body):
    """A commune's targets; days between two have what the earlier says."""

    commune_code: CommuneCode
    days: Annotated[
        list[TargetDayBody], Field(min_length=1, max_length=MOST_DAYS, examples=[_EXAMPLE])
    ]


class TargetsBody(Body):
    """The targets of all communes that have any; whoever is left out has none."""

    items: Annotated[list[CommuneTargetBody], Field(max_length=200)]


class TargetDayView(BaseModel):
    """What is to be there at the end of a local day."""

    day: str
    accounts: int


class CommuneTargetView(BaseModel):
    """A commune's targets."""

    commune_code: CommuneCode
    days: list[TargetDayView]


class TargetsView(BaseModel):
    """In the order of the communes' codes; version 0: none was ever set."""

    version: int
    items: list[CommuneTargetView]
