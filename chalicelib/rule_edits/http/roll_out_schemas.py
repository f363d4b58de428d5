"""The roll-out of a province, as it is read and edited, and what an edit would change."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.rule_edits.http.preview_schemas import PreviewPageView
from chalicelib.rule_edits.http.schemas import Day, Documented, Line, Read, RuleDocument, Time
from chalicelib.rules.domain.report_plans import (
    FIGURES,
    LATEST_DAY,
    MOST_FIGURES,
    MOST_REPORTS,
    MOST_TEXTS,
)

_ID = Field(pattern="^[a-z][a-z0-9_]{0,39}$", examples=["results"])
Names = Annotated[Line, Field(examples=["Kết quả nổi bật"])]
FigureId = Literal[FIGURES]  # type: ignore[valid-type]


class RollOutMember(BaseModel):
    """A part of it, which has no other members."""

    model_config = ConfigDict(extra="forbid")


class RollOutNames(RollOutMember):
    """In both languages."""

    vi: Names
    en: Names


class MorningListMember(RollOutMember):
    """Local times: from when on, and until when, a working morning's list goes out."""

    at: Time
    until: Time


class CampaignMember(RollOutMember):
    """Its first and its last local day, and when supervisors hear each working morning who is
    behind."""

    first_day: Day
    last_day: Day
    morning_list: MorningListMember


class ReportDayMember(RollOutMember):
    """A report: to whom, and by the end of which day of the month. `commune` is the communes'."""

    id: Annotated[str, _ID]
    to: Annotated[Line, Field(examples=["so-khcn"])]
    name: RollOutNames
    day: Annotated[int, Field(ge=1, le=LATEST_DAY)]


class ReportRemindersMember(RollOutMember):
    """Of the months from `since` on, at which local time, how many days before and after the day;
    0: on it."""

    since: Day
    at: Time
    days_before: list[Annotated[int, Field(ge=0, le=LATEST_DAY)]]
    days_after: list[Annotated[int, Field(ge=1, le=LATEST_DAY)]]


class FormFigureMember(RollOutMember):
    """A figure that the report is prefilled with."""

    id: FigureId
    name: RollOutNames


class FormTextMember(RollOutMember):
    """A text that the commune writes. `difficulties` is prefilled with those on the list."""

    id: Annotated[str, _ID]
    name: RollOutNames
    required: bool


class ReportFormMember(RollOutMember):
    """What communes report, in this order."""

    figures: Annotated[list[FormFigureMember], Field(max_length=MOST_FIGURES)]
    texts: Annotated[list[FormTextMember], Field(max_length=MOST_TEXTS)]


class ReportsMember(RollOutMember):
    """The calendar of reports, who is reminded when, and the communes' form."""

    calendar: Annotated[list[ReportDayMember], Field(max_length=MOST_REPORTS)]
    reminders: ReportRemindersMember
    form: ReportFormMember


class RollOutDocument(RuleDocument):
    """Days of the campaign, and reports. A month's reports follow the version that holds on the
    month's last day; a report whose figures are final keeps the form that it was written to."""

    valid_from: Day
    campaign: CampaignMember
    reports: ReportsMember


class RollOutView(RollOutDocument, Read):
    """The newest version of the roll-out, or the one asked for."""


class RollOutChangeView(BaseModel):
    """What an edit changes; null: it is not there. Of a `report` the next day by which it is due,
    of the `morning_list` the next instant, of a `figure` or `text` how it is called (`*`: it is
    required)."""

    what: Literal["report", "morning_list", "figure", "text"]
    id: str
    before: str | None
    after: str | None


class RollOutPreviewView(PreviewPageView):
    """What would be otherwise, beside the newest version. No case is looked at."""

    items: list[RollOutChangeView]


RollOutBody = Annotated[dict[str, Any], Documented(RollOutView)]
