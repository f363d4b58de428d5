"""Parameters of reports, and their answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.kernel.ids import CASE_CODE
from chalicelib.kernel.time_forms import DAY_PATTERN, MONTH_PATTERN
from chalicelib.runtime.http.schemas.queries import NoQuery

Code = Annotated[str, Field(min_length=1, max_length=60)]
Day = Annotated[
    str,
    Field(
        json_schema_extra={"format": "date", "pattern": DAY_PATTERN},
        max_length=40,
        examples=["2026-08-01"],
    ),
]
Month = Annotated[
    str, Field(json_schema_extra={"pattern": MONTH_PATTERN}, max_length=40, examples=["2026-08"])
]


class LiveQuery(NoQuery):
    """What the figures are about."""

    level: Literal["province", "agency", "commune", "category"] = "province"
    agency: Code | None = None
    commune: Code | None = None
    category: Code | None = None


class MonthlyQuery(LiveQuery):
    """A month, or [from, to) of 24 months at most; days of 2000 to 2100 only. `as_of`: the period's
    end, the coming midnight at most."""

    period: Month | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None
    as_of: Day | None = None
    format: Literal["json", "xlsx"] = "json"


class WorkSheetQuery(NoQuery):
    """Which queue, and which of its first hundred cases: all, or those that are named."""

    queue: Literal[
        "mine", "agency", "intake", "overdue", "escalated", "publication", "extensions"
    ] = "mine"
    cases: Annotated[str, Field(pattern=rf"^{CASE_CODE}(,{CASE_CODE}){{0,99}}$")] | None = None


class ShareView(BaseModel):
    """A numerator and its denominator."""

    n: int
    of: int


class FiguresView(BaseModel):
    """One line of a report. Carried over + received + reopened = the sum of the outcomes."""

    carried_over: int
    received: dict[str, int]
    reopened: int
    answered_on_time: int
    answered_late_or_reopened: int
    rejected: int
    duplicate: int
    redirected: int
    withdrawn: int
    pending_in_time: int
    pending_overdue: int
    waiting: int
    extended: int
    returned: int
    rerouted: int
    recategorised: int
    on_time: ShareView
    satisfaction: ShareView
    rated: ShareView
    reinspection: ShareView
    sent_elsewhere: Annotated[
        ShareView, Field(description="`rerouted`, of all rounds that had to be handled")
    ]
    taken_otherwise: Annotated[
        ShareView, Field(description="`recategorised`, of all rounds that had to be handled")
    ]
    median_working_minutes: int | None


class RowView(FiguresView):
    """The line of one agency, commune or category; `key` is null for cases without an agency."""

    key: str | None
    name: str


class PeriodView(BaseModel):
    """[from, to) as known at the midnight `as_of`; `provisional` until that has passed."""

    from_: Annotated[str, Field(alias="from")]
    to: str
    as_of: str
    provisional: bool


class ReportView(BaseModel):
    """A report; `previous` is the total of the period before, as known at that one's `as_of`."""

    period: PeriodView
    level: str
    total: FiguresView
    rows: list[RowView]
    previous_period: PeriodView
    previous: FiguresView
    unreadable: Annotated[
        list[str],
        Field(description="Parts of the months whose figures cannot be read and are left out"),
    ]
